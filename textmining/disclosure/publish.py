"""The table of counts as it may be published: small counts held back, then changes worked out."""

from dataclasses import replace

import numpy as np
import pandas as pd

from textmining.answers import Coded, CountTable, Decisions, Method
from textmining.codebook import Codebook
from textmining.counting import (
    CountOptions,
    count_themes,
    is_strict,
    rows_in_a_table,
    waves_to_count,
    with_changes,
)
from textmining.disclosure.suppress import suppressed

__all__ = ["count_to_publish"]


def count_to_publish(
    coded: Coded, decisions: Decisions | None, options: CountOptions | None = None
) -> CountTable:
    """Count as `count_themes` does, and hold back what `options.suppress` asks for.

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
    table = count_themes(coded, decisions, replace(options, changes=False))
    if options.suppress and len(table):
        plain = _plain(coded, decisions, options, table)
        table = _held_back(table, plain, coded.codebook, options.suppress)
    return with_changes(table) if options.changes else table


def _held_back(table: CountTable, plain: CountTable, book: Codebook, limit: int) -> CountTable:
    """The rows about answers, and in their places those about units, held back each by their sums.

    What is held back of answers is held back of units too.
    """
    is_unit = (table.frame["base"] == "unit").to_numpy()
    answers = suppressed(table.rows(~is_unit), plain.rows(~is_unit), book, limit)
    if not is_unit.any():
        return answers
    nets = table.frame["theme"].isin(book.nets)
    units = plain.frame[is_unit].assign(
        base=nets[is_unit].map({True: "net", False: "unit"}),
        respondents=plain.frame["answers"],
        respondent_share=plain.frame["share"],
    )
    held = suppressed(table.rows(is_unit), replace(plain, frame=units), book, limit).frame
    key = ["wave", "question", *table.by, "theme"]
    is_hidden = answers.frame["method"] == Method.SUPPRESSED
    hidden = pd.MultiIndex.from_frame(answers.frame.loc[is_hidden, key])
    also = pd.MultiIndex.from_frame(held[key]).isin(hidden)
    numbers = [name for name in held.select_dtypes("number") if name != "level"]
    held.loc[also, numbers] = np.nan
    held.loc[also, "method"] = Method.SUPPRESSED.value
    order = np.argsort(np.concatenate([np.flatnonzero(~is_unit), np.flatnonzero(is_unit)]))
    both = pd.concat([answers.frame, held], ignore_index=True).iloc[order]
    return replace(table, frame=both.reset_index(drop=True))


def _plain(
    coded: Coded,
    decisions: Decisions | None,
    options: CountOptions,
    table: CountTable,
) -> CountTable:
    """The rows of the table as numbers of answers and of respondents: these are what is small."""
    if options.respondents and not options.weights and not is_strict(coded, options):
        return table
    counting = replace(options, weights=None, respondents=True)
    # Strict mode does not know how many respondents stand behind an estimate.
    found = waves_to_count(coded, decisions, counting)
    plain = rows_in_a_table(coded, found, counting, strict=False)
    return (
        plain
        if options.weights
        else replace(plain, frame=plain.frame.assign(estimate=table.frame["estimate"]))
    )
