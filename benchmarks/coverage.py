"""How often the intervals of theme counts hold, and how wide they are.

    python -m benchmarks.coverage cells --surveys 250 --out benchmarks/results/coverage_cells.json
    python -m benchmarks.coverage cells --silent 0.15 --sizes 600 2000 --shares 0.2 --out F

A cell is a survey size, a share read and a true count; every survey has twenty themes at once.
Seeds are fixed, so the same call gives the same figures. `cells` takes about an hour on one core.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.surveys import SILENT, THEMES_OF, Survey, made_survey
from textmining.estimation import (
    InMemory,
    Reading,
    ThemeCount,
    ThemeModel,
    assisting_model,
    count_theme,
    hypergeometric_limits,
    recalibrate,
)
from textmining.sampling import draw

__all__ = [
    "Counted",
    "Tally",
    "by_each_theme",
    "by_hand",
    "by_program",
    "main",
    "measure",
    "simply_drawn",
    "stratified",
    "summary",
]

Array = NDArray[np.float64]
Counted = tuple[float, float, float]
"""Estimate, lower and upper limit."""
Method = Callable[[Survey, int, np.random.Generator], list[Counted]]

SIZES = (215, 600, 2000, 50_000)
SHARES = (0.1, 0.2, 0.4)
LEVEL = 0.95


def stratified(survey: Survey, budget: int, rng: np.random.Generator) -> dict[str, list[Counted]]:
    """The program's own draw, counted as the program does and each theme by itself."""
    sample = draw(survey.probabilities, budget, rng.random(len(survey.truth)))
    reading = Reading(sample.stratum, sample.drawn, sample.drawn)
    return {
        "the program": by_program(survey, reading),
        "each theme by itself": by_each_theme(survey, reading),
    }


def simple(survey: Survey, budget: int, rng: np.random.Generator) -> dict[str, list[Counted]]:
    """A simple random draw of the same size: with the machine, with PPI++ and without either."""
    read = simply_drawn(len(survey.truth), budget, rng)
    reading = Reading(np.ones(len(read), dtype=np.int64), read, read)
    return {
        "simple draw": by_each_theme(survey, reading),
        "PPI++": by_ppi(survey, read),
        "human only": by_hand(survey, read),
    }


def simply_drawn(answers: int, budget: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """A simple random draw, shape `(n_answers,)`."""
    read = np.zeros(answers, dtype=np.bool_)
    read[rng.choice(answers, budget, replace=False)] = True
    return read


def by_each_theme(survey: Survey, reading: Reading) -> list[Counted]:
    """Difference estimator and score interval, each theme by itself."""
    read = np.flatnonzero(reading.audited)
    logits = recalibrate(InMemory(survey.probabilities), survey.truth[read], read).logits
    return [
        _counted(count_theme(codes, ThemeModel.of(column), reading, LEVEL))
        for codes, column in zip(survey.truth.T, logits.T, strict=True)
    ]


def by_program(survey: Survey, reading: Reading) -> list[Counted]:
    """The same with pooled recalibration and measured dispersion: as the program counts."""
    model = assisting_model(InMemory(survey.probabilities), survey.truth[reading.audited], reading)
    everyone = np.arange(len(survey.truth))
    return [
        _counted(count_theme(codes, model.of(k, everyone), reading, LEVEL))
        for k, codes in enumerate(survey.truth.T)
    ]


def by_hand(survey: Survey, read: NDArray[np.bool_]) -> list[Counted]:
    """Exact hypergeometric limits that ignore the machine."""
    size, drawn = len(read), int(read.sum())
    found = survey.truth[read].sum(axis=0).tolist()
    return [(size * x / drawn, *_hypergeometric(size, drawn, x)) for x in found]


def by_ppi(survey: Survey, read: NDArray[np.bool_]) -> list[Counted]:
    """PPI++ (arXiv 2311.01453) with its Wald interval, by its authors' program."""
    from ppi_py import ppi_mean_ci, ppi_mean_pointestimate

    size = len(read)
    counted = []
    for codes, p in zip(survey.truth.T, survey.probabilities.T, strict=True):
        arrays = codes[read].astype(float), p[read], p[~read]
        low, high = ppi_mean_ci(*arrays, alpha=1 - LEVEL)
        estimate = ppi_mean_pointestimate(*arrays)
        counted.append((size * float(estimate[0]), size * float(low[0]), size * float(high[0])))
    return counted


def by_machine(survey: Survey) -> list[Counted]:
    """What the machine says at p ≥ 0.5: a count without any interval."""
    return [(float(n), float(n), float(n)) for n in (survey.probabilities >= 0.5).sum(axis=0)]


class Tally:
    """Hits, widths and errors of one method in one cell, added up."""

    def __init__(self) -> None:
        self.hits: list[bool] = []
        self.widths: list[float] = []
        self.errors: list[float] = []

    def add(self, counted: Counted, truth: float) -> None:
        """Take one interval."""
        estimate, low, high = counted
        self.hits.append(low - 1e-9 <= truth <= high + 1e-9)
        self.widths.append(high - low)
        self.errors.append(estimate - truth)


def summary(tally: Tally, human: Tally | None) -> dict[str, float]:
    """Coverage with its Monte-Carlo interval, width against human-only, bias against RMSE."""
    n, coverage = len(tally.hits), float(np.mean(tally.hits))
    half = 1.96 * float(np.sqrt(max(coverage * (1 - coverage), 1 / n) / n))
    errors = np.array(tally.errors)
    rmse = float(np.sqrt((errors**2).mean()))
    return {
        "n": n,
        "coverage": round(coverage, 4),
        "coverage_low": round(coverage - half, 4),
        "coverage_high": round(coverage + half, 4),
        "bias": round(float(errors.mean()) / rmse, 3) if rmse else 0.0,
        "bias_se": round(float(errors.std() / np.sqrt(n)) / rmse, 3) if rmse else 0.0,
        "mean_error": round(float(errors.mean()), 3),
        "width": round(float(np.mean(tally.widths)), 2),
        "width_ratio": round(float(np.mean(tally.widths) / np.mean(human.widths)), 3)
        if human
        else float("nan"),
    }


def measure(
    answers: int, share: float, surveys: int, *, peers: bool, silent: float = SILENT
) -> list[dict[str, object]]:
    """One size and share: all methods over that many surveys, a row per true count and method."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    budget = round(answers * share)
    for number in range(surveys):
        rng = np.random.default_rng([answers, round(100 * share), number])
        survey = made_survey(answers, rng, silent)
        results = stratified(survey, budget, rng)
        results |= simple(survey, budget, rng) if peers else _human_only(survey, budget, rng)
        results["machine only"] = by_machine(survey)
        for method, counted in results.items():
            for count, themes in THEMES_OF.items():
                for k in themes:
                    tallies[count, method].add(counted[k], float(survey.truth[:, k].sum()))
    return [
        {"answers": answers, "share": share, "silent": silent, "count": count, "method": method}
        | summary(tally, tallies[count, "human only"])
        for (count, method), tally in tallies.items()
    ]


def _human_only(survey: Survey, budget: int, rng: np.random.Generator) -> dict[str, list[Counted]]:
    return {"human only": by_hand(survey, simply_drawn(len(survey.truth), budget, rng))}


@cache
def _hypergeometric(size: int, drawn: int, found: int) -> tuple[int, int]:
    return hypergeometric_limits(size, drawn, found, LEVEL)


def _counted(count: ThemeCount) -> Counted:
    return count.estimate, count.low, count.high


def main() -> None:
    """Measure what was asked for and print a line per cell as it is ready."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["cells"])
    parser.add_argument("--surveys", type=int, default=250)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--shares", type=float, nargs="*", default=list(SHARES))
    parser.add_argument("--silent", type=float, default=SILENT, help="true answers without signal")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    rows: list[dict[str, object]] = []
    for answers in arguments.sizes:
        for share in arguments.shares:
            cell = measure(
                answers,
                share,
                arguments.surveys,
                peers=answers < 50_000,
                silent=arguments.silent,
            )
            for row in cell:
                print(row, flush=True)
            rows += cell
            arguments.out.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
