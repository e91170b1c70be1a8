"""Coverage where the decisions that make the count have trained the model too.

python -m benchmarks.coverage_same_decisions --draws 46 --out benchmarks/results/FILE.csv

The example survey (made up): a model of 400 answers codes the 600 others, a share of these is drawn
and read. Then the model is trained on the read answers too and codes all 600 again. Counted are

- `before`: the first draw, with the probabilities of the first model, which has seen none of them,
- `after`: the first draw, with those of the second, which has learnt the codes it is judged by,
- `again`: a second draw with the second model and the same seed, which draws many answers again
  that the model has learnt,
- `again, learnt apart`: the same as the program counts it: what the model has learnt counts as it
  was coded, and the others are counted from those drawn ones that the model has not seen.

The classifier is a plain one (TF-IDF of letters, logistic regression), so that 1,012 evaluations a
cell take minutes; as the program's own it fits what it has learnt better than what it has not.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.example_survey import coded_example
from textmining.estimation import (
    InMemory,
    Reading,
    ThemeCount,
    assisting_model,
    count_theme,
)
from textmining.sampling import draw_survey

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

_LEVEL, _TRAINED, _SHARES = 0.95, 400, ("20%", "40%")


def answers_and_codes() -> tuple[sparse.csr_matrix, Bools]:
    """What the classifier sees of each answer, and a person's codes."""
    answers, book = coded_example()
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    return letters.fit_transform(answers["text"]), book.indicator(answers["themes"])


def probabilities(x: sparse.csr_matrix, codes: Bools, of: sparse.csr_matrix) -> Array:
    """The probabilities of every theme in the answers `of`, learnt from others."""
    found = np.empty((of.shape[0], codes.shape[1]))
    for k in range(codes.shape[1]):
        if codes[:, k].any():
            model = LogisticRegression(C=30, solver="liblinear").fit(x, codes[:, k])
            found[:, k] = model.predict_proba(of)[:, 1]
        else:
            found[:, k] = 0.5 / len(codes)
    return found.clip(0.001, 0.999)


def counted(p: Array, codes: Bools, reading: Reading) -> Iterator[ThemeCount]:
    """Every theme's count from what was read and some probabilities."""
    rest = np.ones(len(p), dtype=np.bool_) if reading.learnt is None else ~reading.learnt
    model = assisting_model(InMemory(p[rest]), codes[reading.telling], reading.part(rest))
    every = replace(model.recalibration, machine=InMemory(p), learnt=reading.learnt)
    model = replace(model, recalibration=every)
    for k in range(codes.shape[1]):
        machine = model.of(k, np.arange(len(p)))
        yield count_theme(codes[:, k], machine, reading, _LEVEL, fewest=1)


def drawn(p: Array, share: str, seed: int) -> Reading:
    """A draw that is read."""
    n = len(p)
    draw = draw_survey(p, np.zeros(n, dtype=np.int64), np.ones(n, dtype=np.bool_), share, seed)
    read = np.asarray(draw.review == "audit")
    return Reading(draw.stratum, read, read)


def cases(
    x: sparse.csr_matrix, codes: Bools, old: NDArray[np.intp], share: str, seed: int
) -> Iterator[tuple[str, Array, Reading]]:
    """What is counted, with which probabilities and of what was read."""
    new = np.setdiff1d(np.arange(len(codes)), old)
    before = probabilities(x[old], codes[old], x[new])
    first = drawn(before, share, seed)
    learnt = first.audited
    trained = np.concatenate([old, new[learnt]])
    after = probabilities(x[trained], codes[trained], x[new])
    second = drawn(after, share, seed)
    seen = second.audited | learnt
    apart = Reading(
        stratum=np.where(learnt, 0, second.stratum),
        audited=seen,
        seen=seen,
        population=learnt.astype(np.int64),
        learnt=learnt,
    )
    yield "before", before, first
    yield "after", after, first
    yield "again", after, replace(second, seen=seen)
    yield "again, learnt apart", after, apart


def main() -> None:
    """Print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=50)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    x, codes = answers_and_codes()
    found: dict[tuple[str, str], list[tuple[ThemeCount, int]]] = defaultdict(list)
    for seed in range(arguments.draws):
        old = np.random.default_rng(seed).permutation(len(codes))[:_TRAINED]
        new = np.setdiff1d(np.arange(len(codes)), old)
        truth = codes[new].sum(axis=0).tolist()
        for share in _SHARES:
            for name, p, reading in cases(x, codes, old, share, seed):
                found[share, name] += zip(counted(p, codes[new], reading), truth, strict=True)
    rows = [
        {
            "read": share,
            "counted": name,
            "evaluations": len(items),
            "coverage": round(float(np.mean([c.low <= t <= c.high for c, t in items])), 4),
            "width": round(float(np.mean([c.high - c.low for c, _ in items])), 2),
            "error": round(float(np.mean([abs(c.estimate - t) for c, t in items])), 2),
            "bias": round(float(np.mean([c.estimate - t for c, t in items])), 2),
        }
        for (share, name), items in found.items()
    ]
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    if arguments.out:
        table.to_csv(arguments.out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
