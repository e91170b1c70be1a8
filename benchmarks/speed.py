"""How fast `textmining code` is, and how much memory it takes, beside what it is made of.

    python -m benchmarks.speed MODEL FILE… [--jobs 2]

Every file is coded by a process of its own; its processor time and memory are the system's count.
Beside it stand, for the same texts and in one process: spaCy's empty pipeline, the language
stage, the first step of any classifier of scikit-learn (hashing and a matrix product), and what
other libraries take to score texts once they have learnt the example survey (`benchmarks.peers`).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import spacy
from sklearn.feature_extraction.text import HashingVectorizer

from benchmarks.example_survey import coded_example
from benchmarks.peers import learners
from textmining.answers import Columns, answers_in
from textmining.language import clean, load_pipeline

_MOST = 5_000  # distinct texts that the parts are measured on
_THEMES = 22
_LANGUAGE = "language stage"


def main() -> None:
    """Print a row a file, a row a part, and how `code` compares with each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    print("file\tanswers\tdistinct\tCPU s\twall s\tMiB\tanswers per CPU s")
    files = []
    for file in arguments.files:
        texts = [clean(text) for text in answers_in([file], Columns()).texts]
        distinct = list(dict.fromkeys(texts))
        cpu, wall, memory = _coded(arguments.model, file, arguments.jobs)
        files.append((file.name, len(texts), len(distinct), cpu))
        row = [f"{cpu:.1f}", f"{wall:.1f}", f"{memory:.0f}", f"{len(texts) / cpu:.0f}"]
        print(file.name, len(texts), len(distinct), *row, sep="\t", flush=True)
    print("\npart\tms a text", *(f"{name}: code takes" for name, *_ in files), sep="\t")
    for part, seconds in _parts(distinct[:_MOST]):
        # Texts that repeat are read once by the language stage, as by `code`; others read all.
        rates = [
            f"{cpu / (seconds * (n_distinct if part == _LANGUAGE else n)):.2f} x"
            for _, n, n_distinct, cpu in files
        ]
        print(part, f"{1000 * seconds:.3f}", *rates, sep="\t", flush=True)


def _coded(model: Path, file: Path, jobs: int) -> tuple[float, float, float]:
    """Code a file; return processor seconds, wall seconds and the largest process in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "textmining.cli", "code", str(file)]
        command += ["--model", str(model), "--out", f"{folder}/coded.parquet"]
        start = time.monotonic()
        process = subprocess.Popen([*command, "--jobs", str(jobs)], stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{file} was not coded.")
    seconds = used.ru_utime + used.ru_stime
    return seconds, time.monotonic() - start, used.ru_maxrss / 1024


def _parts(texts: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield each part's name and its processor seconds a text."""
    blank = spacy.blank("nb")
    rng = np.random.default_rng(0)
    weights = rng.standard_normal((2**18, _THEMES), dtype=np.float32)
    hashing = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 6), n_features=2**18)
    yield "spaCy's empty pipeline", _seconds_each(lambda t: list(blank.pipe(t)), texts)
    yield _LANGUAGE, _seconds_each(load_pipeline().analyse, texts)
    yield (
        "scikit-learn, hashing and product",
        _seconds_each(lambda t: hashing.transform(t) @ weights, texts),
    )
    answers, book = coded_example()
    themes = book.indicator(answers["themes"])
    for name, learn in learners().items():
        yield name, _seconds_each(learn(answers["text"].tolist(), themes), texts)


def _seconds_each(work: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    start = time.process_time()
    work(texts)
    return (time.process_time() - start) / len(texts)


if __name__ == "__main__":
    main()
