"""Coverage with real probabilities: the program's own classifier on the example survey.

    python -m benchmarks.coverage_real --draws 40 --out benchmarks/results/coverage_real.json

Every answer of the three waves is coded by a model that has seen nothing of its respondent. Then
the drawn answers are "read" again and again with other seeds, and the whole table of counts is
compared with the hand count. The answers of the example survey are made up.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.coverage import LEVEL, Counted, Tally, summary
from benchmarks.example_survey import coded_example
from textmining.answers import (
    Answers,
    Coded,
    Decisions,
    Meta,
)
from textmining.classifier import AnalysedAnswers, TrainingAnswers, description_texts, train
from textmining.codebook import Codebook
from textmining.counting import Fit, Wave, fit, fit_each_theme, waves
from textmining.estimation import (
    Limits,
    ThemeCount,
    before_rounding,
    change,
    hypergeometric_limits,
)
from textmining.language import load_pipeline
from textmining.sampling import draw_survey
from textmining.workflow.coding.analysis import analysed
from textmining.workflow.progress import silent

__all__ = ["coded_out_of_fold", "main", "measure"]

_FOLDS = 5
METHODS: dict[str, Callable[[Wave], Fit]] = {
    "the program": partial(fit, strict=False),
    "each theme by itself": fit_each_theme,
}


def coded_out_of_fold() -> tuple[pd.DataFrame, Codebook]:
    """The example survey with probabilities from models that have not seen the respondent."""
    answers, book = coded_example()
    pipeline = load_pipeline(None)
    prepared = analysed(Answers(answers), pipeline, jobs=1, progress=silent)
    truth = book.indicator(answers["themes"])
    respondents = (answers["wave"] + "\0" + answers["respondent"]).to_numpy(dtype=np.str_)
    people = np.unique(respondents, return_inverse=True)[1]
    fold = (np.random.default_rng(0).permutation(people.max() + 1) % _FOLDS)[people]
    probabilities = np.zeros(truth.shape)
    for number in range(_FOLDS):
        seen = np.flatnonzero(fold != number)
        unseen = np.flatnonzero(fold == number)
        model = train(
            TrainingAnswers(_some(prepared, seen), respondents[seen].tolist(), truth[seen]),
            book,
            descriptions=pipeline.analyse(description_texts(book)),
            language=asdict(pipeline.identity),
            seed=0,
            jobs=1,
        )
        probabilities[unseen] = model.predict(_some(prepared, unseen)).probabilities
    columns = {f"p_{code}": probabilities[:, k] for k, code in enumerate(book.codes)}
    return answers.assign(**columns), book


def _some(answers: AnalysedAnswers, rows: NDArray[np.intp]) -> AnalysedAnswers:
    return AnalysedAnswers(
        [answers.texts[i] for i in rows],
        [answers.analyses[i] for i in rows],
        [answers.questions[i] for i in rows],
    )


def measure(
    answers: pd.DataFrame, book: Codebook, share: str, draws: int
) -> list[dict[str, object]]:
    """Coverage and width of every kind of count over many draws, a row per kind and method."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    truth = answers[["respondent", "wave", "question", "themes"]]
    for seed in range(draws):
        coded = _drawn(answers, book, share, seed)
        rows = coded.drawn
        read = truth[rows]
        hand = list(waves(coded, Decisions(truth), "weight"))
        for method, fitting in METHODS.items():
            plain = [fitting(wave) for wave in waves(coded, Decisions(read))]
            weighted = [fitting(wave) for wave in waves(coded, Decisions(read), "weight")]
            for kind, counted, value in _cases(plain, weighted, hand):
                tallies[kind, method].add(counted, value)
        for kind, counted, value in _human(hand, share, np.random.default_rng(seed)):
            tallies[kind, "human only"].add(counted, value)
    return [
        {
            "share": share,
            "kind": kind,
            "method": method,
            **summary(tally, tallies.get((kind, "human only"))),
        }
        for (kind, method), tally in tallies.items()
    ]


def _drawn(answers: pd.DataFrame, book: Codebook, share: str, seed: int) -> Coded:
    """A coded file with a draw of its own."""
    p = answers[[f"p_{code}" for code in book.codes]].to_numpy()
    keys = pd.MultiIndex.from_frame(answers[["wave", "question"]])
    populations = pd.factorize(keys)[0].astype(np.int64)
    draw = draw_survey(p, populations, np.ones(len(p), dtype=np.bool_), share, seed)
    frame = answers.assign(
        themes=pd.Series(book.sets(p >= 0.5), dtype=object),
        weight=np.random.default_rng(1).lognormal(0, 0.5, len(p)),
        review=draw.review,
        order=draw.order,
        stratum=draw.stratum.astype(str),
    )
    return Coded(frame, Meta("benchmark", book))


def _cases(
    plain: Sequence[Fit], weighted: Sequence[Fit], hand: Sequence[Wave]
) -> Iterator[tuple[str, Counted, float]]:
    """Every count with its truth, by kind."""
    older: dict[int, tuple[Limits, float]] = {}
    for fitted, heavy, known in zip(plain, weighted, hand, strict=True):
        coded, weight = known.coded, known.reading.weight
        everyone = np.ones(len(coded), dtype=np.bool_)
        for k in range(len(known.categories)):
            truth = known.codes.having(known.categories[k], np.arange(len(coded)))
            whole = fitted.of(everyone, planned=True).count(k, LEVEL)
            yield "theme", _counted(whole), float(truth.sum())
            total = heavy.of(everyone, planned=True).count(k, LEVEL)
            yield "weights", _counted(total), float(weight[truth].sum())
            for name, planned in (("question", True), ("role", False), ("landsdel", False)):
                for value in coded.frame[name].unique():
                    rows = (coded.frame[name] == value).to_numpy()
                    part = fitted.of(rows, planned=planned).count(k, LEVEL)
                    if not np.isnan(part.low):
                        yield name, _counted(part), float(truth[rows].sum())
            share = Limits(*(v / whole.total for v in _counted(whole)))
            newer = before_rounding(share, whole.total), float(truth.mean())
            if k in older:
                found = change(older[k][0], newer[0])
                yield "change", (found.value, found.low, found.high), newer[1] - older[k][1]
            older[k] = newer


def _human(
    hand: Sequence[Wave], share: str, rng: np.random.Generator
) -> Iterator[tuple[str, Counted, float]]:
    """The same budget as a simple random draw that ignores the machine."""
    for wave in hand:
        size = len(wave.coded)
        budget = -(-size * int(share.rstrip("%")) // 100)
        rows = rng.choice(size, budget, replace=False)
        for truth in wave.codes.each(wave.categories, np.arange(size)).T:
            found = int(truth[rows].sum())
            low, high = hypergeometric_limits(size, budget, found, LEVEL)
            yield "theme", (size * found / budget, low, high), float(truth.sum())


def _counted(count: ThemeCount) -> Counted:
    return count.estimate, count.low, count.high


def main() -> None:
    """Measure at three shares and write all rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--probabilities", type=Path, help="write them and the truth, as .npz")
    arguments = parser.parse_args()
    answers, book = coded_out_of_fold()
    if arguments.probabilities:
        p = answers[[f"p_{code}" for code in book.codes]].to_numpy()
        np.savez_compressed(arguments.probabilities, p=p, y=book.indicator(answers["themes"]))
    rows: list[dict[str, object]] = []
    for share in ("10%", "20%", "40%"):
        rows += measure(answers, book, share, arguments.draws)
        arguments.out.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
