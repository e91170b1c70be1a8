"""What is chosen for the review as a whole: blind, double, closed waves, erased respondents."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from textmining.review import Event
from textmining.web.numbers import whole_number
from textmining.web.site import ReviewVisit


def show(visit: ReviewVisit) -> Response:
    """Show the settings and what has happened so far."""
    is_erased = visit.query("said") == "erased"
    return visit.render(
        "setup.html",
        settings=visit.desk.settings,
        waves=_waves(visit),
        events=visit.site.store.events(),
        elsewhere=visit.site.elsewhere() if is_erased else [],
        by_hand_still=visit.site.by_hand_still() if is_erased else [],
        has_machine=any(visit.desk.answers.names["model"]),
    )


def _waves(visit: ReviewVisit) -> list[str]:
    """The waves of this review, and others that its store has decisions of."""
    waves = dict.fromkeys(visit.desk.answers.names["wave"])
    return [*(waves | dict.fromkeys(w for _, w in sorted(visit.site.store.people()) if w))]


def change_blind(visit: ReviewVisit) -> Response:
    """Turn blind coding of drawn answers on or off."""
    blind = visit.field("blind") != ""
    return _on_record(visit, Event("blind on" if blind else "blind off", visit.coder))


def change_double(visit: ReviewVisit) -> Response:
    """Set the share of drawn answers that a second coder codes too."""
    percent = whole_number(visit.field("percent"))
    if percent is None or percent > 100:
        raise HTTPException(400)
    return _on_record(visit, Event("double", visit.coder, detail=str(percent / 100)))


def change_wave(visit: ReviewVisit) -> Response:
    """Close a wave, or reopen it for a reason."""
    wave = visit.field("wave")
    if wave not in _waves(visit):
        raise HTTPException(400)
    if visit.field("do") == "close":
        return _on_record(visit, Event("closed", visit.coder, wave=wave))
    why = visit.field("why").strip()
    if not why:
        return visit.refuse("why")
    return _on_record(visit, Event("reopened", visit.coder, wave=wave, detail=why))


def _on_record(visit: ReviewVisit, event: Event) -> Response:
    visit.site.store.add_event(event)
    return visit.go("/setup?said=saved")


def erase(visit: ReviewVisit) -> Response:
    """Erase a respondent of a wave, after the id was typed twice."""
    respondent, wave = visit.field("respondent"), visit.field("wave")
    is_here = visit.desk.answers.of(respondent, wave).any()
    is_known = is_here or (respondent, wave) in visit.site.store.people()
    if not is_known or respondent != visit.field("again"):
        return visit.refuse("respondent")
    visit.site.store.erase(respondent, wave, visit.coder, visit.site.erase)
    return visit.go("/setup?said=erased")
