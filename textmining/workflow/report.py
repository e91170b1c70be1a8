"""Report: coded answers and decisions in; page, workbook, document, table and method note out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from textmining.answers import IDENTITY, AnswerId, Coded, Columns, Decisions, write_table_to
from textmining.codebook import Codebook
from textmining.counting import (
    CountOptions,
    check_decisions,
    check_themes,
    count_pairs,
    invited_by_wave,
    is_strict,
)
from textmining.disclosure import count_to_publish
from textmining.errors import FileError
from textmining.files import atomic_files, check_apart, read_table, sha256_of_file
from textmining.report import (
    Counts,
    Facts,
    Material,
    Original,
    Release,
    Report,
    Themes,
    changed_themes,
    changes_in_words,
    compose,
    document,
    method,
    method_markdown,
    page,
    read_original,
    sets_left_out,
    syntax,
    theme_variables,
    workbook,
    write_respondents,
)
from textmining.review import is_store
from textmining.texts import Language, Texts, catalogue
from textmining.workflow.decided import Decided
from textmining.workflow.progress import Progress, silent
from textmining.workflow.quotes import quotes_for
from textmining.workflow.waves import decided_on, read_waves

__all__ = ["ReportOptions", "Reported", "report"]

_FILES = ("report.html", "report.docx", "report.xlsx", "counts.csv", "method.md")
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
    """

    counts: CountOptions = field(default_factory=CountOptions)
    original: Path | None = None
    population: Path | None = None
    respondent_column: str = "respondent"
    language: Language | None = None


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
    # A weight may belong to an answer; then it is not known what a respondent weighs.
    people = options.counts.weights is None
    counting = replace(options.counts, each=True, respondents=people, changes=True)
    spss = _SPSS if options.original and not options.counts.suppress else ()
    targets = [out / name for name in (*_FILES, *spss)]
    check_apart(targets, [*files, *decisions, codebook, options.original, options.population])
    progress("Reading the files")
    original = read_original(options.original) if options.original else None
    coded, own = read_waves(files, codebook, columns)
    coded = replace(coded, read_in=options.language)
    if not coded.answered.any():
        raise FileError(files[0], "has no answers", "There is nothing to report on.")
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
    table = count_to_publish(coded, codes, counting)
    pairs = None if counting.suppress else count_pairs(coded, codes, counting)
    progress("Writing")
    # A store's bytes change with every quote proposed to it; a file of codes stays as it is.
    sources = [*files, *(Path(source) for source in decisions if not is_store(source))]
    counts = Counts(table.frame, options.counts.by, is_weighted=not people)
    themes = _codes_that_count(coded, codes)
    release, told = quotes_for(coded, themes, counts, decisions)
    facts = _facts(coded, decided, counts, release, options, sources)
    facts = replace(facts, made=[(_waves(part), part.meta) for part in coded.files])
    books = [part.codebook for part in coded.files]
    material = _material(books, coded.codebook, counts, release, facts, texts)
    made = compose(replace(material, pairs=pairs), texts)
    spss_themes = _spss_themes(original, coded, themes, options, texts) if original else []
    # The respondents' answers to all questions are in the SPSS file, as in the original.
    private = [target for target in targets if target.name in _SPSS]
    with atomic_files(targets, private=private) as temporaries:
        paths = {path.name: path for path in temporaries}
        _write(made, table.frame, paths, texts)
        lost = _write_spss(original, spss_themes, paths, texts) if original else []
    return Reported(tuple(targets), (*findings, *told, *lost))


def _waves(coded: Coded) -> str:
    return ", ".join(coded.frame["wave"].unique())


def _material(
    books: Sequence[Codebook],
    codebook: Codebook,
    counts: Counts,
    release: Release,
    facts: Facts,
    texts: Texts,
) -> Material:
    return Material(
        counts=counts,
        codebook=codebook,
        changed=changed_themes(books),
        codebook_changes=changes_in_words(books, texts),
        quotes=release.quotes,
        novel=_novel(facts),
        method=method(facts, texts),
    )


def _invited(population: Path, coded: Coded) -> dict[str, int]:
    """How many were invited in each wave, at least as many as answered."""
    answers = coded.frame[coded.answered]
    counts = answers.groupby("wave", sort=False)["respondent"].nunique()
    respondents = {str(wave): int(number) for wave, number in counts.items()}
    invited = invited_by_wave(read_table(population).frame, list(respondents))
    for wave, size in invited.items():
        if respondents[wave] > size:
            raise FileError(
                population,
                f"has {size} units in wave {wave}, where more respondents answered",
                "Give a row for everybody who was invited.",
            )
    return invited


def _novel(facts: Facts) -> dict[str, float]:
    """The share of novel answers by wave: where waves are compared, or where it is a finding."""
    found = facts.meta.novelty if facts.meta else {}
    return {w: float(new["share"]) for w, new in found.items() if len(found) > 1 or new["alarm"]}


def _facts(
    coded: Coded,
    decided: Decided | None,
    counts: Counts,
    release: Release,
    options: ReportOptions,
    sources: Sequence[Path],
) -> Facts:
    return Facts(
        answers=_answers(coded, decided.decisions if decided else None),
        meta=coded.meta,
        labels=coded.codebook.labels,
        level=counts.level,
        looks=options.counts.looks,
        is_strict=is_strict(coded, options.counts),
        weights=options.counts.weights or "",
        coders=decided.decisions.coders if decided else 0,
        agreement=decided.agreement(coded.codebook) if decided else {},
        suppress=options.counts.suppress,
        quotes=sum(map(len, release.quotes.values())),
        held_back=release.held_back,
        invited=_invited(options.population, coded) if options.population else {},
        hashes={path.name: sha256_of_file(path) for path in sources},
    )


def _answers(coded: Coded, decisions: Decisions | None) -> pd.DataFrame:
    """A row an answer: whether it is one, was drawn, was read, and its proposal seen before."""
    frame = coded.frame[IDENTITY].assign(
        answered=coded.answered,
        drawn=coded.drawn,
    )
    if decisions is None:
        return frame.assign(read=False, shown=False)
    shown = decisions.seen.reindex(coded.identity, fill_value=False)
    return frame.assign(read=coded.identity.isin(decisions.identity), shown=shown.to_numpy())


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
