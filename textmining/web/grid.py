"""All answers in a table: sort, filter, search, code a selection."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urlencode

from starlette.responses import Response

from textmining.review import Answer, Choice, Desk, Sight, Standing
from textmining.web.numbers import whole_number
from textmining.web.site import ReviewVisit

_PAGE: Final = 100
_SHOWN_LETTERS: Final = 400
_SORTS: Final = ("order", "text", "status", "confidence")
_TEXTS: Final = ("search", "theme", "status", "coder", "background", "below", "sort", "novel")


@dataclass(frozen=True)
class GridRow:
    """One answer in the table, as one coder may see it; worked out only as far as it is needed.

    Args:
        desk: the review.
        position: where the answer is.
        coder: who looks.
    """

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


def show(visit: ReviewVisit) -> Response:
    """Show the answers that are asked for, a page at a time."""
    return _shown(visit)


def _shown(visit: ReviewVisit, *, error: str = "", status: int = 200) -> Response:
    wanted = _wanted(visit)
    rows = [row for row in _rows(visit.desk, visit.coder) if _fits(row, wanted)]
    rows.sort(key=lambda row: _sort_key(row, wanted.sort))
    start = (wanted.page - 1) * _PAGE
    return visit.render(
        "grid.html",
        status=status,
        error=error,
        apart=whole_number(visit.query("apart")) or 0,
        rows=rows[start : start + _PAGE],
        found=len(rows),
        wanted=wanted,
        pages=-(-len(rows) // _PAGE),
        choices=visit.desk.facts,
        backgrounds=_backgrounds(visit.desk),
        some_novel=any(answer.novel for answer in visit.desk.answers),
        coders=sorted({c for s in visit.desk.codes.standings() for c in s.coders}),
        sorts=_SORTS,
    )


def _backgrounds(desk: Desk) -> list[str]:
    """Every column that can be shown beside an answer."""
    return list(dict.fromkeys(name for answer in desk.answers for name in answer.facts))


def code_selection(visit: ReviewVisit) -> Response:
    """Give the selected answers the chosen codes, in one stroke."""
    answers = range(len(visit.desk.answers))
    chosen = [int(p) for p in visit.fields("answer") if whole_number(p) in answers]
    themes = tuple(visit.fields("theme"))
    if not chosen or not themes:
        return _shown(visit, error="selection", status=409)
    if not all(visit.desk.is_open(position) for position in chosen):
        return _shown(visit, error="closed", status=409)
    visit.desk.decide(chosen, visit.coder, Choice(themes))
    standings = [visit.desk.standing(position) for position in chosen]
    apart = sum(1 for standing in standings if standing is not None and standing.disagreed)
    return visit.go(_wanted(visit).address(said="coded", apart=apart))


def _wanted(visit: ReviewVisit) -> Wanted:
    texts = {name: visit.query(name).strip() for name in _TEXTS}
    texts["sort"] = texts["sort"] if texts["sort"] in _SORTS else "order"
    columns = tuple(visit.request.query_params.getlist("columns"))
    return Wanted(**texts, page=max(whole_number(visit.query("page")) or 1, 1), columns=columns)


def _rows(desk: Desk, coder: str) -> Iterator[GridRow]:
    for item in desk.queue:
        for position in item.answers:
            if desk.answers[position].text:
                yield GridRow(desk, position, coder)


def _fits(row: GridRow, wanted: Wanted) -> bool:
    column, value = wanted.group
    percent = whole_number(wanted.below)
    least = None if percent is None else percent / 100
    return (
        (not wanted.search or wanted.search.casefold() in row.answer.text.casefold())
        and (not wanted.theme or wanted.theme in row.shown_themes)
        and (not wanted.status or wanted.status == row.status)
        and (not wanted.coder or wanted.coder in row.coders)
        and (not column or row.answer.facts.get(column) == value)
        and (not wanted.novel or row.answer.novel)
        and (least is None or (row.probability is not None and row.probability <= least))
    )


def _sort_key(row: GridRow, sort: str) -> tuple[object, ...]:
    match sort:
        case "text":
            return (row.answer.text.casefold(),)
        case "status":
            return (row.status,)
        case "confidence":
            return (2.0 if row.probability is None else row.probability,)
        case _:
            return ()
