"""How long a report takes: 2,000 answers, 22 themes, 3 waves, 4 groups (made-up numbers).

Run with `python -m benchmarks.report_speed`; it prints the seconds of the whole command.
"""

import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from textmining.answers import Meta, write_coded, write_table
from textmining.codebook import Codebook, Theme
from textmining.counting import CountOptions
from textmining.sampling import draw_survey
from textmining.workflow.report import ReportOptions, report

ANSWERS, THEMES, WAVES, GROUPS = 2000, 22, ("2019", "2020", "2021"), 4


def main() -> None:
    """Write a made-up coded file, then time the report on it."""
    rng = np.random.default_rng(0)
    book = Codebook("fart", "1", tuple(Theme(f"t{k}", f"Tema {k}") for k in range(THEMES)))
    truth = rng.random((ANSWERS, THEMES)) < np.linspace(0.02, 0.3, THEMES)
    p = np.clip(np.where(truth, 0.75, 0.06) + rng.normal(0, 0.1, truth.shape), 0.001, 0.999)
    frame = pd.DataFrame(
        {
            "respondent": [f"r{i}" for i in range(ANSWERS)],
            "wave": np.array(WAVES)[np.arange(ANSWERS) % len(WAVES)],
            "question": "q",
            "group": [f"gruppe {i % GROUPS}" for i in range(ANSWERS)],
            "text": "svar",
            "themes": pd.Series(book.sets(p >= 0.5), dtype=object),
            **{f"p_{code}": p[:, k] for k, code in enumerate(book.codes)},
        }
    )
    populations = pd.factorize(frame["wave"])[0].astype(np.int64)
    draw = draw_survey(p, populations, np.ones(ANSWERS, dtype=np.bool_), "20%", 0)
    frame = frame.assign(
        review=draw.review,
        order=pd.Series(draw.order, dtype="Int64"),
        stratum=draw.stratum.astype(str),
        inclusion=draw.inclusion,
        model="m",
        codebook_version="1",
    )
    read = frame[["respondent", "wave", "question"]].assign(
        themes=pd.Series(book.sets(truth), dtype=object)
    )[draw.review == "audit"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_coded(frame, Meta("speed", book, draw={"design": draw.design}), folder / "c.parquet")
        write_table(read, folder / "read.csv")
        options = ReportOptions(CountOptions(by=("group",)))
        start, used = time.perf_counter(), time.process_time()
        report(
            [folder / "c.parquet"],
            folder / "out",
            decisions=[str(folder / "read.csv")],
            options=options,
        )
        whole, busy = time.perf_counter() - start, time.process_time() - used
        print(f"{whole:.1f} s, {busy:.1f} s of them at work")


if __name__ == "__main__":
    main()
