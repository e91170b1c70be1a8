"""How fast `textmining code` is, and how much memory it takes, beside what it is made of.

    python -m benchmarks.speed MODEL FILE… [--jobs 2]

Every file is coded by a process of its own; its processor time and memory are the system's count.
Beside it stand, for the same texts and in one process: spaCy's empty pipeline, the language
stage, and the first step of any classifier of scikit-learn (hashing and a matrix product).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import spacy
from sklearn.feature_extraction.text import HashingVectorizer

from textmining.answers import Columns, answers_in
from textmining.language import clean, load_pipeline

_MOST = 5_000  # distinct texts that the parts are measured on
_THEMES = 22


def main() -> None:
    """Print a row a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    print("file\tanswers\tCPU s\twall s\tMiB\tanswers per CPU s\tof the language stage")
    for file in arguments.files:
        answers = answers_in([file], Columns())
        distinct = list(dict.fromkeys(clean(text) for text in answers.texts))
        cpu, wall, memory = _coded(arguments.model, file, arguments.jobs)
        language = _seconds_each(load_pipeline().analyse, distinct[:_MOST]) * len(distinct)
        n = len(answers)
        row = [file.name, n, f"{cpu:.1f}", f"{wall:.1f}", f"{memory:.0f}", f"{n / cpu:.0f}"]
        print(*row, f"{cpu / language:.2f}", sep="\t", flush=True)
    _parts(distinct[:_MOST])


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


def _parts(texts: Sequence[str]) -> None:
    blank = spacy.blank("nb")
    rng = np.random.default_rng(0)
    weights = rng.standard_normal((2**18, _THEMES), dtype=np.float32)
    hashing = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 6), n_features=2**18)
    times = {
        "spaCy's empty pipeline": _seconds_each(lambda t: list(blank.pipe(t)), texts),
        "language stage": _seconds_each(load_pipeline().analyse, texts),
        "scikit-learn, hashing and product": _seconds_each(
            lambda t: hashing.transform(t) @ weights, texts
        ),
    }
    for name, seconds in times.items():
        print(f"{name}: {1000 * seconds:.2f} ms a distinct text")


def _seconds_each(work: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    start = time.process_time()
    work(texts)
    return (time.process_time() - start) / len(texts)


if __name__ == "__main__":
    main()
