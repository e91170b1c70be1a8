"""Large surveys to measure on, made of sentences of the example survey and, if given, a treebank.

    python -m benchmarks.large_survey 100000 OUT.parquet [--sentences FILE.conllu…] [--seed 1]

An answer has 31 words in the mean, and 15 % repeat an earlier one. Sentences of a treebank bring
words that no survey of the example's has; pieces of sentences make nearly all the others distinct.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from benchmarks.example_survey import coded_example
from building.treebank import read_treebank
from textmining.language import clean

__all__ = ["made_texts"]

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_WORDS = 23, 10  # from which on an answer ends, mean and standard deviation: 31 in the mean
_AGAIN = 0.14  # of the answers repeat an earlier one
_OURS = 0.6  # of the sentences are the example survey's
_PIECE = 0.5  # of the longer ones are cut short
_AT_A_TIME = 50_000


def main() -> None:
    """Write a file of answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sentences", type=Path, nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    texts = made_texts(rng, _of_treebanks(arguments.sentences))
    schema = _rows(texts, rng, 0, 0).schema
    is_csv = arguments.out.suffix == ".csv"
    writer = (csv.CSVWriter if is_csv else parquet.ParquetWriter)(arguments.out, schema)
    with writer:
        for start in range(0, arguments.answers, _AT_A_TIME):
            end = min(start + _AT_A_TIME, arguments.answers)
            writer.write_table(_rows(texts, rng, start, end))


def _rows(texts: Iterator[str], rng: np.random.Generator, start: int, end: int) -> pa.Table:
    """The answers of some respondents."""
    n = end - start
    roles = np.array(["leder", "ansatt", "innbygger"])
    return pa.table(
        {
            "respondent": pa.array([f"r{i:08d}" for i in range(start, end)], pa.string()),
            "wave": pa.array(["2021"] * n, pa.string()),
            "question": pa.array(["imdi"] * n, pa.string()),
            "role": pa.array(roles[rng.integers(0, 3, n)].tolist(), pa.string()),
            "size": pa.array(rng.integers(1, 700, n), pa.int64()),
            "text": pa.array([next(texts) for _ in range(n)], pa.string()),
        }
    )


def made_texts(rng: np.random.Generator, others: Sequence[str] = ()) -> Iterator[str]:
    """Yield answers without end."""
    ours = _sentences()
    given: list[str] = []
    while True:
        if given and rng.random() < _AGAIN:
            yield given[int(rng.integers(len(given)))]
            continue
        goal = max(6, rng.normal(*_WORDS))
        words: list[str] = []
        while len(words) < goal:
            some = ours if not others or rng.random() < _OURS else others
            sentence = some[int(rng.integers(len(some)))].split()
            if len(sentence) > 6 and rng.random() < _PIECE:
                sentence = sentence[: int(rng.integers(3, len(sentence)))]
            words += sentence
        given.append(" ".join(words))
        yield given[-1]


def _sentences() -> list[str]:
    answers, _ = coded_example()
    texts = [clean(text) for text in answers["text"]]
    found = (match[0].strip() for text in texts for match in _SENTENCE.finditer(text))
    return list(dict.fromkeys(found))


def _of_treebanks(files: Sequence[Path]) -> list[str]:
    return [
        "".join(word.form + " " * word.space for word in sentence.words).strip()
        for file in files
        for sentence in read_treebank(file)
    ]


if __name__ == "__main__":
    main()
