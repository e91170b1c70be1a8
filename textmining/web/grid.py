"""All answers in a table: sort, filter, search, code a selection."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from textmining.review import Answer, Choice, Desk, Standing
from textmining.web.site import Visit

__all__ = ["code_selection", "show"]

_PAGE: Final = 100
_SHOWN_LETTERS: Final = 400
_SORTS: Final = ("order", "text", "status", "confidence")


@dataclass(frozen=True)
class Row:
    """One answer in the table, as one coder may see it.

    Args:
        position: where the answer is.
        answer: the answer.
        text: the beginning of its text.
        themes: the codes that count; None while it is unread.
        proposed: the machine's codes, or None if they may not be seen.
        probability: the least sure of the machine's proposals, or None.
        coders: who has decided.
        status: "unread", "read", "unsure", "disagreed".
    """

    position: int
    answer: Answer
    text: str
    themes: tuple[str, ...] | None
    proposed: tuple[str, ...] | None
    probability: float | None
    coders: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Wanted:
    """What the table is to show; empty means all.

    Args:
        search: a part of the text, upper or lower case.
        theme: a code that the answer has (decided, or else proposed).
        status: see `Row`.
        coder: who decided.
        background: "column=value".
        below: at most this probability of the least sure proposal, in per cent.
        sort: the column to sort by.
        page: the page, from 1.
    """

    search: str = ""
    theme: str = ""
    status: str = ""
    coder: str = ""
    background: str = ""
    below: str = ""
    sort: str = "order"
    page: int = 1

    def address(self, **changes: object) -> str:
        """Return the table's address with some parts changed."""
        parts = {**vars(self), **changes}
        return "/grid?" + urlencode({name: value for name, value in parts.items() if value})


def show(visit: Visit) -> Response:
    """Show the answers that are asked for, a page at a time."""
    return _shown(visit)


def _shown(visit: Visit, *, error: str = "", status: int = 200) -> Response:
    wanted = _wanted(visit)
    rows = [row for row in _rows(visit.desk, visit.coder) if _fits(row, wanted)]
    rows.sort(key=lambda row: _sort_key(row, wanted.sort))
    start = (wanted.page - 1) * _PAGE
    return visit.render(
        "grid.html",
        status=status,
        error=error,
        rows=rows[start : start + _PAGE],
        found=len(rows),
        wanted=wanted,
        pages=-(-len(rows) // _PAGE),
        choices=_choices(visit.desk),
        coders=sorted({c for s in visit.desk.codes.standings() for c in s.by_coder}),
        sorts=_SORTS,
    )


def code_selection(visit: Visit) -> Response:
    """Give the selected answers the chosen codes, in one stroke."""
    answers = range(len(visit.desk.answers))
    chosen = [int(p) for p in visit.fields("answer") if p.isdecimal() and int(p) in answers]
    themes = tuple(visit.fields("theme"))
    if not chosen or not themes:
        return _shown(visit, error="selection", status=409)
    if not all(visit.desk.is_open(position) for position in chosen):
        return _shown(visit, error="closed", status=409)
    visit.desk.decide(chosen, visit.coder, Choice(themes))
    return visit.go(_wanted(visit).address(said="coded"))


def _wanted(visit: Visit) -> Wanted:
    texts = {name: visit.query(name).strip() for name in vars(Wanted()) if name != "page"}
    page = visit.query("page")
    texts["sort"] = texts["sort"] if texts["sort"] in _SORTS else "order"
    return Wanted(**texts, page=max(int(page), 1) if page.isdecimal() else 1)


def _rows(desk: Desk, coder: str) -> Iterator[Row]:
    for item in desk.queue:
        for position in item.answers:
            if desk.answers[position].text:
                yield _row(desk, position, coder)


def _row(desk: Desk, position: int, coder: str) -> Row:
    answer = desk.answers[position]
    sight = desk.sight(position, coder)
    standing = desk.standing(position) if sight.others else None
    proposed = answer.proposed if sight.proposal else None
    return Row(
        position,
        answer,
        text=answer.text[:_SHOWN_LETTERS] + ("…" if len(answer.text) > _SHOWN_LETTERS else ""),
        themes=standing.counts.themes if standing and standing.counts else None,
        proposed=proposed,
        probability=min((answer.probabilities.get(c, 1.0) for c in proposed or ()), default=None),
        coders=tuple(standing.by_coder) if standing else (),
        status=_status(standing),
    )


def _status(standing: Standing | None) -> str:
    if standing is None:
        return "unread"
    if standing.disagreed:
        return "disagreed"
    return "unsure" if standing.counts and standing.counts.unsure else "read"


def _facts(answer: Answer) -> Mapping[str, str]:
    return {"wave": answer.id.wave, "question": answer.id.question, **answer.background}


def _fits(row: Row, wanted: Wanted) -> bool:
    column, _, value = wanted.background.partition("=")
    least = int(wanted.below) / 100 if wanted.below.isdecimal() else None
    themes = row.themes if row.themes is not None else row.proposed or ()
    return (
        (not wanted.search or wanted.search.casefold() in row.answer.text.casefold())
        and (not wanted.theme or wanted.theme in themes)
        and (not wanted.status or wanted.status == row.status)
        and (not wanted.coder or wanted.coder in row.coders)
        and (not column or _facts(row.answer).get(column) == value)
        and (least is None or (row.probability is not None and row.probability <= least))
    )


def _sort_key(row: Row, sort: str) -> tuple[object, ...]:
    match sort:
        case "text":
            return (row.answer.text.casefold(),)
        case "status":
            return (row.status,)
        case "confidence":
            return (2.0 if row.probability is None else row.probability,)
        case _:
            return ()


def _choices(desk: Desk) -> Mapping[str, Iterable[str]]:
    values: dict[str, set[str]] = {}
    for answer in desk.answers:
        for column, value in _facts(answer).items():
            values.setdefault(column, set()).add(value)
    return {column: sorted(found) for column, found in values.items() if 1 < len(found) <= 40}
