"""A codebook to write: a workbook to fill in, or the next version of a survey's codebook."""

from pathlib import Path

from textmining.codebook import codebook_workbook
from textmining.errors import FileError, OptionError
from textmining.files import atomic_file
from textmining.survey import find_survey
from textmining.texts import LANGUAGES

__all__ = ["new_codebook"]


def new_codebook(folder: Path, out: Path | None = None, language: str | None = None) -> Path:
    """Write a codebook's workbook.

    In a survey folder it is the next version, `codebook/v2.xlsx`, with the themes of the last.

    Args:
        folder: a folder of a survey, or any other.
        out: where to; needed outside a survey folder.
        language: of headings and help; the survey's unless given.

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
    known = next((name for name in LANGUAGES if name == wanted), None)
    if known is None:
        raise OptionError(f"--lang {wanted} is not one of {', '.join(LANGUAGES)}.")
    last = survey.codebook if survey and survey.codebooks and out is None else None
    if out is None:
        assert survey is not None  # noqa: S101 # one of the two is given, see above
        out = survey.folder / "codebook" / f"v{len(survey.codebooks) + 1}.xlsx"
    if out.exists():
        raise FileError(out, "is there already", "Give another name with --out.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file(out) as temporary:
        temporary.write_bytes(codebook_workbook(known, last))
    return out
