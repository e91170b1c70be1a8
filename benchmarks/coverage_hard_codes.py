"""Coverage with the hard codes of a machine that over-classifies, whatever program made them.

    python -m benchmarks.coverage_hard_codes --surveys 60 --out coverage_hard_codes.json

The made machine gives as many codes of a theme as there are true ones, to the answers it ranks
highest, and 60 % more to others at random; nothing but 0 and 1 is left of its probabilities.
"""

from collections import defaultdict

import numpy as np

from benchmarks.coverage import Tally, by_hand, by_program, simply_drawn, summary
from benchmarks.measuring import measured_over
from benchmarks.surveys import THEMES_OF, Survey, made_survey
from textmining.estimation import Reading
from textmining.sampling import budget, draw

__all__ = ["hard_codes", "main", "measure"]

_MORE = 0.6
_SEED = 77


def hard_codes(survey: Survey, rng: np.random.Generator) -> Survey:
    """The survey with codes in the place of probabilities."""
    codes = np.zeros(survey.truth.shape, dtype=np.bool_)
    for k, true in enumerate(survey.truth.sum(axis=0).tolist()):
        ranked = np.argsort(-survey.probabilities[:, k], kind="stable")
        more = min(round(_MORE * true), len(ranked) - true)
        codes[ranked[:true], k] = True
        codes[rng.choice(ranked[true:], more, replace=False), k] = True
    return Survey(codes.astype(float), survey.truth)


def measure(answers: int, share: str, surveys: int) -> list[dict[str, object]]:
    """Coverage per true count and method."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for number in range(surveys):
        rng = np.random.default_rng([answers, _SEED, number])
        survey = hard_codes(made_survey(answers, rng), rng)
        drawn = budget(share, answers)
        sample = draw(survey.probabilities, drawn, rng.random(len(survey.truth)))
        results = {
            "the program": by_program(survey, Reading(sample.stratum, sample.drawn, sample.drawn)),
            "human only": by_hand(survey, simply_drawn(answers, drawn, rng)),
        }
        for method, counted in results.items():
            for count, themes in THEMES_OF.items():
                for k in themes:
                    tallies[count, method].add(counted[k], float(survey.truth[:, k].sum()))
    return [
        {"answers": answers, "share": share, "count": count, "method": method}
        | summary(tally, tallies[count, "human only"])
        for (count, method), tally in tallies.items()
    ]


def main() -> None:
    """Measure at three shares and print a line per true count and method."""
    measured_over(measure, __doc__, ("10%", "20%", "40%"))


if __name__ == "__main__":
    main()
