"""Coverage and width of the program's counts on real probabilities, against the limit of theory.

    python -m benchmarks.coverage_apart F.npz --draws 60 --out coverage_apart.json

F.npz holds `p` and `y`, each of shape (answers, themes): the probabilities of a model that has not
seen the answers, and a person's codes of them all (`benchmarks.coverage_real --probabilities F`
writes those of the example survey). Every draw is read again and counted.

The limit is what no common draw of this size can beat on average: 3.92·√Σ v(1/π - 1), with
v = p(1-p) after recalibration on the whole truth and π the best common inclusion probabilities,
proportional to √Σ_k v_k/Σv_k (anticipated variance: Godambe & Joshi 1965, Isaki & Fuller 1982).
"""

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from benchmarks.coverage import Tally, by_each_theme, by_program, summary
from benchmarks.surveys import Survey
from textmining.estimation import InMemory, Reading, recalibrate
from textmining.sampling import budget, draw

__all__ = ["limit", "main", "measure"]

Array = NDArray[np.float64]


def limit(survey: Survey, drawn: int) -> Array:
    """The narrowest mean width of a 95 % interval, shape `(n_themes,)`."""
    everyone = np.arange(len(survey.truth))
    q = expit(recalibrate(InMemory(survey.probabilities), survey.truth, everyone).logits)
    v = q * (1 - q)
    size = np.sqrt((v / v.sum(axis=0)).sum(axis=1))
    certain = np.zeros(len(size), dtype=np.bool_)
    while True:
        left = drawn - int(certain.sum())
        chance = np.where(certain, 1, left * size / size[~certain].sum())
        if (chance <= 1).all():
            return np.asarray(3.92 * np.sqrt((v * (1 / chance - 1)[:, None]).sum(axis=0)))
        certain |= chance > 1


def measure(survey: Survey, share: str, draws: int) -> list[dict[str, object]]:
    """Coverage and width per method; `limit_ratio` is the mean width over the mean limit."""
    methods = {"the program": by_program, "each theme by itself": by_each_theme}
    drawn = budget(share, len(survey.truth))
    narrowest = float(limit(survey, drawn).mean())
    tallies = {method: Tally() for method in methods}
    for number in range(draws):
        numbers = np.random.default_rng([drawn, number]).random(len(survey.truth))
        sample = draw(survey.probabilities, drawn, numbers)
        reading = Reading(sample.stratum, sample.drawn, sample.drawn)
        for method, by in methods.items():
            for k, counted in enumerate(by(survey, reading)):
                tallies[method].add(counted, float(survey.truth[:, k].sum()))
    return [
        {"answers": len(survey.truth), "share": share, "method": method}
        | summary(tally, None)
        | {"limit_ratio": round(float(np.mean(tally.widths)) / narrowest, 3)}
        for method, tally in tallies.items()
    ]


def main() -> None:
    """Measure at three shares and print a line per method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--draws", type=int, default=60)
    parser.add_argument("--answers", type=int, help="so many of them, at random")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with np.load(arguments.file) as arrays:
        p, y = arrays["p"], arrays["y"].astype(np.bool_)
    rows = np.random.default_rng(0).permutation(len(p))[: arguments.answers]
    has = y[rows].any(axis=0)
    survey = Survey(p[rows][:, has], y[rows][:, has])
    found = [row for s in ("10%", "20%", "40%") for row in measure(survey, s, arguments.draws)]
    print(*found, sep="\n")
    arguments.out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
