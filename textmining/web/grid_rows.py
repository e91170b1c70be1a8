"""Which answers the table shows, in which order, and how one coder may see each of them.

What a column says is asked of all answers at once; what decisions say, of those decided on.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import unquote, urlencode

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Bools
from textmining.review import Answer, Desk, Sight, Standing
from textmining.web.numbers import whole_number

SORTS: Final = ("order", "text", "status", "confidence")
_STATUSES: Final = ("disagreed", "read", "unread", "unsure")
_SHOWN_LETTERS: Final = 400


@dataclass(frozen=True)
class GridRow:
    """One answer in the table, as one coder may see it; worked out only as far as it is needed."""

    desk: Desk
    position: int
    coder: str

    @property
    def answer(self) -> Answer:
        """The answer."""
        return self.desk.answers[self.position]

    @property
    def text(self) -> str:
        """The beginning of its text."""
        text = self.answer.text
        return text[:_SHOWN_LETTERS] + ("…" if len(text) > _SHOWN_LETTERS else "")

    @cached_property
    def _sight(self) -> Sight:
        return self.desk.sight(self.position, self.coder)

    @cached_property
    def _standing(self) -> Standing | None:
        return self.desk.standing(self.position) if self._sight.others else None

    @property
    def themes(self) -> tuple[str, ...] | None:
        """The codes that count; None while it is unread."""
        counts = self._standing.counts if self._standing else None
        return counts.themes if counts else None

    @property
    def proposed(self) -> tuple[str, ...] | None:
        """The machine's codes, or None if they may not be seen."""
        return self.answer.proposed if self._sight.proposal else None

    @property
    def shown_themes(self) -> tuple[str, ...]:
        """The codes that count, else the machine's."""
        return self.themes if self.themes is not None else self.proposed or ()

    @property
    def probability(self) -> float | None:
        """The probability of the machine's least sure proposal, 0-1, or None."""
        probabilities = self.answer.probabilities
        return min((probabilities.get(code, 1.0) for code in self.proposed or ()), default=None)

    @property
    def coders(self) -> tuple[str, ...]:
        """Who has decided."""
        return self._standing.coders if self._standing else ()

    @property
    def status(self) -> str:
        """One of unread, read, unsure and disagreed."""
        if self._standing is None:
            return "unread"
        if self._standing.disagreed:
            return "disagreed"
        return "unsure" if self._standing.counts and self._standing.counts.unsure else "read"


@dataclass(frozen=True)
class Wanted:
    """What the table is to show; empty means all.

    Args:
        search: a part of the text, upper or lower case.
        theme: a code that the answer has (decided, or else proposed).
        status: see `GridRow`.
        coder: who decided.
        background: "column=value", the column as addresses write it: it may hold a "=".
        below: at most this probability of the least sure proposal, in per cent.
        sort: the column to sort by.
        novel: whether only answers unlike those learnt from are shown; "1" or "".
        page: the page, from 1.
        columns: the background columns that are shown.
    """

    search: str = ""
    theme: str = ""
    status: str = ""
    coder: str = ""
    background: str = ""
    below: str = ""
    sort: str = "order"
    novel: str = ""
    page: int = 1
    columns: tuple[str, ...] = ()

    def address(self, **changes: object) -> str:
        """Return the table's address with some parts changed."""
        parts = {**vars(self), **changes}
        return "/grid?" + urlencode({n: value for n, value in parts.items() if value}, doseq=True)

    @property
    def shown(self) -> tuple[str, ...]:
        """The background columns that are shown: those asked for, and what is filtered by."""
        column, _ = self.group
        return tuple(dict.fromkeys([*self.columns, *([column] if column else [])]))

    @property
    def group(self) -> tuple[str, str]:
        """The column and the value that are filtered by; "" for both if there is none."""
        column, _, value = self.background.partition("=")
        return unquote(column), value


def rows_found(desk: Desk, coder: str, wanted: Wanted) -> NDArray[np.int64]:
    """Return the positions of the answers that are asked for, in the order asked for."""
    table = _Table(desk, coder)
    found = desk.queue.positions[table.fits(wanted)[desk.queue.positions]]
    key = table.key(wanted.sort)
    order = found if key is None else found[np.argsort(key[found], kind="stable")]
    return np.asarray(order, dtype=np.int64)


class _Table:
    """The columns of the table as one coder may see them, each of shape `(n_answers,)`."""

    def __init__(self, desk: Desk, coder: str) -> None:
        self._desk, self._answers = desk, desk.answers
        self._decided = [GridRow(desk, position, coder) for position, _ in desk.decided()]
        self._places = np.array([row.position for row in self._decided], dtype=np.int64)

    @cached_property
    def _proposal(self) -> Bools:
        """Of which answers the coder may see what the machine proposes."""
        seen = np.ones(len(self._answers), dtype=np.bool_)
        if self._desk.settings.blind:
            seen = ~self._desk.queue.is_drawn
        return self._with(seen, [row.proposed is not None for row in self._decided])

    @cached_property
    def _least(self) -> NDArray[np.float64]:
        """The probability of the least sure proposal; endless without one."""
        return np.where(self._proposal, self._answers.arrays["least"], np.inf)

    @cached_property
    def _status(self) -> NDArray[np.int64]:
        unread = np.full(len(self._answers), _STATUSES.index("unread"))
        return self._with(unread, [_STATUSES.index(row.status) for row in self._decided])

    def _with(self, column: NDArray[Any], decided: list[Any]) -> NDArray[Any]:
        """A column with what is told of decided answers in its place."""
        column[self._places] = decided
        return column

    def fits(self, wanted: Wanted) -> Bools:
        """Which answers are asked for."""
        answers, erased = self._answers, self._answers.erased
        fits = np.ones(len(answers), dtype=np.bool_) if erased is None else ~erased
        column, value = wanted.group
        percent = whole_number(wanted.below)
        if wanted.search:
            fits &= answers.folded.having(wanted.search.casefold())
        if wanted.theme:
            fits &= self._has(wanted.theme)
        if wanted.status:
            fits &= np.array([status == wanted.status for status in _STATUSES])[self._status]
        if wanted.coder:
            nobody = np.zeros(len(answers), dtype=np.bool_)
            fits &= self._with(nobody, [wanted.coder in row.coders for row in self._decided])
        if column:
            facts = answers.facts()
            fits &= facts[column].are(value) if column in facts else False
        if wanted.novel:
            fits &= answers.arrays["novel"]
        if percent is not None:
            fits &= self._least <= percent / 100
        return np.asarray(fits)

    def _has(self, theme: str) -> Bools:
        codes = self._answers.codes
        has = np.zeros(len(self._answers), dtype=np.bool_)
        if theme in codes:
            has = self._answers.arrays["proposed"][:, codes.index(theme)] & self._proposal
        return self._with(has, [theme in row.shown_themes for row in self._decided])

    def key(self, sort: str) -> NDArray[Any] | None:
        """What the table is sorted by; None for the reading order."""
        match sort:
            case "text":
                return self._answers.arrays["by text"]
            case "status":
                return self._status
            case "confidence":
                return self._least
            case _:
                return None
