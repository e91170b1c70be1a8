"""Counting and reporting from a notebook: frames in, tables out."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from textmining.answers import Coded, Columns, CountTable, Decisions, decisions_from
from textmining.counting import CountOptions, check_decisions, check_themes
from textmining.survey import Unit, reading_language
from textmining.workflow.inputs.decided import decided_in
from textmining.workflow.inputs.frame import FrameFile
from textmining.workflow.report import Reported, ReportOptions, publication_for
from textmining.workflow.report import report as write_report
from textmining.workflow.reporting.answer_counts import count_answers

_LOG = logging.getLogger("textmining")


def count(
    coded: Coded,
    decisions: Decisions | pd.DataFrame | Path | str | None = None,
    *,
    by: Sequence[str] = (),
    margins: bool = False,
    level: float = 0.95,
    strict: bool = False,
    weights: str | None = None,
    suppress: int = 0,
    respondents: bool = False,
    changes: bool = False,
    unit: str | None = None,
    population: pd.DataFrame | Path | str | None = None,
    rake: Sequence[str] = (),
) -> CountTable:
    """Count themes, with intervals that include the machine's errors.

    What the user should know of (decisions on other answers, drawn ones that are unread, themes
    that a wave lacks) is logged as a warning.

    Args:
        coded: coded answers, as `Coder.code` and `Coded.read` give them.
        decisions: what persons decided: a frame with `respondent`, `wave`, `question` and
            `themes`, or the name of a review store or file; None if nobody has read.
        by: background columns, crossed.
        margins: whether totals over the groups are added.
        level: confidence level, above 0 and below 1.
        strict: whether the machine is ignored.
        weights: background column with a weight for each answer.
        suppress: counts under it are held back; 0 holds back nothing.
        respondents: whether the share of respondents is added.
        changes: whether the change from the wave before is added.
        unit: background column with the unit that a respondent answers for, as municipalities;
            rows that count units are added.
        population: a row for everybody who was invited, with `wave` if there are several, or the
            name of a file with them; adds limits about all of them.
        rake: columns of `population`; those who answered are weighted to have their shares.

    Raises:
        TextminingError: a choice makes no sense, or decisions that do not fit.
    """
    options = CountOptions(
        by=tuple(by),
        margins=margins,
        level=level,
        strict=strict,
        weights=weights,
        suppress=suppress,
        respondents=respondents,
        changes=changes,
        unit=unit,
    )
    decided = _decisions(decisions, coded)
    counted = count_answers(coded, decided, options, _invited(population), rake)
    told = () if decided is None else check_decisions(coded, decided)
    for finding in (*check_themes(coded), *told):
        _LOG.warning("%s", finding)
    return counted.table


def report(
    files: Sequence[Path | str] | Path | str,
    out: Path | str,
    *,
    decisions: Sequence[Path | str] | Path | str = (),
    by: Sequence[str] = (),
    level: float = 0.95,
    strict: bool = False,
    weights: str | None = None,
    suppress: int = 0,
    unit: Unit | None = None,
    population: pd.DataFrame | Path | str | None = None,
    rake: Sequence[str] = (),
    lang: str | None = None,
    full: bool = False,
) -> Reported:
    """Write the report on coded files to a folder.

    Title, publisher, unit and what columns and values are called come from `textmining.toml`, as
    for the command.

    Args:
        files: coded files, oldest wave first.
        out: the folder.
        decisions: review stores and files with codes of persons, read together.
        by: background columns, each broken down on its own.
        level: confidence level, above 0 and below 1.
        strict: whether the machine is ignored.
        weights: background column with a weight for each answer.
        suppress: counts under it are held back; 0 holds back nothing.
        unit: what is counted and spoken of; that of the settings unless given.
        population: a row for everybody who was invited, or the name of a file with them.
        rake: columns of `population`; those who answered are weighted to have their shares.
        lang: nb, nn or en; that of the settings, or the codebook's, unless given.
        full: whether the document has the annex.

    Raises:
        TextminingError: an input that cannot be reported on, or a file that cannot be written.
    """
    given = [Path(file) for file in _several(files)]
    publication = publication_for(given)
    options = ReportOptions(
        CountOptions(by=tuple(by), level=level, strict=strict, weights=weights, suppress=suppress),
        population=_invited(population),
        rake=tuple(rake),
        language=reading_language(lang, given),
        publication=replace(publication, unit=unit) if unit else publication,
        is_full=full,
    )
    sources = [str(source) for source in _several(decisions)]
    return write_report(given, Path(out), decisions=sources, options=options)


def _several(names: Sequence[Path | str] | Path | str) -> Sequence[Path | str]:
    return [names] if isinstance(names, str | Path) else names


def _invited(given: pd.DataFrame | Path | str | None) -> tuple[FrameFile, ...]:
    if given is None:
        return ()
    if isinstance(given, pd.DataFrame):
        return (FrameFile(Path("population"), rows=given),)
    return (FrameFile(Path(given)),)


def _decisions(
    given: Decisions | pd.DataFrame | Path | str | None, coded: Coded
) -> Decisions | None:
    if given is None or isinstance(given, Decisions):
        return given
    if isinstance(given, pd.DataFrame):
        return decisions_from(given, Columns(wave_value="1"), coded.codebook)
    return decided_in([str(given)], coded.codebook).decisions
