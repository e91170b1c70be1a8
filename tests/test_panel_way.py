"""A panel from the command line: the same respondents are read, and a change is told closer."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.conftest import Run
from textmining.answers import IDENTITY, read_coded, write_table

pytestmark = pytest.mark.slow

N = 400
THEMES = ("nav", "tolk")
BOOK = "Kode;Tema;Rest\nnav;NAV;\ntolk;Tolk;\ningen;Ingen;ingen\n"


def said_and_true() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """What a machine says of two waves and what is true; nine in ten keep both."""
    rng = np.random.default_rng(3)
    waves = []
    for _ in range(2):
        truth = rng.random((N, 2)) < (0.4, 0.2)
        waves.append((truth ^ (rng.random((N, 2)) < 0.2), truth))
    keep = rng.random((N, 1)) < 0.9
    newer = tuple(np.where(keep, *pair) for pair in zip(*waves, strict=True))
    return {"2020": waves[0], "2021": newer}


def coded(folder: Path, run: Run, *options: str) -> tuple[list[Path], Path, pd.DataFrame]:
    """Both waves, drawn with these options, what was read of them, and the table of counts."""
    book, read = folder / "bok-1.csv", []
    folder.mkdir()
    book.write_text(BOOK, encoding="utf-8")
    files = []
    for wave, (said, truth) in said_and_true().items():
        sets = [tuple(np.array(THEMES)[row]) or ("ingen",) for row in truth]
        frame = pd.DataFrame({
            "respondent": [f"r{i}" for i in range(N)],
            "wave": wave,
            "question": "imdi",
            "text": [f"svar nummer {i}" for i in range(N)],
            **{code: said[:, k].astype(int) for k, code in enumerate(THEMES)},
            "ingen": (~said.any(axis=1)).astype(int),
        })  # fmt: skip
        write_table(frame, folder / f"{wave}.csv")
        files.append(folder / f"{wave}.parquet")
        run("draw", folder / f"{wave}.csv", "--codebook", book, "--out", files[-1], *options)
        drawn = read_coded([files[-1]]).drawn
        codes = pd.Series(sets, dtype=object)
        read.append(frame[IDENTITY].assign(themes=codes)[drawn])
    write_table(pd.concat(read), folder / "read.csv")
    counts = folder / "counts.csv"
    run("count", *files, "--decisions", folder / "read.csv", "--changes", "--out", counts)
    return files, counts, pd.read_csv(counts, sep=";", encoding="utf-8-sig")


def drawn_of(file: Path) -> set[str]:
    found = read_coded([file])
    return {*found.frame.loc[found.drawn, "respondent"]}


def test_a_panel_reads_the_same_people_and_tells_changes_closer(tmp_path: Path, run: Run) -> None:
    apart, _, plain = coded(tmp_path / "apart", run, "--review", "20%")
    alike, _, table = coded(tmp_path / "alike", run, "--review", "20%", "--panel")
    shared = [len(drawn_of(older) & drawn_of(newer)) for older, newer in (apart, alike)]
    assert shared[1] > 2.5 * shared[0]
    truth = {wave: true.mean(axis=0) for wave, (_, true) in said_and_true().items()}
    for k, code in enumerate(THEMES):
        row, before = (
            t[(t["wave"] == 2021) & (t["theme"] == code)].iloc[0].to_dict() for t in (table, plain)
        )
        moved = truth["2021"][k] - truth["2020"][k]
        assert row["change_low"] <= moved <= row["change_high"]
        width, usual = (r["change_high"] - r["change_low"] for r in (row, before))
        assert width < 0.8 * usual, code
        assert row["correlation"] > 0.3
        assert before.get("correlation", 0) == 0


def test_waves_drawn_with_other_seeds_are_not_taken_for_a_panel(tmp_path: Path, run: Run) -> None:
    files, counts, table = coded(tmp_path / "p", run, "--review", "20%", "--panel")
    run(
        *("draw", tmp_path / "p" / "2021.csv", "--codebook", tmp_path / "p" / "bok-1.csv"),
        *("--out", files[1], "--review", "20%", "--panel", "--seed", "5"),
    )
    run(
        *("count", *files, "--decisions", tmp_path / "p" / "read.csv", "--changes"),
        *("--out", counts),
    )
    again = pd.read_csv(counts, sep=";", encoding="utf-8-sig")
    newest = again[again["wave"] == 2021]
    assert (newest["correlation"] == 0).all()
    assert (table.loc[table["wave"] == 2021, "correlation"] != 0).any()
