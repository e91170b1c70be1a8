"""The table of counts as it may be published: small counts held back, then changes worked out."""

from dataclasses import replace

import numpy as np
import pandas as pd

from textmining.answers import Coded
from textmining.codebook import Codebook
from textmining.counting import (
    CountOptions,
    is_strict,
    rows_in_a_table,
    tally,
    waves_to_count,
    with_changes,
)
from textmining.disclosure.suppress import SUPPRESSED, suppressed

__all__ = ["tally_to_publish"]


def tally_to_publish(
    coded: Coded, decisions: pd.DataFrame | None, options: CountOptions | None = None
) -> pd.DataFrame:
    """Count as `tally` does, and hold back what `options.suppress` asks for.

    Args:
        coded: coded answers.
        decisions: what persons decided: `respondent`, `wave`, `question`, `themes`; or None.
        options: how to count.

    Returns:
        The rows of `tally`; those held back have no numbers and the method `suppressed`, and no
        change is told from or to them.

    Raises:
        ColumnError: a column of `by` or `weights` is missing or not fit for it.
    """
    options = options or CountOptions()
    table = tally(coded, decisions, replace(options, changes=False))
    if options.suppress and len(table):
        plain = _plain(coded, decisions, options, table)
        table = _held_back(table, plain, options, coded.codebook)
    return with_changes(table, options.by) if options.changes else table


def _held_back(
    table: pd.DataFrame, plain: pd.DataFrame, options: CountOptions, book: Codebook
) -> pd.DataFrame:
    """The rows about answers, and in their places those about units, held back each by their sums.

    What is held back of answers is held back of units too.
    """
    is_unit = (table["base"] == "unit").to_numpy()
    answers = suppressed(table[~is_unit], plain[~is_unit], options.by, book, options.suppress)
    if not is_unit.any():
        return answers
    nets = table["theme"].isin(book.nets)
    units = plain[is_unit].assign(
        base=nets[is_unit].map({True: "net", False: "unit"}),
        respondents=plain["answers"],
        respondent_share=plain["share"],
    )
    held = suppressed(table[is_unit], units, options.by, book, options.suppress)
    key = ["wave", "question", *options.by, "theme"]
    hidden = pd.MultiIndex.from_frame(answers.loc[answers["method"] == SUPPRESSED, key])
    also = pd.MultiIndex.from_frame(held[key]).isin(hidden)
    numbers = [name for name in held.select_dtypes("number") if name != "level"]
    held.loc[also, numbers] = np.nan
    held.loc[also, "method"] = SUPPRESSED
    order = np.argsort(np.concatenate([np.flatnonzero(~is_unit), np.flatnonzero(is_unit)]))
    return pd.concat([answers, held], ignore_index=True).iloc[order].reset_index(drop=True)


def _plain(
    coded: Coded,
    decisions: pd.DataFrame | None,
    options: CountOptions,
    table: pd.DataFrame,
) -> pd.DataFrame:
    """The rows of the table as numbers of answers and of respondents: these are what is small."""
    if options.respondents and not options.weights and not is_strict(coded, options):
        return table
    counting = replace(options, weights=None, respondents=True)
    # Strict mode does not know how many respondents stand behind an estimate.
    found = waves_to_count(coded, decisions, counting)
    plain = rows_in_a_table(coded, found, counting, strict=False)
    return plain if options.weights else plain.assign(estimate=table["estimate"])
