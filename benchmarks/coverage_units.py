"""Coverage of the number of units with a theme: several respondents and roles per unit.

python -m benchmarks.coverage_units --surveys 100 --out benchmarks/results/coverage_units.csv

A unit has one to three answers to the question; answers of one unit resemble each other. Themes
are rare (about 5 % of answers), middling and common. Share 100 % stands for everything read.
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
    Reading,
    ThemeCount,
    alike,
    assisting_model,
    count_theme,
    count_units,
)
from textmining.sampling import draw_survey

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

_LEVEL = 0.95
_UNITS, _SHARES = (60, 224, 337), ("20%", "40%", "100%")
_PREVALENCE = np.array([0.05, 0.05, 0.08, 0.08, 0.15, 0.15, 0.25, 0.25, 0.35, 0.35])
_ANSWERS = (0.4, 0.3, 0.3)
"""How many units have one, two and three answers."""

_ALIKE = 0.6
"""Standard deviation of a unit's own level of a theme, in probits."""

_AUC = np.tile([0.88, 0.96], 5)


def survey(units: int, rng: np.random.Generator) -> tuple[NDArray[np.intp], Bools, Array]:
    """The unit, the truth and the machine's probabilities of every answer."""
    unit = np.repeat(np.arange(units), rng.choice([1, 2, 3], units, p=_ANSWERS))
    own = rng.normal(0, _ALIKE, (units, len(_PREVALENCE)))[unit]
    level = norm.ppf(_PREVALENCE) * np.sqrt(1 + _ALIKE**2)
    truth = rng.normal(size=own.shape) < level + own
    distance = np.sqrt(2) * norm.ppf(_AUC)
    signal = truth & (rng.random(truth.shape) < 0.96)
    score = rng.normal(size=truth.shape) + signal * distance
    bayes = logit(_PREVALENCE) + score * distance - distance**2 / 2
    slope = rng.uniform(0.7, 1.4, len(_PREVALENCE))
    return unit, truth, expit(slope * bayes + rng.normal(0, 0.3, len(_PREVALENCE)))


def counted(units: int, share: str, seed: int) -> Iterator[tuple[ThemeCount, ThemeCount, int]]:
    """Units and answers with each theme as counted, and the true number of units."""
    rng = np.random.default_rng([seed, units, int(share.rstrip("%"))])
    unit, truth, p = survey(units, rng)
    question, answered = np.zeros(len(p), dtype=np.int64), np.ones(len(p), dtype=np.bool_)
    draw = draw_survey(p, question, answered, share, seed)
    read = np.asarray(draw.review == "audit")
    reading = Reading(draw.stratum, read, read)
    model = assisting_model(InMemory(p), truth[read], reading)
    together = alike(truth[read], model.expected[read], unit[read])
    everyone = np.arange(len(p))
    for k in range(p.shape[1]):
        machine = model.of(k, everyone)
        answers = count_theme(truth[:, k], machine, reading, _LEVEL, fewest=1)
        found = count_units(answers, truth[:, k], machine, reading, unit, together)
        yield found, answers, len(np.unique(unit[truth[:, k]]))


def cell(units: int, share: str, surveys: int) -> dict[str, object]:
    """Coverage and width in one cell."""
    rows = [item for seed in range(surveys) for item in counted(units, share, seed)]
    covered = [found.low <= truth <= found.high for found, _, truth in rows]
    error = [found.estimate - truth for found, _, truth in rows]
    return {
        "units": units,
        "read": share,
        "evaluations": len(rows),
        "coverage": round(float(np.mean(covered)), 4),
        "width": round(float(np.mean([f.high - f.low for f, _, _ in rows])), 2),
        "width_of_answers": round(float(np.mean([a.high - a.low for _, a, _ in rows])), 2),
        "bias_per_rmse": round(
            float(np.mean(error) / max(np.sqrt(np.mean(np.square(error))), 1e-9)), 3
        ),
        "without_interval": sum(bool(np.isnan(found.low)) for found, _, _ in rows),
    }


def main() -> None:
    """Print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surveys", type=int, default=80)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    rows = [cell(units, share, arguments.surveys) for units in _UNITS for share in _SHARES]
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    if arguments.out:
        arguments.out.parent.mkdir(exist_ok=True)
        table.to_csv(arguments.out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
