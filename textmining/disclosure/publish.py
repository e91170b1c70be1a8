"""The table of counts as it may be published: small counts held back, then changes worked out."""

from dataclasses import replace

import numpy as np
import pandas as pd

from textmining.answers import Coded, CountTable, Decisions
from textmining.counting import (
    BEHIND,
    CountOptions,
    count_themes,
    is_strict,
    rows_in_a_table,
    waves_to_count,
    with_changes,
)
from textmining.disclosure.rounding import grain_of, rounded
from textmining.disclosure.suppress import Rule, suppressed


def count_to_publish(
    coded: Coded, decisions: Decisions | None, options: CountOptions | None = None
) -> CountTable:
    """Count as `count_themes` does, and hold back what `options.suppress` asks for.

    With weights, what is published beside that is rounded to about an answer: sums of weights with
    all their digits tell which answers they are of.

    Args:
        coded: coded answers.
        decisions: what persons decided; None if nobody has read.
        options: how to count.

    Returns:
        The rows of `count_themes`; those held back have no numbers and the method `suppressed`,
        and no change is told from or to them.

    Raises:
        ColumnError: a column of `by` or `weights` is missing or not fit for it.
    """
    options = options or CountOptions()
    if not options.suppress:
        return count_themes(coded, decisions, options)
    table = _protected(coded, decisions, options)
    return with_changes(table) if options.changes else table


def _protected(coded: Coded, decisions: Decisions | None, options: CountOptions) -> CountTable:
    strict = is_strict(coded, options)
    found = waves_to_count(coded, decisions, options)
    table = rows_in_a_table(coded, found, options, strict=strict, with_behind=True)
    if not len(table):
        return _published(table)
    plain = table
    if options.weights or strict or not options.respondents:
        # Strict mode does not know how many respondents stand behind an estimate.
        counting = replace(options, weights=None, respondents=True)
        found = waves_to_count(coded, decisions, counting) if options.weights else found
        plain = rows_in_a_table(coded, found, counting, strict=False, with_behind=True)
    if not options.weights:
        plain = replace(plain, frame=plain.frame.assign(estimate=table.frame["estimate"]))
    grain = grain_of(table) if options.weights else 0.0
    rule = Rule(options.suppress, grain, _secret(coded))
    held = suppressed(table, plain, coded.codebook, rule)
    return _published(rounded(held, grain) if grain else held)


def _published(table: CountTable) -> CountTable:
    return replace(table, frame=table.frame.drop(columns=list(BEHIND)))


def _secret(coded: Coded) -> int:
    """A number that the answers tell, in whatever order they come, and nothing published does."""
    frame = coded.frame.drop(columns=["review", "order"], errors="ignore").astype(str)
    return int(np.add.reduce(pd.util.hash_pandas_object(frame, index=False).to_numpy()))
