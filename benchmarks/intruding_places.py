"""How many are in a small place: attacked by who knows what stands beside the sizes.

    python -m benchmarks.intruding_places --seeds 8

Small made-up surveys with two groups crossed, held back by `--suppress 3`. One intruder reads how
many answers of each place were read by a person, and another what they weigh, as the denominators
of shares tell it, where respondents of a group weigh unlike; that one knows the least and the
largest weight. Both work it out by integer programming.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.survey_to_count import audited, count_to_publish
from tests.test_disclosure_suppress import survey
from textmining.answers import Coded
from textmining.arrays import Array
from textmining.counting import CountOptions

_CROSSED = CountOptions(by=("role", "landsdel"), margins=True)
_KEY = ["wave", "question", *_CROSSED.by]
_LIMIT, _CLOSE = 3, 1e-4


@dataclass(frozen=True)
class _Beside:
    """A number that stands in the table beside each size.

    Args:
        true: by place.
        least: what one answer adds at least.
        most: what one answer adds at most.
        off: by how much a published one may be wrong.
        is_whole: whether it is a whole number.
    """

    true: pd.Series
    least: float
    most: float
    off: float
    is_whole: bool


def main() -> None:
    """Attack and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=8)
    seeds = range(parser.parse_args().seeds)
    for name, attack in (("how many were read", _read), ("weights unlike", _weights)):
        found = [result for seed in seeds for result in attack(seed)]
        attacked, told = (sum(numbers) for numbers in zip(*found, strict=True))
        print(f"{name}: {attacked} hidden places attacked, {told} small ones worked out")


def _read(seed: int) -> Iterator[tuple[int, int]]:
    for n in (30, 50, 80):
        coded, truth = survey(n, seed)
        decided = audited(coded, truth)
        plain = count_to_publish(coded, decided, _CROSSED)
        table = count_to_publish(coded, decided, replace(_CROSSED, suppress=_LIMIT))
        read = plain.groupby(_KEY, sort=False)["reviewed"].max()
        yield _told(table, plain, _Beside(read, 0.0, 1.0, 0.0, is_whole=True))


def _weights(seed: int) -> Iterator[tuple[int, int]]:
    for n, is_near in product((40, 80), (True, False)):
        rng = np.random.default_rng(seed)
        coded, truth = survey(n, seed)
        people = coded.frame["respondent"].unique()
        drawn = (
            rng.uniform(0.9, 1.1, len(people))
            if is_near
            else rng.choice([0.5, 1.0, 2.0], len(people))
        )
        weight = coded.frame["respondent"].map(dict(zip(people, drawn, strict=True)))
        coded = Coded(coded.frame.assign(weight=weight), coded.meta)
        plain = count_to_publish(coded, truth, _CROSSED)
        options = replace(_CROSSED, weights="weight", suppress=_LIMIT)
        table = count_to_publish(coded, truth, options)
        places = plain.drop_duplicates(_KEY)[_KEY]
        answered = coded.frame[coded.answered]
        sums = [_sum_of_weights(answered, place) for place in places.itertuples(index=False)]
        values = pd.Series(sums, pd.MultiIndex.from_frame(places))
        ends = float(weight.min()), float(weight.max())
        yield _told(table, plain, _Beside(values, *ends, 0.5, is_whole=False))


def _sum_of_weights(answers: pd.DataFrame, place: tuple[str, ...]) -> float:
    chosen = np.ones(len(answers), dtype=np.bool_)
    for name, value in zip(_KEY, place, strict=True):
        if value not in ("*", ""):
            chosen &= (answers[name] == value).to_numpy()
    return float(answers["weight"].to_numpy()[chosen].sum())


def _told(table: pd.DataFrame, plain: pd.DataFrame, beside: _Beside) -> tuple[int, int]:
    """How many places are hidden, and of how many with few answers the size can be no other."""
    sizes = plain.groupby(_KEY, sort=False)["answers"].max()
    shown = table.groupby(_KEY, sort=False)["answers"].max().reindex(sizes.index).notna().to_numpy()
    values, n = beside.true.reindex(sizes.index).to_numpy(dtype=np.float64), len(sizes)
    right = np.concatenate([sizes.to_numpy(dtype=np.float64), values])
    off = np.repeat([0.0, beside.off], n)
    seen = np.tile(shown, 2)
    published = np.round(right / (2 * off[-1])) * 2 * off[-1] if off[-1] else right
    published[:n] = right[:n]
    low = np.where(seen, published - off, np.repeat([1.0, beside.least], n))
    high = np.where(seen, published + off, 1000.0)
    each = np.hstack([np.eye(n), np.zeros((n, n))])
    other = np.hstack([np.zeros((n, n)), np.eye(n)])
    bounds = np.vstack([other - beside.least * each, beside.most * each - other])
    sums = np.array(list(_sums(list(sizes.index))))
    nothing = np.zeros_like(sums)
    rows = np.vstack([np.hstack([sums, nothing]), np.hstack([nothing, sums]), bounds])
    slack = np.concatenate([np.repeat([0.0, _CLOSE], len(sums)), np.full(2 * n, _CLOSE)])
    most = np.where(np.arange(len(slack)) < 2 * len(sums), slack, np.inf)
    whole = np.repeat([1, int(beside.is_whole)], n)
    constraints, ends = LinearConstraint(rows, -slack, most), Bounds(low, high)

    def furthest(place: int, sign: float) -> float:
        aim = np.zeros(2 * n)
        aim[place] = sign
        found = milp(aim, constraints=constraints, bounds=ends, integrality=whole)
        if found.x is None:
            raise ValueError(f"the intruder believes something that is not true: {found.message}")
        return float(found.x[place])

    def is_told(place: int) -> bool:
        return furthest(place, -1.0) - furthest(place, 1.0) < 0.5

    hidden = np.flatnonzero(~shown)
    return len(hidden), sum(is_told(i) for i in hidden.tolist() if right[i] < _LIMIT)


def _sums(places: list[tuple[str, ...]]) -> Iterator[Array]:
    """A row for each total: 1 for its parts and -1 for itself."""
    at = {place: i for i, place in enumerate(places)}
    rows: dict[tuple[int, tuple[str, ...]], Array] = {}
    for place in places:
        for position in range(1, len(_KEY)):
            whole = (*place[:position], "*" if position == 1 else "", *place[position + 1 :])
            if whole != place and whole in at:
                row = rows.setdefault((position, whole), np.zeros(len(places)))
                row[at[place]], row[at[whole]] = 1.0, -1.0
    yield from rows.values()


if __name__ == "__main__":
    main()
