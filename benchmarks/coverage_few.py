"""Coverage of themes that few answers or none have, and of themes the machine is blind to.

    python -m benchmarks.coverage_few --surveys 200 --sizes 215 600 2000 --out coverage_few.json

In the made surveys eleven themes are put in the place of others: one that the machine expects and
nobody has; five of which it says p = 0 everywhere, as the classifier does of themes that it had
no examples of; three of the same whose answers all lie among the surest quarter, which the draw
reads least; and two that it claims at p = 0.9 for an unrelated 15 % of the answers.
"""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from benchmarks.coverage import Tally, by_each_theme, by_hand, by_program, simply_drawn, summary
from benchmarks.measuring import measured_over
from benchmarks.surveys import Survey, made_survey
from textmining.estimation import Reading
from textmining.sampling import budget, draw

__all__ = ["KINDS", "main", "measure", "surest_quarter", "with_few"]

_EXPECTED = 6
_NOT_LEARNT = {7: 0, 8: 1, 9: 2, 10: 5, 11: 22}
_IN_SUREST = {12: 6, 13: 12, 14: 24}
_UNRELATED = {16: 0.02, 17: 0.07}
"""Theme to its true answers, or to their share."""

KINDS = {
    _EXPECTED: "expected, 0 true",
    **{k: f"not learnt, {true} true" for k, true in _NOT_LEARNT.items()},
    **{k: f"not learnt, {true} true in the surest quarter" for k, true in _IN_SUREST.items()},
    **{k: f"claimed for an unrelated 15 %, {share:.0%} true" for k, share in _UNRELATED.items()},
}


def with_few(survey: Survey, rng: np.random.Generator) -> Survey:
    """The survey with these themes in the place of eleven others."""
    p, truth = survey.probabilities.copy(), survey.truth.copy()
    n = len(p)
    has = truth[:, _EXPECTED]
    p[has, _EXPECTED] = rng.choice(p[~has, _EXPECTED], has.sum())
    truth[:, list(KINDS)] = False
    for k in (*_NOT_LEARNT, *_IN_SUREST):
        p[:, k] = 0
    for k, true in _NOT_LEARNT.items():
        truth[rng.choice(n, true, replace=False), k] = True
    for k, share in _UNRELATED.items():
        p[:, k] = np.where(rng.random(n) < 0.15, 0.9, 0.01)
        truth[rng.choice(n, round(share * n), replace=False), k] = True
    sure = surest_quarter(p, rng)
    for k, true in _IN_SUREST.items():
        truth[rng.choice(sure, min(true, len(sure)), replace=False), k] = True
    return Survey(p, truth)


def surest_quarter(
    probabilities: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.intp]:
    """The quarter of the answers that a draw of a tenth reads most seldom."""
    n = len(probabilities)
    sample = draw(probabilities, n // 10, rng.random(n))
    return np.argsort(sample.inclusion, kind="stable")[: len(probabilities) // 4]


def measure(answers: int, share: str, surveys: int) -> list[dict[str, object]]:
    """Coverage per kind of theme and method."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for number in range(surveys):
        rng = np.random.default_rng([answers, int(share.rstrip("%")), number])
        survey = with_few(made_survey(answers, rng), rng)
        sample = draw(survey.probabilities, budget(share, answers), rng.random(answers))
        reading = Reading(sample.stratum, sample.drawn, sample.drawn)
        results = {
            "the program": by_program(survey, reading),
            "each theme by itself": by_each_theme(survey, reading),
            "human only": by_hand(survey, simply_drawn(answers, budget(share, answers), rng)),
        }
        for method, counted in results.items():
            for k, kind in KINDS.items():
                tallies[kind, method].add(counted[k], float(survey.truth[:, k].sum()))
    return [
        {"answers": answers, "share": share, "kind": kind, "method": method}
        | summary(tally, tallies[kind, "human only"])
        for (kind, method), tally in tallies.items()
    ]


def main() -> None:
    """Measure at three shares and print a line per kind and method."""
    measured_over(measure, __doc__, ("10%", "20%", "40%"))


if __name__ == "__main__":
    main()
