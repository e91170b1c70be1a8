"""All answers in a table: sort, filter, search, code a selection."""

from typing import Final

from starlette.responses import Response

from textmining.review import Choice
from textmining.web.grid_rows import SORTS, GridRow, Wanted, rows_found
from textmining.web.numbers import whole_number
from textmining.web.site import ReviewVisit

_PAGE: Final = 100
_TEXTS: Final = ("search", "theme", "status", "coder", "background", "below", "sort", "novel")


def show(visit: ReviewVisit) -> Response:
    """Show the answers that are asked for, a page at a time."""
    return _shown(visit)


def _shown(visit: ReviewVisit, *, error: str = "", status: int = 200) -> Response:
    wanted, desk = _wanted(visit), visit.desk
    found = rows_found(desk, visit.coder, wanted)
    start = (wanted.page - 1) * _PAGE
    return visit.render(
        "grid.html",
        status=status,
        error=error,
        apart=whole_number(visit.query("apart")) or 0,
        rows=[GridRow(desk, p, visit.coder) for p in found[start : start + _PAGE].tolist()],
        found=len(found),
        wanted=wanted,
        pages=-(-len(found) // _PAGE),
        choices=desk.facts,
        backgrounds=[*desk.answers.facts()] if len(desk.answers) else [],
        some_novel=bool(desk.answers.arrays["novel"].any()),
        coders=sorted({c for s in desk.codes.standings() for c in s.coders}),
        sorts=SORTS,
    )


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
    texts["sort"] = texts["sort"] if texts["sort"] in SORTS else "order"
    columns = tuple(visit.request.query_params.getlist("columns"))
    return Wanted(**texts, page=max(whole_number(visit.query("page")) or 1, 1), columns=columns)
