"""Coding one answer at a time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from textmining.answers import ReviewStatus
from textmining.errors import DecisionError
from textmining.review import Choice, Decision
from textmining.web.cards import Card, card
from textmining.web.numbers import whole_number
from textmining.web.progress import Part, progress_of
from textmining.web.site import ReviewVisit

_LONGEST_NOTE = 2_000
_TRAINING_PAYS = 50
_LISTS = ("suspects", "disagreements")
"""Where one may come from, to go back there."""


def start(visit: ReviewVisit) -> Response:
    """Go to the coder's next answer, or say that there is none."""
    position = visit.desk.next(visit.coder)
    if position is None:
        return visit.render("done.html", progress=progress_of(visit), waiting=_waiting(visit))
    said = visit.query("said")
    return visit.go(f"/answer/{position}" + (f"?{urlencode({'said': said})}" if said else ""))


@dataclass(frozen=True)
class Waiting:
    """How many answers nobody has decided on for good, by what they wait for.

    Args:
        disagreed: that somebody settles a disagreement.
        taken: another coder, who has them on the desk, by name.
        second: a second coder, who is not this one.
        closed: nobody, since their wave is closed.
    """

    disagreed: int
    taken: Mapping[str, int]
    second: int
    closed: int

    @property
    def all(self) -> bool:
        """Whether everything is decided."""
        return not (self.disagreed or self.taken or self.second or self.closed)


def _waiting(visit: ReviewVisit) -> Waiting:
    desk, come, taken = visit.desk, visit.desk.come, Counter[str]()
    for position, holder in desk.taken().items():
        place = int(come.queue.place[position])
        taken[holder] += holder != visit.coder and not come.decided[place] and come.open[place]
    return Waiting(
        disagreed=int((come.decided & ~come.counted).sum()),
        taken={coder: n for coder, n in taken.items() if n},
        second=int(come.second.sum()),
        closed=int((come.closed & ~come.decided & ~come.erased).sum()),
    )


def show(visit: ReviewVisit) -> Response:
    """Show one answer with its themes."""
    return _shown(visit, card(visit.desk, visit.site.reasons, _position(visit), visit.coder))


def _shown(visit: ReviewVisit, shown: Card, *, error: str = "", status: int = 200) -> Response:
    desk, place, parts = visit.desk, shown.position, progress_of(visit)
    return visit.render(
        "answer.html",
        status=status,
        card=shown,
        error=error,
        compare=visit.query("compare") != "",
        settle=visit.query("settle") != "" and shown.disagreed,
        before=desk.beside(place, -1),
        after=desk.beside(place, 1),
        progress=parts,
        counts_beside=visit.site.counts_beside,
        sample_is_read=_sample_is_read(parts, shown),
        training_pays=shown.answer.proposed is None and desk.n_decided >= _TRAINING_PAYS,
    )


def _sample_is_read(parts: Sequence[Part], shown: Card) -> bool:
    """Whether all drawn answers are read, and this is one of those that come after them."""
    is_after = shown.answer.review is not ReviewStatus.AUDIT
    return is_after and any(p.name == "audit" and p.read == p.total for p in parts)


def decide(visit: ReviewVisit) -> Response:
    """Record what the coder chose and go on."""
    desk, position = visit.desk, _position(visit)
    before = card(desk, visit.site.reasons, position, visit.coder)
    if before.barrier:
        return _shown(visit, before, error=before.barrier, status=409)
    settle = visit.field("settle") != ""
    choice = Choice(
        themes=tuple(visit.fields("theme")),
        unsure=visit.field("unsure") != "",
        note=visit.field("note").strip()[:_LONGEST_NOTE],
        role="adjudication" if settle else "coding",
        batch=visit.field("batch") or before.batch,
    )
    back, confirms = visit.field("back"), visit.field("confirm") != ""
    near = {answer.position for answer in before.near}
    also = [int(p) for p in visit.fields("also") if whole_number(p) in near]
    is_same = not settle and not confirms and _is_same(before.chosen, choice)
    if is_same and not also:
        return _go_on(visit, position)
    try:
        desk.decide(also if is_same else [position, *also], visit.coder, choice)
    except DecisionError:
        return _shown(visit, before.with_ticked(choice.themes), error="decision", status=409)
    if settle or back in _LISTS:
        return visit.go(f"/{back}" if back in _LISTS else "/disagreements")
    if before.is_blind and not desk.is_second(position, visit.coder):
        return _compare(visit, position, choice)
    return _go_on(visit, position)


def _is_same(chosen: Decision | None, choice: Choice) -> bool:
    """Whether pressing Enter on an answer that was decided on changed nothing."""
    return chosen is not None and (chosen.themes, chosen.unsure, chosen.note) == (
        tuple(sorted(set(choice.themes))),
        choice.unsure,
        choice.note,
    )


def _compare(visit: ReviewVisit, position: int, choice: Choice) -> Response:
    """Show the machine's proposal after a blind decision; stay if it is another one."""
    proposed = visit.desk.answers[position].proposed or ()
    if set(proposed) == set(choice.themes):
        return _go_on(visit, position, said="same")
    return visit.go(f"/answer/{position}?compare=1")


def _go_on(visit: ReviewVisit, position: int, **query: str) -> Response:
    following = visit.desk.next(visit.coder, after=position)
    if following is None:
        return visit.go("/")
    return visit.go(f"/answer/{following}" + (f"?{urlencode(query)}" if query else ""))


def undo(visit: ReviewVisit) -> Response:
    """Take the coder's last stroke back and show its answer."""
    position = visit.desk.undo(visit.coder)
    if position is None:
        return visit.go("/?said=nothing")
    return visit.go(f"/answer/{position}?said=undone")


def _position(visit: ReviewVisit) -> int:
    position: int = visit.request.path_params["position"]
    if position >= len(visit.desk.answers):
        raise HTTPException(404)
    return position
