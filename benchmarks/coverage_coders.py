"""Coverage of the truth where coders err, and a share of the answers was coded twice.

    python -m benchmarks.coverage_coders --surveys 50 --sizes 600 --out coders.json

Two coders err alike and by chance: in the made surveys they miss a share of the codes and add some
to answers without the theme. One codes all drawn answers, the other a share of them; what they
differ in is settled rightly. `plain` is the interval that holds what one coder would say,
`corrected` the one that carries the coders' errors, `twice` the share that two coded.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.coverage import LEVEL, Counted, Tally, summary
from benchmarks.measuring import measured_over
from benchmarks.surveys import Survey, made_survey
from textmining.estimation import (
    InMemory,
    Reading,
    assisting_model,
    coder_errors,
    corrected,
    count_theme,
)
from textmining.sampling import budget, draw

__all__ = ["main", "measure"]

Bools = NDArray[np.bool_]

CODERS = (
    "miss 5 %",
    "miss 5 %, add 2 %",
    "miss 5 %, add a code in 50",
    "miss 0-10 % by theme",
    "miss 5 %, half of it both",
)
_TWICE = (0.2, 0.5)


def _said(truth: Bools, coders: str, rng: np.random.Generator) -> Bools:
    """What two coders say, shape `(2, n_answers, n_themes)`."""
    themes = truth.shape[1]
    miss = rng.permutation(np.linspace(0, 0.1, themes)) if "0-10" in coders else 0.05
    share = truth.mean(axis=0)
    add = {CODERS[1]: 0.02, CODERS[2]: 0.02 * share / (1 - share)}.get(coders, 0.0)
    chance = rng.random((2, *truth.shape))
    if coders == CODERS[4]:  # for the same reason, so that nobody sees it
        seen, miss = rng.random(truth.shape) >= 0.025, 0.025 / 0.975
        return np.asarray(truth & seen & (chance >= miss))
    return np.asarray(np.where(truth, chance >= miss, chance < add))


def _cases(
    survey: Survey, share: str, coders: str, twice: float, seed: tuple[int, ...]
) -> Iterator[tuple[str, Counted, float]]:
    """Both intervals of every theme with the truth."""
    rng = np.random.default_rng(seed)
    n, themes = survey.truth.shape
    sample = draw(survey.probabilities, budget(share, n), rng.random(len(survey.truth)))
    said = _said(survey.truth, coders, rng)
    both = sample.drawn & (rng.random(n) < twice)
    settled = np.where(said[0] == said[1], said[0], survey.truth)
    codes = np.where(both[:, None], settled, said[0])
    reading = Reading(sample.stratum, sample.drawn, sample.drawn)
    model = assisting_model(InMemory(survey.probabilities), codes[sample.drawn], reading)
    everyone, all_themes = np.arange(n), np.ones(themes, dtype=np.bool_)
    errors = coder_errors(
        said[:, both], settled[both], np.ones(both.sum(), dtype=np.bool_), all_themes, LEVEL
    )
    of_twice = float(both.sum() / sample.drawn.sum())
    for k in range(themes):
        truth = float(survey.truth[:, k].sum())
        count = count_theme(codes[:, k], model.of(k, everyone), reading, LEVEL)
        yield "plain", (count.estimate, count.low, count.high), truth
        free = corrected(count, errors[k], of_twice, LEVEL)
        yield "corrected", (free.value, free.low, free.high), truth


def measure(answers: int, share: str, surveys: int) -> list[dict[str, object]]:
    """Coverage and width per kind of coder, share coded twice, and interval."""
    tallies: dict[tuple[str, float, str], Tally] = defaultdict(Tally)
    for number in range(surveys):
        seed = (answers, int(share.rstrip("%")), number)
        survey = made_survey(answers, np.random.default_rng(seed))
        for coders in CODERS:
            for twice in _TWICE:
                for which, counted, truth in _cases(survey, share, coders, twice, (*seed, 1)):
                    tallies[coders, twice, which].add(counted, truth)
    return [
        {"answers": answers, "share": share, "coders": coders, "twice": twice, "interval": which}
        | summary(tally, None)
        for (coders, twice, which), tally in tallies.items()
    ]


def main() -> None:
    """Measure at three shares and print a line per kind."""
    measured_over(measure, __doc__, ("20%", "40%", "100%"))


if __name__ == "__main__":
    main()
