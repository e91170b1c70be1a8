"""The table of counts as it may be published: small counts held back, then changes worked out."""

from dataclasses import replace

import pandas as pd

from textmining.answers import Coded
from textmining.counting import (
    CountOptions,
    is_strict,
    rows_in_a_table,
    tally,
    waves_to_count,
    with_changes,
)
from textmining.disclosure.suppress import suppressed

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
        table = suppressed(table, plain, options.by, coded.codebook, options.suppress)
    return with_changes(table, options.by) if options.changes else table


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
