"""How often intervals hold when another program made the codes: hard ones, far too many.

    python -m benchmarks.foreign_machine --surveys 60 --out benchmarks/results/foreign_machine.csv

Every survey has twenty themes (as in `benchmarks.surveys`). The machine finds 95 % of the answers
with a theme and says it of so many others that it says 60 % more than there are; it gives no
chances. The same seeds give the same figures.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.coverage import Counted, by_hand, by_program, simply_drawn
from benchmarks.surveys import Survey, made_survey
from textmining.estimation import Reading
from textmining.sampling import draw
from textmining.workflow.draw import chances_of_codes

__all__ = ["main", "said_by_a_machine"]

SENSITIVITY, SURPLUS = 0.95, 0.6
SIZES, SHARES = (200, 600, 2000), (0.1, 0.2, 0.4)


def said_by_a_machine(truth: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.bool_]:
    """Codes that find most of what is there and say 60 % more; shape `(n_answers, n_themes)`."""
    there = truth.sum(axis=0)
    found = truth & (rng.random(truth.shape) < SENSITIVITY)
    wrong = ((1 + SURPLUS) * there - found.sum(axis=0)) / (len(truth) - there)
    return np.asarray(found | (~truth & (rng.random(truth.shape) < wrong)))


def main() -> None:
    """Measure coverage and width, and write a row per size and share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surveys", type=int, default=60)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    rows = []
    for size in options.sizes:
        for share in SHARES:
            rows.append(_row(size, share, options.surveys))
            print(rows[-1], flush=True)
    if options.out:
        with options.out.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _row(size: int, share: float, surveys: int) -> dict[str, float]:
    hits, ours, theirs = [], [], []
    for number in range(surveys):
        rng = np.random.default_rng([number, size, round(100 * share)])
        survey = made_survey(size, rng)
        p = chances_of_codes(said_by_a_machine(survey.truth, rng))
        survey = Survey(p, survey.truth)
        budget = round(share * size)
        sample = draw(p, budget, rng.random(len(p)))
        counted = by_program(survey, Reading(sample.stratum, sample.drawn, sample.drawn))
        human = by_hand(survey, simply_drawn(size, budget, rng))
        truths = survey.truth.sum(axis=0)
        hits += [low <= t <= high for (_, low, high), t in zip(counted, truths, strict=True)]
        ours += _widths(counted)
        theirs += _widths(human)
    width = float(np.mean(ours) / np.mean(theirs))
    coverage = float(np.mean(hits))
    return {
        "answers": size,
        "read": share,
        "evaluations": len(hits),
        "coverage": round(coverage, 4),
        "width_by_human_only": round(width, 3),
    }


def _widths(counted: list[Counted]) -> list[float]:
    return [high - low for _, low, high in counted]


if __name__ == "__main__":
    main()
