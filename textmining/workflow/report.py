"""Report: coded answers and decisions in; page, workbook, document, table and method note out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from textmining.answers import (
    IDENTITY,
    AnswerId,
    Coded,
    Columns,
    Decisions,
    find_settings,
    write_table_to,
)
from textmining.codebook import read_codebook
from textmining.counting import (
    CountOptions,
    check_decisions,
    check_themes,
    count_pairs,
    with_invited,
)
from textmining.disclosure import count_to_publish
from textmining.errors import FileError
from textmining.files import atomic_files, check_apart
from textmining.report import (
    Counts,
    Original,
    Publication,
    Report,
    Themes,
    chart_names,
    charts_of,
    compose,
    document,
    method_markdown,
    page,
    publication,
    quality_json,
    read_original,
    sets_left_out,
    slides,
    syntax,
    theme_variables,
    workbook,
    write_respondents,
)
from textmining.review import is_store
from textmining.survey import find_survey, read_survey_settings
from textmining.texts import Language, Texts, catalogue
from textmining.workflow.progress import Progress, silent
from textmining.workflow.quotes import quotes_for
from textmining.workflow.report_facts import Basis, frame_of, material_of
from textmining.workflow.waves import decided_on, read_waves

__all__ = ["ReportOptions", "Reported", "publication_for", "report"]

_FILES = (
    *("report.html", "report.docx", "report.xlsx", "report.pptx"),
    *("counts.csv", "method.md", "quality.json"),
)
_SPSS = ("respondents.sav", "respondents.sps")


@dataclass(frozen=True)
class ReportOptions:
    """What the user chooses for a report.

    Args:
        counts: how to count; every column of `by` is broken down on its own.
        population: a file with a row per invited unit, for the response rate; with a column
            `wave` if there are several.
        original: the SPSS file of the newest wave that the themes are added to.
        respondent_column: its variable with the respondents' ids.
        language: of the report; None is the codebook's.
        publication: how the report presents itself and what it calls things; its unit is counted.
        is_full: whether the document has the annex.
    """

    counts: CountOptions = field(default_factory=CountOptions)
    original: Path | None = None
    population: Path | None = None
    respondent_column: str = "respondent"
    language: Language | None = None
    publication: Publication = field(default_factory=Publication)
    is_full: bool = False

    @property
    def counting(self) -> CountOptions:
        """How the report counts."""
        # A weight may belong to an answer; then it is not known what a respondent weighs.
        people = self.counts.weights is None
        unit = self.publication.unit
        return replace(
            self.counts,
            each=True,
            respondents=people,
            changes=True,
            unit=unit.column if unit else self.counts.unit,
        )


@dataclass(frozen=True)
class Reported:
    """What was written.

    Args:
        files: the files.
        findings: sentences on what does not fit and what the user should know.
    """

    files: tuple[Path, ...]
    findings: tuple[str, ...]


def report(
    files: Sequence[Path],
    out: Path,
    *,
    decisions: Sequence[str] = (),
    codebook: Path | None = None,
    columns: Columns | Sequence[Columns] | None = None,
    options: ReportOptions | None = None,
    progress: Progress = silent,
) -> Reported:
    """Write a report on coded answers.

    Args:
        files: coded files, and with a codebook answer files coded by hand; oldest wave first.
        out: the folder to write to.
        decisions: review stores and files with codes of persons, read together.
        codebook: must agree with the coded files' codebook, if given.
        columns: what the columns of answer files are called; those of the settings unless given.
        options: what the user chooses.
        progress: told what is being done.

    Raises:
        TextminingError: an input that cannot be reported on, or a file that cannot be written.
    """
    options = options or ReportOptions()
    counting = options.counting
    spss = _SPSS if options.original and not counting.suppress else ()
    targets = [out / name for name in (*_FILES, *spss)]
    check_apart(targets, [*files, *decisions, codebook, options.original, options.population])
    progress("Reading the files")
    original = read_original(options.original) if options.original else None
    coded, own = read_waves(files, codebook, columns)
    coded = replace(coded, read_in=options.language)
    if not coded.answered.any():
        raise FileError(files[0], "has no answers", "There is nothing to report on.")
    book = read_codebook(codebook) if codebook else coded.codebook
    texts = catalogue("report", coded.language)
    decided = decided_on(own, decisions, coded.codebook)
    codes = decided.decisions if decided else None
    findings = check_themes(coded)
    if codes is not None:
        findings = (*findings, *check_decisions(coded, codes))
    if original and counting.suppress:
        original = None
        findings = (*findings, "respondents.sav is not written with --suppress: it is microdata.")
    progress("Counting")
    frame = frame_of(options.population, coded, counting.unit) if options.population else None
    table = count_to_publish(coded, codes, counting)
    if frame is not None:
        table = with_invited(table, coded, frame.invited, counting, is_partial=True)
    pairs = None if counting.suppress else count_pairs(coded, codes, counting)
    progress("Writing")
    # A store's bytes change with every quote proposed to it; a file of codes stays as it is.
    sources = [*files, *(Path(source) for source in decisions if not is_store(source))]
    counts = Counts(
        table.frame,
        counting.by,
        is_weighted=counting.weights is not None,
        of_units=counting.unit is not None,
    )
    themes = _codes_that_count(coded, codes)
    release, told = quotes_for(coded, themes, counts, decisions)
    basis = Basis(coded, book, decided, counting, frame, options.publication)
    material, declared = material_of(basis, counts, release, sources, texts)
    made = compose(replace(material, pairs=pairs, is_full=options.is_full), texts)
    spss_themes = _spss_themes(original, coded, themes, options, texts) if original else []
    charts = [out / "charts" / name for name in chart_names(made)]
    # The respondents' answers to all questions are in the SPSS file, as in the original.
    private = [target for target in targets if target.name in _SPSS]
    with atomic_files([*targets, *charts], private=private) as temporaries:
        paths = {path.name: path for path in temporaries}
        _write(made, table.frame, paths, texts)
        paths["quality.json"].write_text(quality_json(declared, texts), "utf-8", newline="\n")
        lost = _write_spss(original, spss_themes, paths, texts) if original else []
    return Reported((*targets, out / "charts"), (*findings, *told, *lost))


def publication_for(files: Sequence[Path]) -> Publication:
    """What the settings of the survey say of its report.

    They are those of the survey folder that the first file lies in, else `textmining.toml` in the
    working folder or beside the file.

    Raises:
        FileError, OptionError: settings that cannot be read.
    """
    survey = find_survey(files[0].parent) if files else None
    if survey is not None:
        return publication(survey.settings)
    path = find_settings(files)
    return publication(read_survey_settings(path.parent)) if path else Publication()


def _codes_that_count(coded: Coded, decisions: Decisions | None) -> dict[AnswerId, tuple[str, ...]]:
    """A person's codes where there are any, else the machine's, of every answer."""
    given = coded.part(coded.answered)
    codes = dict(zip(given.ids, given.frame["themes"], strict=True))
    if decisions is None:
        return codes
    return codes | {a: themes for a, themes in decisions.themes.items() if a in codes}


def _spss_themes(
    original: Original,
    coded: Coded,
    codes: Mapping[AnswerId, tuple[str, ...]],
    options: ReportOptions,
    texts: Texts,
) -> list[Themes]:
    """The 0/1 variables of the newest wave, the last in the order of the files."""
    *_, newest = dict.fromkeys(answer.wave for answer in codes)
    rows = [(*answer, themes) for answer, themes in codes.items() if answer.wave == newest]
    frame = pd.DataFrame(rows, columns=[*IDENTITY, "themes"])
    return theme_variables(original, frame, coded.codebook, options.respondent_column, texts)


def _write(made: Report, table: pd.DataFrame, paths: Mapping[str, Path], texts: Texts) -> None:
    def write(name: str, text: str) -> None:
        paths[name].write_text(text, encoding="utf-8", newline="\n")

    write("report.html", page(made, texts))
    paths["report.docx"].write_bytes(document(made, texts))
    paths["report.xlsx"].write_bytes(workbook(made, texts))
    paths["report.pptx"].write_bytes(slides(made, texts))
    for name, content in charts_of(made, texts):
        paths[name].write_bytes(content)
    write_table_to(table, paths["counts.csv"], paths["counts.csv"])
    write("method.md", method_markdown(made, texts))


def _write_spss(
    original: Original, themes: list[Themes], paths: Mapping[str, Path], texts: Texts
) -> list[str]:
    """Write the SPSS files; say what of the original could not be carried over."""
    lost = write_respondents(original, themes, paths["respondents.sav"], texts)
    script = paths["respondents.sps"]
    script.write_text(syntax(original, themes, texts), encoding="utf-8-sig", newline="\n")
    told = [f"respondents.sav does not carry over: {', '.join(lost)}."] if lost else []
    if sets := sets_left_out(original):
        told.append(f"respondents.sps leaves out sets that SPSS cannot take: {', '.join(sets)}.")
    return told
