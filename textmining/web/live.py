"""The counts as they stand now, worked out anew when decisions have come in."""

from collections.abc import Callable, Collection
from threading import Lock

import pandas as pd

from textmining.review import Desk

Count = Callable[[pd.DataFrame, Collection[tuple[str, str]]], pd.DataFrame]
"""Makes the count table of the contract of the codes that count, without the answers of those
(respondent, wave) who are erased."""


class LiveCounts:
    """The count table of a review, kept until its decisions change.

    Args:
        desk: the review.
        count: makes the table; None if the answers were not drawn, so that there is no estimate.
    """

    def __init__(self, desk: Desk, count: Count | None) -> None:
        self._desk = desk
        self._count = count
        self._lock = Lock()
        self._table: pd.DataFrame | None = None
        self._mark: object = None

    def table(self) -> pd.DataFrame | None:
        """Return the count table, or None if there is none for these answers."""
        if self._count is None:
            return None
        with self._lock:  # one at a time: the others wait for the same table
            mark = self._desk.mark
            if self._table is None or mark != self._mark:
                self._table = self._count(self._desk.current(), self._desk.settings.erased)
                self._mark = mark
            return self._table
