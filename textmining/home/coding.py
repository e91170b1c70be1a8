"""How a wave is coded: how much a person reads, how sure the machine must be, from which chance on.

What there is to choose from is on the model's card: what it did on answers that it had not learnt.
"""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from textmining.errors import OptionError
from textmining.home.steps import options_of
from textmining.home.visits import HomeVisit, Page
from textmining.survey import CodingSettings, Survey, change_coding
from textmining.workflow.survey_folder.status import status

_REVIEW: Final = re.compile(r"([1-9][0-9]?|100) ?%|[1-9][0-9]{0,8}|all")
_USUAL: Final = "20%"


@dataclass(frozen=True)
class ThemeChoice:
    """A theme whose threshold can be chosen.

    Args:
        code: its code.
        label: its name.
        own: what the model's own threshold does on held-out answers, see `threshold_curves`.
        chosen: what a person chose; None is the model's own.
        points: what others do.
    """

    code: str
    label: str
    own: Mapping[str, Any]
    chosen: float | None
    points: Sequence[Mapping[str, Any]]


def show(visit: HomeVisit, problem: str = "", sent: CodingSettings | None = None) -> Response:
    """Show what is chosen, and what there is to choose from."""
    survey = visit.survey
    card = _card(survey)
    chosen = sent or survey.settings.coding
    is_told = not {"untold", "worth"} & card.keys()
    coverage = card["coverage"] if is_told else []
    curve = [(100 * point["unread"], 100 * (1 - point["right"])) for point in coverage]
    return visit.render(
        "coding.html",
        "home",
        status=409 if problem else 200,
        job=visit.job,
        problem=problem,
        chosen=chosen,
        review=chosen.review or _USUAL,
        is_told=is_told,
        targets=card["automation"] if is_told else [],
        curve=curve,
        top=_axis_top([error for _, error in curve]),
        n_learnt=card["data"].get("answers", 0),
        themes=_themes(survey, card, chosen),
        words=_command(chosen),
        has_model=bool(survey.models),
    )


def _axis_top(percents: Sequence[float]) -> int:
    """The end of an axis of four steps in whole percent, none of which reads oddly; 0 without."""
    highest = max(percents, default=0)
    return next(4 * step for step in (0, 1, 2, 5, 10, 15, 20, 25) if 4 * step >= highest)


def save(visit: HomeVisit) -> Response:
    """Keep in the settings what was chosen; code the newest wave if that was pressed."""
    survey = visit.survey
    chosen = _sent(visit, survey)
    if problem := _problem(chosen):
        return show(visit, visit.texts("home")(f"coding.{problem}"), chosen)
    change_coding(survey, chosen)
    if visit.field("run"):
        found = status(survey)
        visit.home.jobs.start("code", *options_of("code", found, None))
        return visit.go("/home")
    return visit.go("/home/coding?said=saved")


PAGES = (
    Page("/home/coding", show),
    Page("/home/coding", save, "POST"),
)


def _sent(visit: HomeVisit, survey: Survey) -> CodingSettings:
    """What was chosen; what the page has nothing to choose from for stays as it was."""
    before = survey.settings.coding
    thresholds = {
        code: share
        for code in _card(survey)["thresholds"]
        if (share := _share(visit.field(f"threshold-{code}"))) is not None
    }
    return CodingSettings(
        review="".join(visit.field("review").split()).lower(),
        target=_share(visit.field("target")) if "target" in visit.form else before.target,
        thresholds=thresholds if survey.models else before.thresholds,
        panel=bool(visit.field("panel")),
    )


def _problem(chosen: CodingSettings) -> str:
    """What is wrong with a choice: a key below `coding`, or ""."""
    if chosen.review and not _REVIEW.fullmatch(chosen.review):
        return "wrong_review"
    return "both" if chosen.target and chosen.thresholds else ""


def _share(text: str) -> float | None:
    with suppress(ValueError):
        share = float(text)
        return share if 0 < share < 1 else None
    return None


def _card(survey: Survey) -> dict[str, Any]:
    """The newest model's card; one that lacks what is chosen from (an older one) offers nothing."""
    empty: dict[str, Any] = {"automation": [], "coverage": [], "thresholds": {}, "data": {}}
    empty["threshold_curves"] = {}
    if not survey.models:
        return empty
    path = survey.models[-1] / "card.json"
    with suppress(OSError, ValueError):
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return empty | found
    raise OptionError("{path}: the model's card cannot be read. Train again.", path=path)


def _themes(
    survey: Survey, card: Mapping[str, Any], chosen: CodingSettings
) -> Sequence[ThemeChoice]:
    """The themes that the model has learnt, in the codebook's order."""
    curves = card["threshold_curves"]
    known = survey.codebook.themes if survey.codebooks else ()
    return [
        ThemeChoice(
            theme.code,
            theme.label,
            _at(curves[theme.code], card["thresholds"][theme.code]),
            chosen.thresholds.get(theme.code),
            [p for p in curves[theme.code] if p["threshold"] != card["thresholds"][theme.code]],
        )
        for theme in known
        if theme.code in curves and theme.code not in card["unlearned"]
    ]


def _at(points: Sequence[Mapping[str, Any]], threshold: float) -> Mapping[str, Any]:
    return next(point for point in points if point["threshold"] == threshold)


def _command(chosen: CodingSettings) -> str:
    """The command that does the same without the settings."""
    words = ["textmining", "code", "--review", chosen.review or _USUAL]
    words += ["--target", f"{chosen.target:g}"] if chosen.target else []
    words += ["--panel"] if chosen.panel else []
    for code, share in chosen.thresholds.items():
        words += ["--threshold", f"{code}={share:g}"]
    return shlex.join(words)
