"""Coverage of the change between two waves that the same respondents answer.

    python -m benchmarks.coverage_panel --sizes 215 600 --out panel.json

What is hard for the machine to see in one wave is hard in the next for those who keep their
opinion: seven in ten, from none to 95 % of them by theme (`mixed`), or nobody (`unrelated`).
`apart`: every answer has a random number of its own, as the program draws. `alike`: the same
respondents are read in both waves as far as may be, with the interval for draws that are
independent, which is too wide then. `alike, covariance`: as the program counts with `--panel`.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.coverage import LEVEL, Tally, summary
from benchmarks.measuring import measured_over
from benchmarks.surveys import Survey, made_survey
from textmining.estimation import (
    InMemory,
    Limits,
    ReadErrors,
    Reading,
    assisting_model,
    before_rounding,
    change,
    correlation,
    count_theme,
    read_errors,
    strata,
)
from textmining.sampling import draw_survey

__all__ = ["main", "measure"]

Array = NDArray[np.float64]

_STAY = {"seven in ten": (0.7, 0.7), "mixed": (0.0, 0.95), "unrelated": (0.0, 0.0)}
"""The share of the respondents whose opinion stays: of the theme with the fewest, and the most."""


@dataclass(frozen=True)
class _Panel:
    """Two waves of the same respondents, in the same order."""

    older: Survey
    newer: Survey


@dataclass(frozen=True)
class _Counted:
    """The share of each theme with its limits, and the errors found."""

    shares: list[Limits]
    errors: ReadErrors


def _panel(answers: int, stay: str, rng: np.random.Generator) -> _Panel:
    """The newer wave has what the older one had of those who stay, all in one."""
    older, other = made_survey(answers, rng), made_survey(answers, rng)
    keep = rng.random(older.truth.shape) < rng.permutation(np.linspace(*_STAY[stay], 20))
    truth = np.where(keep, older.truth, other.truth)
    p = np.where(keep, older.probabilities, other.probabilities)
    return _Panel(older, Survey(p, truth))


def measure(answers: int, share: str, surveys: int) -> list[dict[str, object]]:
    """Coverage and width of the changes of twenty themes, by how many stay."""
    return [row for stay in _STAY for row in _measure(answers, share, surveys, stay)]


def _measure(answers: int, share: str, surveys: int, stay: str) -> list[dict[str, object]]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number in range(surveys):
        rng = np.random.default_rng([answers, int(share.rstrip("%")), number])
        panel = _panel(answers, stay, rng)
        numbers = rng.random((2, answers))
        moved = panel.newer.truth.mean(axis=0) - panel.older.truth.mean(axis=0)
        older = _counted(panel.older, share, numbers[0])
        apart, alike = (_counted(panel.newer, share, of_newer) for of_newer in numbers[::-1])
        everyone = np.arange(answers)
        together = correlation(older.errors, alike.errors, everyone, everyone)
        nothing = np.zeros(len(moved))
        for how, newer, rho in (
            ("apart", apart, nothing),
            ("alike", alike, nothing),
            ("alike, covariance", alike, together),
        ):
            for pair in zip(older.shares, newer.shares, rho, moved, strict=True):
                found = change(*pair[:3])
                tallies[how].add((found.value, found.low, found.high), float(pair[3]))
    return [
        {"answers": answers, "share": share, "stay": stay, "how": how}
        | summary(tally, None)
        | {"width": round(100 * float(np.mean(tally.widths)), 3)}
        | {"rmse": round(100 * float(np.sqrt(np.square(tally.errors).mean())), 3)}
        for how, tally in tallies.items()
    ]


def _counted(survey: Survey, share: str, numbers: Array) -> _Counted:
    n, themes = survey.truth.shape
    one = np.zeros(n, dtype=np.int64)
    everyone = np.ones(n, dtype=np.bool_)
    sample = draw_survey(survey.probabilities, one, everyone, share, 0, numbers=numbers)
    read = sample.review == "audit"
    reading = Reading(sample.stratum, read, read)
    machine = assisting_model(InMemory(survey.probabilities), survey.truth[read], reading)
    counts = [
        count_theme(survey.truth[:, k], machine.of(k, np.arange(n)), reading, LEVEL)
        for k in range(themes)
    ]
    limits = [Limits(*(v / n for v in (c.estimate, c.low, c.high))) for c in counts]
    split = strata(reading.strata, read)
    errors = read_errors(survey.truth, machine.expected, np.ones(n), split)
    return _Counted([before_rounding(share, n) for share in limits], errors)


def main() -> None:
    """Measure at two sizes and print a line per way of drawing."""
    measured_over(measure, __doc__, ("20%", "40%"))


if __name__ == "__main__":
    main()
