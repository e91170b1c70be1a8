"""Coverage of the change between two waves that the same respondents answer.

    python -m benchmarks.coverage_panel --sizes 215 600 --out panel.json

Seven in ten keep their opinion, and what is hard for the machine to see in one wave is hard in the
next. `drawn apart`: every answer has a random number of its own, as the program draws. `drawn
alike`: the same respondents are read in both waves as far as may be, with the interval for draws
that are independent, which is too wide then.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.coverage import LEVEL, Tally, summary
from benchmarks.measuring import measured_over
from benchmarks.surveys import Survey, made_survey
from textmining.counting.waves import Column, chance_of_others
from textmining.estimation import Limits, Reading, assisting_model, change, count_theme
from textmining.sampling import draw_survey

__all__ = ["main", "measure"]

Array = NDArray[np.float64]

_STAY = 0.7


@dataclass(frozen=True)
class _Panel:
    """Two waves of the same respondents, in the same order."""

    older: Survey
    newer: Survey


def _panel(answers: int, rng: np.random.Generator) -> _Panel:
    """The newer wave has what the older one had of those who stay, all in one."""
    older, other = made_survey(answers, rng), made_survey(answers, rng)
    stay = rng.random(older.truth.shape) < _STAY
    truth = np.where(stay, older.truth, other.truth)
    p = np.where(stay, older.probabilities, other.probabilities)
    return _Panel(older, Survey(p, truth))


def measure(answers: int, share: str, surveys: int) -> list[dict[str, object]]:
    """Coverage and width of the changes of twenty themes."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number in range(surveys):
        rng = np.random.default_rng([answers, int(share.rstrip("%")), number])
        panel = _panel(answers, rng)
        numbers = rng.random((2, answers))
        for how, of_newer in (("drawn apart", numbers[1]), ("drawn alike", numbers[0])):
            older = _shares(panel.older, share, numbers[0])
            newer = _shares(panel.newer, share, of_newer)
            moved = panel.newer.truth.mean(axis=0) - panel.older.truth.mean(axis=0)
            for before, after, true in zip(older, newer, moved, strict=True):
                found = change(before, after)
                tallies[how].add((found.value, found.low, found.high), float(true))
    return [
        {"answers": answers, "share": share, "how": how}
        | summary(tally, None)
        | {"width": round(100 * float(np.mean(tally.widths)), 3)}
        | {"rmse": round(100 * float(np.sqrt(np.square(tally.errors).mean())), 3)}
        for how, tally in tallies.items()
    ]


def _shares(survey: Survey, share: str, numbers: Array) -> list[Limits]:
    """The share of each theme with its limits."""
    n, themes = survey.truth.shape
    one = np.zeros(n, dtype=np.int64)
    everyone = np.ones(n, dtype=np.bool_)
    sample = draw_survey(survey.probabilities, one, everyone, share, 0, numbers=numbers)
    read = sample.review == "audit"
    reading = Reading(sample.stratum, read, read)
    columns = [Column(str(k), "", (k,), frozenset(), net=False) for k in range(themes)]
    others = chance_of_others(columns, survey.probabilities)
    machine = assisting_model(survey.probabilities, others, survey.truth, reading)
    counts = [
        count_theme(survey.truth[:, k], machine.of(k, everyone), reading, LEVEL)
        for k in range(themes)
    ]
    return [Limits(*(v / n for v in (c.estimate, c.low, c.high))) for c in counts]


def main() -> None:
    """Measure at two sizes and print a line per way of drawing."""
    measured_over(measure, __doc__, ("20%", "40%"))


if __name__ == "__main__":
    main()
