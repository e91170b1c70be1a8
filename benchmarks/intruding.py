"""How many of the numbers that are held back an intruder works out, and what holding back costs.

    python -m benchmarks.intruding --seeds 6

Small made-up surveys (two waves, two questions, three themes, a residual one, a net), each counted
and held back (`--suppress 3`) in five ways, then attacked by integer programming by intruders who
know all that ties the counts together. The last line counts one survey of 1,000 answers, 22 themes
and 3 waves with two groups crossed.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from time import process_time

import numpy as np
import pandas as pd

from tests.intruder import Cell, told
from tests.intruder_of_weights import told_of_weights
from tests.survey_to_count import audited, count_themes, count_to_publish
from tests.test_disclosure_suppress import (
    NETS,
    RESIDUAL,
    WEIGHTS,
    survey,
    weighted_survey,
    with_nobody,
)
from textmining.answers import Coded, Meta
from textmining.codebook import Codebook, Theme
from textmining.counting import CountOptions

_TOTALS = CountOptions(by=("role",), margins=True)
_CROSSED = CountOptions(by=("role", "landsdel"), margins=True)
_BEHIND = replace(_TOTALS, respondents=True, unit="kommune")
_FAR_APART = {"leder": 0.2312, "rådgiver": 1.2345, "lærer": 4.6177}
_LIMIT = 3
_SECRET = {"estimate", "machine", "people", "units", "units by machine"}


def main() -> None:
    """Attack and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=6)
    seeds = range(parser.parse_args().seeds)
    for name, attack in ATTACKS.items():
        found = [attack(seed) for seed in seeds]
        attacked, told_ones = (sum(numbers) for numbers in zip(*found, strict=True))
        print(f"{name}: {attacked} attacked, {told_ones} worked out", flush=True)
    print("crossed groups, CPU seconds: counted {:.1f}, held back {:.1f}".format(*_seconds()))


def _everything_read(seed: int) -> tuple[int, int]:
    coded, truth = survey(60, seed)
    options = replace(_CROSSED, respondents=True)
    plain = count_to_publish(coded, truth, options)
    table = count_to_publish(coded, truth, replace(options, suppress=_LIMIT))
    return _hidden(table), _told(table, plain, options)


def _partly_read(seed: int) -> tuple[int, int]:
    coded, truth = survey(120, seed)
    read, options = audited(coded, truth), CountOptions(by=("role", "landsdel"), each=True)
    plain = count_to_publish(coded, read, options)
    table = count_to_publish(coded, read, replace(options, suppress=_LIMIT))
    return _hidden(table), _told(with_nobody(table), with_nobody(plain), options, is_whole=False)


def _units(seed: int) -> tuple[int, int]:
    coded, truth = survey(90, seed)
    units = pd.factorize(coded.frame["respondent"])[0] // 2
    coded = Coded(coded.frame.assign(kommune=units.astype(str)), coded.meta)
    options = replace(_TOTALS, unit="kommune")
    plain = count_to_publish(coded, truth, options)
    table = count_to_publish(coded, truth, replace(options, suppress=_LIMIT))
    return _hidden(table), _told(with_nobody(table), with_nobody(plain), options)


def _weights(
    seed: int, options: CountOptions, weights: Mapping[str, float] = WEIGHTS
) -> tuple[int, int]:
    coded, truth = weighted_survey(60, seed, weights)
    counts = count_to_publish(coded, truth, options)
    table = count_to_publish(coded, truth, replace(options, weights="weight", suppress=_LIMIT))
    if not options.respondents:
        table, counts = with_nobody(table), with_nobody(counts)
    attacked, found = told_of_weights(table, counts, options.by, weights, NETS, RESIDUAL, 1.0)
    return attacked, _secrets(found, counts)


ATTACKS: dict[str, Callable[[int], tuple[int, int]]] = {
    "crossed groups, respondents": _everything_read,
    "partly read, each group": _partly_read,
    "units": _units,
    "weights, groups": partial(_weights, options=_TOTALS),
    "weights, crossed groups": partial(_weights, options=_CROSSED),
    "weights, respondents, units": partial(_weights, options=_BEHIND),
    "weights far apart, respondents, units": partial(_weights, options=_BEHIND, weights=_FAR_APART),
}


def _hidden(table: pd.DataFrame) -> int:
    names = [n for n in ("estimate", "machine", "respondent_share") if n in table]
    return int(table[names].isna().to_numpy().sum())


def _told(
    table: pd.DataFrame, plain: pd.DataFrame, options: CountOptions, *, is_whole: bool = True
) -> int:
    return _secrets(told(table, plain, options.by, NETS, RESIDUAL, is_whole=is_whole), plain)


def _secrets(found: Mapping[Cell, float], plain: pd.DataFrame) -> int:
    """How many of those told are secrets.

    How many answers a place has is none if they are not few, and a theme that nobody there was
    asked about is in no row of a question.
    """
    groups = list(plain.columns[2 : list(plain.columns).index("theme")])
    rows = plain.loc[plain["question"] != "*", ["wave", *groups, "theme"]]
    asked = set(rows.itertuples(index=False, name=None))
    return sum(
        (cell[1], *cell[3:]) in asked if cell[0] in _SECRET else number < _LIMIT
        for cell, number in found.items()
    )


def _seconds() -> Iterator[float]:
    """Processor time of counting, and of counting what may be published."""
    coded, truth = _large(1000)
    for suppress, count in ((0, count_themes), (3, count_to_publish)):
        started = process_time()
        count(coded, truth, replace(_CROSSED, suppress=suppress))
        yield process_time() - started


def _large(n: int) -> tuple[Coded, pd.DataFrame]:
    """A survey with 22 themes, three waves and four questions, all read."""
    rng = np.random.default_rng(0)
    themes = [Theme(f"t{k}", f"Tema {k}") for k in range(21)]
    book = Codebook("stor", "1", (*themes, Theme("ingen", "Ingen", residual="none")))
    truth = rng.random((n, 22)) < np.append(rng.uniform(0.02, 0.2, 21), 0)
    truth[~truth.any(axis=1), 21] = True
    p = np.clip(np.where(truth, 0.85, 0.03) + rng.normal(0, 0.05, truth.shape), 0.001, 0.999)
    role = rng.integers(0, 3, n)
    frame = pd.DataFrame({
        "respondent": [f"r{i}" for i in range(n)],
        "wave": rng.choice(["2019", "2020", "2021"], n),
        "question": np.where(rng.random(n) < 0.75, [f"q{r}" for r in role], "alle"),
        "role": [f"rolle {r}" for r in role],
        "landsdel": rng.choice(["nord", "midt", "vest", "øst", "sør", "oslo"], n),
        "text": "svar",
        "themes": pd.Series(book.sets(truth), dtype=object),
        **{f"p_{code}": p[:, k] for k, code in enumerate(book.codes)},
        "review": "audit", "stratum": "1", "inclusion": 1.0, "model": "m", "codebook_version": "1",
        "order": pd.array(range(1, n + 1), dtype="Int64"),
    })  # fmt: skip
    decided = frame[["respondent", "wave", "question", "themes"]]
    return Coded(frame, Meta("test", book, draw={"design": "all"})), decided


if __name__ == "__main__":
    main()
