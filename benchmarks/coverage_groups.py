"""Coverage beyond the plain count: groups, nets, weights, questions, waves; both methods.

python -m benchmarks.coverage_groups --surveys 40 --out benchmarks/results/coverage_groups.json
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.coverage import LEVEL, Counted, Tally, summary
from benchmarks.measuring import measured_over
from benchmarks.surveys import Survey, made_survey
from textmining.estimation import (
    SILENT,
    AssistingModel,
    InMemory,
    Limits,
    Reading,
    ThemeCount,
    assisting_model,
    before_rounding,
    change,
    count_theme,
    recalibrate,
)
from textmining.sampling import draw_survey

__all__ = ["Fitted", "fitted", "main", "measure"]

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

_NETS = ((0, 1, 2), (6, 7, 8), (12, 13, 14), (0, 6, 12), (16, 17))
_QUESTIONS = 4
_GROUPS = (0.5, 0.25, 0.15, 0.1)


class Fitted:
    """A survey of several questions, drawn, read and recalibrated; nets follow the themes."""

    def __init__(self, survey: Survey, share: str, rng: np.random.Generator, *, pooled: bool):
        columns = [(k,) for k in range(survey.truth.shape[1])] + list(_NETS)
        absent = 1 - survey.probabilities
        p = np.column_stack([1 - absent[:, c].prod(axis=1) for c in columns])
        self.truth = np.column_stack([survey.truth[:, c].any(axis=1) for c in columns])
        self.questions = rng.integers(0, _QUESTIONS, len(p))
        answered = np.ones(len(p), dtype=np.bool_)
        seed = int(rng.integers(2**32))
        sample = draw_survey(survey.probabilities, self.questions, answered, share, seed)
        drawn = sample.review == "audit"
        self.reading = Reading(sample.stratum, drawn, drawn, population=self.questions)
        if pooled:
            themes = np.arange(absent.shape[1])
            others = np.column_stack(
                [1 - absent[:, ~np.isin(themes, c)].prod(axis=1) for c in columns]
            )
            self.machine = assisting_model(InMemory(p, others), self.truth[drawn], self.reading)
        else:
            read = np.flatnonzero(drawn)
            alone = recalibrate(InMemory(p), self.truth[read], read)
            self.machine = AssistingModel(alone, np.ones(len(columns)), SILENT)

    def count(self, k: int, rows: Bools, weights: Array | None = None) -> ThemeCount:
        """Count a theme or net over some answers."""
        reading = replace(self.reading, weights=weights).part(rows)
        machine = self.machine.of(k, np.flatnonzero(rows))
        return count_theme(self.truth[rows, k], machine, reading, LEVEL, fewest=10)


def fitted(survey: Survey, share: str, seed: tuple[int, ...], *, pooled: bool) -> Fitted:
    """The same draw for both methods."""
    return Fitted(survey, share, np.random.default_rng([*seed, 1]), pooled=pooled)


def measure(answers: int, share: str, surveys: int) -> list[dict[str, object]]:
    """Coverage per kind of count and method."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for number in range(surveys):
        seed = (answers, int(share.rstrip("%")), number)
        rng = np.random.default_rng(seed)
        newer, older = made_survey(answers, rng), made_survey(answers // 2, rng)
        weight = rng.lognormal(0, 0.5, answers) * (1 + 0.5 * newer.truth[:, 16])
        mixed = rng.random(answers) * (1 - 0.4 * newer.truth[:, 16])
        groups = np.searchsorted(np.cumsum(_GROUPS)[:-1], mixed)
        for method in ("the program", "each theme by itself"):
            pooled = method == "the program"
            now = fitted(newer, share, seed, pooled=pooled)
            then = fitted(older, share, (*seed, 2), pooled=pooled)
            for kind, counted, truth in _cases(now, then, groups, weight):
                tallies[kind, method].add(counted, truth)
    return [
        {"answers": answers, "share": share, "kind": kind, "method": method} | summary(tally, None)
        for (kind, method), tally in tallies.items()
    ]


def _cases(
    now: Fitted, then: Fitted, groups: NDArray[np.int64], weight: Array
) -> Iterator[tuple[str, Counted, float]]:
    """Every count with its truth."""
    everyone = np.ones(len(now.truth), dtype=np.bool_)
    themes = now.truth.shape[1] - len(_NETS)
    for k in range(now.truth.shape[1]):
        truth = now.truth[:, k]
        whole = now.count(k, everyone)
        yield "net" if k >= themes else "all questions", *_compared(whole, float(truth.sum()))
        for group in range(len(_GROUPS)):
            part = now.count(k, groups == group)
            if not np.isnan(part.low):
                yield f"group {_GROUPS[group]:.0%}", *_compared(part, truth[groups == group].sum())
        question = now.questions == 0
        yield "one question", *_compared(now.count(k, question), truth[question].sum())
        weighted = now.count(k, everyone, weight)
        yield "weights", *_compared(weighted, float(weight[truth].sum()))
        before = then.count(k, np.ones(len(then.truth), dtype=np.bool_))
        found = change(_share(before), _share(whole))
        moved = truth.mean() - then.truth[:, k].mean()
        yield "change", (found.value, found.low, found.high), float(moved)


def _compared(count: ThemeCount, truth: float) -> tuple[Counted, float]:
    return (count.estimate, count.low, count.high), float(truth)


def _share(count: ThemeCount) -> Limits:
    share = Limits(*(v / count.total for v in (count.estimate, count.low, count.high)))
    return before_rounding(share, count.total)


def main() -> None:
    """Measure at two sizes and print a line per kind and method."""
    measured_over(measure, __doc__, ("10%", "20%", "40%"))


if __name__ == "__main__":
    main()
