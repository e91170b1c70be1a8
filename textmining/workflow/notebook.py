"""Counting and reporting from a notebook: frames in, tables out."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from textmining.answers import Coded, Columns, CountTable, Decisions, decisions_from
from textmining.counting import CountOptions
from textmining.disclosure import count_to_publish
from textmining.workflow.inputs.decided import decided_in
from textmining.workflow.report import Reported, ReportOptions
from textmining.workflow.report import report as write_report

__all__ = ["count", "report"]


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
) -> CountTable:
    """Count themes, with intervals that include the machine's errors.

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
    )
    return count_to_publish(coded, _decisions(decisions, coded), options)


def report(
    files: Sequence[Path | str] | Path | str,
    out: Path | str,
    *,
    decisions: Sequence[Path | str] | Path | str = (),
    by: Sequence[str] = (),
    level: float = 0.95,
    weights: str | None = None,
    suppress: int = 0,
) -> Reported:
    """Write the report on coded files to a folder.

    Args:
        files: coded files, oldest wave first.
        out: the folder.
        decisions: review stores and files with codes of persons, read together.
        by: background columns, each broken down on its own.
        level: confidence level, above 0 and below 1.
        weights: background column with a weight for each answer.
        suppress: counts under it are held back; 0 holds back nothing.

    Raises:
        TextminingError: an input that cannot be reported on, or a file that cannot be written.
    """
    counts = CountOptions(by=tuple(by), level=level, weights=weights, suppress=suppress)
    sources = [str(source) for source in _several(decisions)]
    given = [Path(file) for file in _several(files)]
    return write_report(given, Path(out), decisions=sources, options=ReportOptions(counts))


def _several(names: Sequence[Path | str] | Path | str) -> Sequence[Path | str]:
    return [names] if isinstance(names, str | Path) else names


def _decisions(
    given: Decisions | pd.DataFrame | Path | str | None, coded: Coded
) -> Decisions | None:
    if given is None or isinstance(given, Decisions):
        return given
    if isinstance(given, pd.DataFrame):
        return decisions_from(given, Columns(wave_value="1"), coded.codebook)
    return decided_in([str(given)], coded.codebook).decisions
