"""Report: coded answers and decisions in; page, workbook, document, table and method note out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
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
from textmining.codebook import Codebook, read_codebook
from textmining.counting import (
    CountOptions,
    check_asked,
    check_decisions,
    check_themes,
    count_pairs,
)
from textmining.errors import FileError, Joined, Message
from textmining.files import atomic_files, check_apart
from textmining.files.sav_files import SavFile
from textmining.report import (
    Publication,
    Release,
    Report,
    ReportCounts,
    ThemeVariables,
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
from textmining.workflow.inputs.decided import Decided
from textmining.workflow.inputs.frame import FrameFile
from textmining.workflow.inputs.waves import decided_on, read_waves
from textmining.workflow.progress import Progress, silent
from textmining.workflow.reporting.answer_counts import (
    AnswerCounts,
    count_answers,
    needed_background,
)
from textmining.workflow.reporting.facts import Basis, material_of

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
        population: who was invited, for the response rate and limits about all of them.
        rake: columns of the invited; those who answered are weighted to have their shares.
        original: the SPSS file of the newest wave that the themes are added to.
        respondent_column: its variable with the respondents' ids.
        language: of the report; None is the codebook's.
        publication: how the report presents itself and what it calls things; its unit is counted.
        is_full: whether the document has the annex.
    """

    counts: CountOptions = field(default_factory=CountOptions)
    original: Path | None = None
    population: tuple[FrameFile, ...] = ()
    rake: tuple[str, ...] = ()
    respondent_column: str = "respondent"
    language: Language | None = None
    publication: Publication = field(default_factory=Publication)
    is_full: bool = False

    @property
    def writes_spss(self) -> bool:
        """Whether the themes are added to an SPSS file, which is microdata."""
        return self.original is not None and not self.counts.suppress

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
    """The files that were written, and sentences on what the user should know."""

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
    names = (*_FILES, *(_SPSS if options.writes_spss else ()))
    targets = [out / name for name in names]
    frames = [file.path for file in options.population]
    check_apart(targets, [*files, *decisions, codebook, options.original, *frames])
    progress("Reading the files")
    original = read_original(options.original) if options.original else None
    given = _given(files, decisions, codebook, columns, options)
    progress("Counting")
    counted = count_answers(
        given.coded, given.decisions, options.counting, options.population, options.rake
    )
    counts, hides = _shown(counted), bool(counted.options.suppress)
    pairs = None if hides else count_pairs(counted.coded, given.decisions, counted.options)
    progress("Writing")
    texts = catalogue("report", given.coded.language)
    release, told = _quotes(given, counts, decisions, options.publication)
    # A store's bytes change with every quote proposed to it; a file of codes stays as it is.
    sources = [*files, *(Path(source) for source in decisions if not is_store(source))]
    basis = Basis(
        given.coded,
        given.codebook,
        given.decided,
        options.counting,
        counted.frame,
        options.publication,
        counted.raked,
    )
    material, declared = material_of(basis, counts, release, sources, texts)
    made = compose(replace(material, pairs=pairs, is_full=options.is_full), texts)
    charts = [out / "charts" / name for name in chart_names(made)]
    # The respondents' answers to all questions are in the SPSS file, as in the original.
    private = [target for target in targets if target.name in _SPSS]
    lost: list[str] = []
    with atomic_files([*targets, *charts], private=private) as temporaries:
        paths = {path.name: path for path in temporaries}
        _write(made, counts.frame, paths, texts)
        paths["quality.json"].write_text(quality_json(declared, texts), "utf-8", newline="\n")
        if original and options.writes_spss:
            themes = _spss_themes(original, given, options, texts)
            lost = _write_spss(original, themes, paths, texts)
    for old in set((out / "charts").glob("figure-*.*")) - {*charts}:
        old.unlink()  # of an earlier report with more figures
    return Reported((*targets, out / "charts"), (*given.findings, *told, *lost))


def _quotes(
    given: "_Given", counts: ReportCounts, sources: Sequence[str], publication: Publication
) -> tuple[Release, tuple[str, ...]]:
    """The quotes that may be published, and what is to be known of them; none without a store."""
    if not given.coded.has_texts or not any(map(is_store, sources)):
        return Release({}, 0), ()
    from textmining.workflow.reporting.quotes import quotes_for  # loads the language pipeline

    return quotes_for(given.coded, given.codes, counts, sources, publication)


@dataclass(frozen=True)
class _Given:
    """What a report is about.

    Args:
        coded: the coded answers.
        codebook: the newest codebook.
        decided: what persons decided; None if nobody has read.
        findings: sentences on what does not fit.
    """

    coded: Coded
    codebook: Codebook
    decided: Decided | None
    findings: tuple[str, ...]

    @property
    def decisions(self) -> Decisions | None:
        """The codes of persons that count."""
        return self.decided.decisions if self.decided else None

    @cached_property
    def codes(self) -> dict[AnswerId, tuple[str, ...]]:
        """A person's codes where there are any, else the machine's, of every answer."""
        answers = self.coded.part(self.coded.answered)
        codes = dict(zip(answers.ids, answers.themes, strict=True))
        decided = self.decisions.themes if self.decisions else {}
        return codes | {a: themes for a, themes in decided.items() if a in codes}


def _given(
    files: Sequence[Path],
    decisions: Sequence[str],
    codebook: Path | None,
    columns: Columns | Sequence[Columns] | None,
    options: ReportOptions,
) -> _Given:
    coded, own = read_waves(files, codebook, columns, _background(options, decisions))
    coded = replace(coded, read_in=options.language)
    if not coded.answered.any():
        raise FileError(files[0], "has no answers", "There is nothing to report on.")
    decided = decided_on(own, decisions, coded.codebook)
    findings = check_themes(coded)
    findings = (*findings, *check_asked(coded, options.publication.asked_of))
    if decided is not None:
        findings = (*findings, *check_decisions(coded, decided.decisions))
    if options.original and not options.writes_spss:
        findings = (*findings, "respondents.sav is not written with --suppress: it is microdata.")
    return _Given(coded, read_codebook(codebook) if codebook else coded.codebook, decided, findings)


def _background(options: ReportOptions, decisions: Sequence[str]) -> set[str] | None:
    """The columns that are needed; all, with the texts, where quotes or groups are looked for."""
    needed = needed_background(options.counting, options.rake)
    looks_at_all = any(options.publication.asked_of.values()) or any(map(is_store, decisions))
    return None if needed is None or looks_at_all else {*needed, "language"}


def _shown(counted: AnswerCounts) -> ReportCounts:
    """The table as the report shows it."""
    options = counted.options
    return ReportCounts(
        counted.table.frame,
        options.by,
        is_weighted=options.weights is not None,
        of_units=options.unit is not None,
        of_invited=counted.raked is not None,
        hides=options.suppress > 0,
    )


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


def _spss_themes(
    original: SavFile, given: _Given, options: ReportOptions, texts: Texts
) -> list[ThemeVariables]:
    """The 0/1 variables of the newest wave, the last in the order of the files."""
    *_, newest = dict.fromkeys(answer.wave for answer in given.codes)
    book, decided = given.coded.codebook, given.decisions.themes if given.decisions else {}
    answers = given.coded.part(given.coded.answered)
    rows = [
        (*answer, given.codes[answer], () if by_hand and answer not in decided else known)
        for answer, by_hand, known in zip(
            answers.ids, answers.by_hand, book.sets(answers.known), strict=True
        )
        if answer.wave == newest
    ]
    frame = pd.DataFrame(rows, columns=[*IDENTITY, "themes", "known"])
    return theme_variables(original, frame, book, options.respondent_column, texts)


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
    original: SavFile, themes: list[ThemeVariables], paths: Mapping[str, Path], texts: Texts
) -> list[str]:
    """Write the SPSS files; say what of the original could not be carried over."""
    lost = write_respondents(original, themes, paths["respondents.sav"], texts)
    script = paths["respondents.sps"]
    script.write_text(syntax(original, themes, texts), encoding="utf-8-sig", newline="\n")
    found = {
        "respondents.sav does not carry over: {names}.": lost,
        "respondents.sps leaves out sets that SPSS cannot take: {names}.": sets_left_out(original),
    }
    return [Message(said, names=Joined(names)) for said, names in found.items() if names]
