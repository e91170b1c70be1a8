"""Changes among all who were invited, where all answers of both waves were read.

python -m benchmarks.coverage_invited --surveys 2000 --out benchmarks/results/coverage_invited.csv

Those who answer are drawn by chance from those invited, independently in the two waves, as the
interval takes it. `told` is how often a change is told at all by Holm's rule over 20 themes.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from textmining.estimation import Limits, change, holm, limits_among_invited, tail_probability

_LEVEL = 0.95
_INVITED, _RESPONSE = (60, 224, 428), (0.4, 0.6, 0.9)
_SHARES = np.tile([0.02, 0.05, 0.1, 0.2, 0.4], 4)


def cell(invited: int, response: float, change_of: float, surveys: int) -> dict[str, object]:
    """Coverage of every theme's change, and how often one is told, in one cell."""
    rng = np.random.default_rng([invited, int(100 * response), int(100 * change_of)])
    answered = round(response * invited)
    covered = told = 0
    for _ in range(surveys):
        older = np.round(_SHARES * invited).astype(int)
        newer = np.round((_SHARES + change_of) * invited).astype(int)
        found = [
            change(_wave(k, invited, answered, rng), _wave(m, invited, answered, rng))
            for k, m in zip(older, newer, strict=True)
        ]
        true = (newer - older) / invited
        covered += sum(f.low <= t <= f.high for f, t in zip(found, true, strict=True))
        told += int(holm([tail_probability(f, _LEVEL) for f in found], 1 - _LEVEL).any())
    return {
        "invited": invited,
        "response": response,
        "change": change_of,
        "evaluations": surveys * len(_SHARES),
        "coverage": round(covered / (surveys * len(_SHARES)), 4),
        "told": round(told / surveys, 4),
    }


def _wave(having: int, invited: int, answered: int, rng: np.random.Generator) -> Limits:
    found = int(rng.hypergeometric(having, invited - having, answered))
    return limits_among_invited(found / answered, answered, invited, _LEVEL)


def main() -> None:
    """Print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surveys", type=int, default=2000)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    rows = [
        cell(invited, response, change_of, arguments.surveys)
        for invited in _INVITED
        for response in _RESPONSE
        for change_of in (0.0, 0.05, 0.15)
    ]
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    if arguments.out:
        table.to_csv(arguments.out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
