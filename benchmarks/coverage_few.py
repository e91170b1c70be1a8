"""Coverage of themes that few answers or none have, and of themes the machine has not learnt.

    python -m benchmarks.coverage_few --surveys 200 --sizes 215 600 2000 --out coverage_few.json

In the made surveys six themes are put in the place of six others: one that the machine expects and
nobody has, and five of which it says p = 0 everywhere, as the classifier does of themes that it had
no examples of.
"""

from collections import defaultdict

import numpy as np

from benchmarks.coverage import Tally, by_each_theme, by_hand, by_program, simply_drawn, summary
from benchmarks.measuring import measured_over
from benchmarks.surveys import Survey, made_survey
from textmining.estimation import Reading
from textmining.sampling import budget, draw

__all__ = ["main", "measure", "with_few"]

_EXPECTED = 6
_NOT_LEARNT = {7: 0, 8: 1, 9: 2, 10: 5, 11: 22}
"""Theme to its true answers."""

KINDS = {
    _EXPECTED: "expected, 0 true",
    **{k: f"not learnt, {true} true" for k, true in _NOT_LEARNT.items()},
}


def with_few(survey: Survey, rng: np.random.Generator) -> Survey:
    """The survey with the six themes in the place of those with 22 true answers."""
    p, truth = survey.probabilities.copy(), survey.truth.copy()
    has = truth[:, _EXPECTED]
    p[has, _EXPECTED] = rng.choice(p[~has, _EXPECTED], has.sum())
    truth[:, list(KINDS)] = False
    for k, true in _NOT_LEARNT.items():
        p[:, k] = 0
        truth[rng.choice(len(p), true, replace=False), k] = True
    return Survey(p, truth)


def measure(answers: int, share: str, surveys: int) -> list[dict[str, object]]:
    """Coverage per kind of theme and method."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for number in range(surveys):
        rng = np.random.default_rng([answers, int(share.rstrip("%")), number])
        survey = with_few(made_survey(answers, rng), rng)
        sample = draw(survey.probabilities, budget(share, answers), rng)
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
