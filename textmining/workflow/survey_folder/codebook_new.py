"""A codebook's next version: a workbook to fill in, or what a person edited on the page."""

from dataclasses import replace
from pathlib import Path

from textmining.codebook import Codebook, codebook_workbook
from textmining.errors import CodebookError, FileError, OptionError
from textmining.files import new_file
from textmining.survey import Survey, find_survey, reading_language
from textmining.texts import catalogue


def new_codebook(folder: Path, out: Path | None = None, language: str | None = None) -> Path:
    """Write a codebook's workbook.

    In a survey folder it is the next version, `codebook/v2.xlsx`, with the themes of the last.

    Outside a survey folder, `out` says where it goes; the language is the survey's unless given.

    Returns:
        Where it lies.

    Raises:
        FileError: there is such a file already, or it cannot be written.
        OptionError: no place or an unknown language is given.
    """
    survey = find_survey(folder)
    if out is None and survey is None:
        raise OptionError("say where the codebook goes: --out kodebok-1.xlsx.")
    wanted = language or (survey.settings.language if survey else "nb")
    known = reading_language(wanted, []) or "nb"
    last = survey.codebook if survey and survey.codebooks and out is None else None
    if out is None:
        assert survey is not None  # noqa: S101 # one of the two is given, see above
        out = survey.next_codebook
    with new_file(out) as temporary:
        temporary.write_bytes(codebook_workbook(known, last))
    return out


def save_codebook(survey: Survey, book: Codebook, base: str) -> Path:
    """Save a survey's codebook as its next version; the versions before it stay as they are.

    `base` is the file name of the version it was made from, "" if there was none; its own version
    follows from the file's name.

    Returns:
        Where it lies: the version before it if nothing differs from that.

    Raises:
        CodebookError: somebody saved another version meanwhile.
        FileError: it cannot be written.
    """
    texts = catalogue("codebook", survey.settings.language)
    newest = survey.codebooks[-1].name if survey.codebooks else ""
    if newest != base:
        raise CodebookError(texts("page.meanwhile", newest=newest))
    if newest and replace(survey.codebook, version="") == replace(book, version=""):
        return survey.codebook_path
    out = survey.next_codebook
    try:
        with new_file(out) as temporary:
            temporary.write_bytes(codebook_workbook(survey.settings.language, book))
    except FileError:
        if out.exists():
            raise CodebookError(texts("page.meanwhile", newest=out.name)) from None
        raise
    return out
