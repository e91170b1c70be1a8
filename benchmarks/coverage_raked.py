"""Coverage of shares among all invited: raked weights, coding error and nonresponse together.

python -m benchmarks.coverage_raked --surveys 120 --out benchmarks/results/coverage_raked.csv

Every unit has a region and a size; both decide how likely it is to answer and to have a theme.
A unit has one answer; a person reads some of the answers and a machine codes all. Compared are the
unweighted share and the raked one, each with its interval for all who were invited.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import norm

from textmining.estimation import (
    InMemory,
    Limits,
    Reading,
    assisting_model,
    count_theme,
    limits_among_invited,
    rake,
    widened,
)
from textmining.sampling import draw_survey

Array = NDArray[np.float64]

_LEVEL = 0.95
_INVITED, _READ = (120, 224, 428), ("40%", "100%")
_SHARES = np.array([0.04, 0.08, 0.12, 0.2, 0.2, 0.3, 0.3, 0.4, 0.5, 0.6])
_RESPONSE = np.array([[0.75, 0.9], [0.65, 0.85], [0.45, 0.7], [0.35, 0.6]])
"""How many answer, by region and size."""

_REGION, _SIZE = np.array([-0.8, -0.3, 0.3, 0.8]), np.array([0.5, -0.5])
"""What region and size add to a theme's level, in logits; of every other theme with a minus."""


def survey(
    invited: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], Array]:
    """Region and size of all invited, who has each theme, and the machine's probabilities."""
    region, size = rng.integers(0, 4, invited), rng.choice([0, 1], invited, p=[0.6, 0.4])
    sign = np.where(np.arange(len(_SHARES)) % 2, -1.0, 1.0)
    level = logit(_SHARES) + np.outer(_REGION[region] + _SIZE[size], sign)
    truth = rng.random(level.shape) < expit(level)
    distance = np.sqrt(2) * norm.ppf(0.92)
    score = rng.normal(size=truth.shape) + truth * distance
    slope = rng.uniform(0.7, 1.4, len(_SHARES))
    return region, size, truth, expit(slope * (logit(_SHARES) + score * distance - distance**2 / 2))


def counted(invited: int, read: str, seed: int) -> Iterator[tuple[str, Limits, float]]:
    """Each theme's share with its limits, unweighted and raked, and the true one."""
    rng = np.random.default_rng([seed, invited, int(read.rstrip("%"))])
    region, size, truth, p = survey(invited, rng)
    took_part = rng.random(invited) < _RESPONSE[region, size]
    groups = [code[took_part].astype(np.intp) for code in (region, size)]
    weights = rake(groups, [np.bincount(code).astype(float) for code in (region, size)])
    if weights is None:
        return  # nobody of a group answered; a report says so
    codes, p = truth[took_part], p[took_part]
    n = len(codes)
    draw = draw_survey(p, np.zeros(n, dtype=np.int64), np.ones(n, dtype=np.bool_), read, seed)
    drawn = np.asarray(draw.review == "audit")
    model = assisting_model(InMemory(p), codes[drawn], Reading(draw.stratum, drawn, drawn))
    everyone = np.arange(n)
    for k, share in enumerate(truth.mean(axis=0)):
        for name, weight in {"unweighted": None, "raked": weights / weights.mean()}.items():
            reading = Reading(draw.stratum, drawn, drawn, weight)
            found = count_theme(codes[:, k], model.of(k, everyone), reading, _LEVEL, fewest=1)
            coding = Limits(*(v / found.total for v in (found.estimate, found.low, found.high)))
            worth = n if weight is None else int(weight.sum() ** 2 / (weight**2).sum())
            sampled = limits_among_invited(coding.value, worth, invited, _LEVEL)
            yield name, widened(coding, sampled), float(share)


def cell(invited: int, read: str, surveys: int) -> Iterator[dict[str, object]]:
    """Coverage, width and bias in one cell, unweighted and raked."""
    rows = [item for seed in range(surveys) for item in counted(invited, read, seed)]
    for name in ("unweighted", "raked"):
        own = [(limits, truth) for n, limits, truth in rows if n == name]
        error = np.array([limits.value - truth for limits, truth in own])
        yield {
            "invited": invited,
            "read": read,
            "weights": name,
            "evaluations": len(own),
            "coverage": round(float(np.mean([f.low <= t <= f.high for f, t in own])), 4),
            "width": round(float(np.mean([f.high - f.low for f, _ in own])), 3),
            "bias": round(float(np.mean(np.abs(_by_theme(error)))), 3),
        }


def _by_theme(error: Array) -> Array:
    return np.asarray(error.reshape(-1, len(_SHARES)).mean(axis=0))


def main() -> None:
    """Print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surveys", type=int, default=120)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    rows = [row for n in _INVITED for read in _READ for row in cell(n, read, arguments.surveys)]
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    if arguments.out:
        table.to_csv(arguments.out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
