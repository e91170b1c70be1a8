"""What becomes of intervals that are looked at while the draw is read.

    python -m benchmarks.coverage_watching --surveys 100 --sizes 540 --out watching.json

The drawn answers of made surveys are read in their order, and four themes that exactly 10 % of the
answers have (54 of 540) are looked at 4 or 24 times. How often is the interval right at every look,
and where reading stops: when the width is half of what it was at the first look; when the share is
clearly above or below 10 %, which it is not?
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from benchmarks.coverage import Counted, Tally, summary
from benchmarks.measuring import measured_over
from benchmarks.surveys import THEMES_OF, Survey, made_survey
from textmining.estimation import (
    InMemory,
    Reading,
    assisting_model,
    count_theme,
    level_of_each_look,
)
from textmining.sampling import Draw, budget, draw

__all__ = ["cases", "main", "measure"]

_LEVEL = 0.95
_CLEAR = 0.1
_THEMES = THEMES_OF["54"]


def cases(survey: Survey, sample: Draw, looks: int) -> Iterator[tuple[str, str, Counted, float]]:
    """Rule, kind of level, the interval that counts and the truth, for every theme."""
    levels = {"plain": _LEVEL, "planned": level_of_each_look(_LEVEL, looks)}
    parts = [look / looks for look in range(1, looks + 1)]
    read = [part for part in parts if (sample.drawn & (sample.turn <= part)).any()]
    found = [_look(survey, sample, part, levels) for part in read]  # else there are no counts yet
    for number, k in enumerate(_THEMES):
        truth = float(survey.truth[:, k].sum())
        for kind in levels:
            seen = [at[kind][number] for at in found]
            yield "right at every look", kind, _worst(seen, truth), truth
            yield "answer clear", kind, _first_clear(seen, len(survey.truth)), truth
            yield "width halved", kind, _first_narrow(seen), truth


def _look(
    survey: Survey, sample: Draw, part: float, levels: dict[str, float]
) -> dict[str, list[Counted]]:
    read = sample.drawn & (sample.turn <= part)
    reading = Reading(sample.stratum, read, read)
    model = assisting_model(InMemory(survey.probabilities), survey.truth[read], reading)
    everyone = np.arange(len(read))
    counts = {
        kind: [
            count_theme(survey.truth[:, k], model.of(k, everyone), reading, level, fewest=1)
            for k in _THEMES
        ]
        for kind, level in levels.items()
    }
    return {kind: [(c.estimate, c.low, c.high) for c in found] for kind, found in counts.items()}


def _worst(seen: list[Counted], truth: float) -> Counted:
    """An interval that misses, or else the last."""
    return next((c for c in seen if not c[1] <= truth <= c[2]), seen[-1])


def _first_clear(seen: list[Counted], answers: int) -> Counted:
    return next((c for c in seen if c[1] > _CLEAR * answers or c[2] < _CLEAR * answers), seen[-1])


def _first_narrow(seen: list[Counted]) -> Counted:
    wanted = (seen[0][2] - seen[0][1]) / 2
    return next((c for c in seen if c[2] - c[1] <= wanted), seen[-1])


def measure(answers: int, share: str, surveys: int) -> list[dict[str, object]]:
    """Coverage per number of looks, rule and kind of level."""
    tallies: dict[tuple[int, str, str], Tally] = defaultdict(Tally)
    for number in range(surveys):
        rng = np.random.default_rng([answers, int(share.rstrip("%")), number])
        survey = made_survey(answers, rng)
        sample = draw(survey.probabilities, budget(share, answers), rng.random(answers))
        for looks in (4, 24):
            for rule, kind, counted, truth in cases(survey, sample, looks):
                tallies[looks, rule, kind].add(counted, truth)
    return [
        {"answers": answers, "share": share, "looks": looks, "rule": rule, "level": kind}
        | summary(tally, None)
        for (looks, rule, kind), tally in tallies.items()
    ]


def main() -> None:
    """Measure and print a line per rule and level."""
    measured_over(measure, __doc__, ("20%",))


if __name__ == "__main__":
    main()
