"""Codes of any other program: drawn from, read, counted and reported as our own model's are."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.conftest import Run
from textmining.answers import IDENTITY, Columns, read_coded, write_table
from textmining.errors import ColumnError
from textmining.workflow.count import count
from textmining.workflow.draw import draw
from textmining.workflow.report import report

THEMES = ("nav", "tolk", "ingen")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, pd.DataFrame]:
    """Two hundred answers, a codebook, and what a person would say of each."""
    rng = np.random.default_rng(7)
    truth = rng.random((200, 2)) < (0.3, 0.1)
    said = truth | (rng.random((200, 2)) < 0.15)
    frame = pd.DataFrame(
        {
            "respondent": [f"r{i}" for i in range(200)],
            "wave": "2021",
            "question": "imdi",
            "text": [f"svar nummer {i}" for i in range(200)],
            "role": ["a", "b"] * 100,
            "nav": said[:, 0].astype(int),
            "tolk": said[:, 1].astype(int),
            "ingen": (~said.any(axis=1)).astype(int),
        }
    )
    frame.loc[3, "text"] = ""
    path, book = tmp_path / "ai.csv", tmp_path / "bok-1.csv"
    write_table(frame, path)
    book.write_text("Kode;Tema;Rest\nnav;NAV;\ntolk;Tolk;\ningen;Ingen;ingen\n", encoding="utf-8")
    sets = [tuple(np.array(THEMES[:2])[row]) or ("ingen",) for row in truth]
    return path, book, frame[IDENTITY].assign(themes=pd.Series(sets, dtype=object))


def test_hard_codes_of_another_program_are_counted_with_intervals(
    files: tuple[Path, Path, pd.DataFrame], tmp_path: Path
) -> None:
    path, book, truth = files
    out, read = tmp_path / "coded.parquet", tmp_path / "read.csv"
    coded = draw([path], Columns(), book, out, machine="Et annet program", review="40%")
    assert coded.answered.sum() == 199
    assert coded.drawn.sum() == 80
    write_table(truth[coded.drawn], read)
    table = count([out], tmp_path / "counts.csv", decisions=[str(read)]).counts.frame
    row = table[table["theme"] == "nav"].iloc[0].to_dict()
    true = sum("nav" in themes for themes in truth["themes"][coded.answered])
    assert row["low"] <= true <= row["high"]
    assert row["low"] < row["high"]
    assert row["machine"] > true
    report([out], tmp_path / "rapport", decisions=[str(read)])
    assert "Et annet program" in (tmp_path / "rapport" / "method.md").read_text(encoding="utf-8")


def test_chances_are_taken_as_they_are(
    files: tuple[Path, Path, pd.DataFrame], tmp_path: Path
) -> None:
    _, book, truth = files
    rng = np.random.default_rng(1)
    chances = pd.DataFrame(rng.random((200, 3)).round(3), columns=[f"p_{c}" for c in THEMES])
    frame = pd.concat([truth[IDENTITY].assign(text="svar"), chances], axis=1)
    path, out = tmp_path / "p.csv", tmp_path / "coded.csv"
    write_table(frame, path)
    draw([path], Columns(), book, out, machine="m")
    coded = read_coded([out])
    np.testing.assert_allclose(coded.probabilities.to_numpy(), chances.to_numpy())
    said = coded.codebook.indicator(coded.frame["themes"])
    assert (said == (chances >= 0.5).to_numpy()).all()
    assert [name for name in map(str, coded.frame) if name.endswith("_in")] == []


def test_a_file_without_codes_is_refused(
    files: tuple[Path, Path, pd.DataFrame], tmp_path: Path
) -> None:
    _, book, truth = files
    path = tmp_path / "plain.csv"
    write_table(truth[IDENTITY].assign(text="svar"), path)
    with pytest.raises(ColumnError, match="neither codes nor chances"):
        draw([path], Columns(), book, tmp_path / "coded.csv", machine="m")
    assert not (tmp_path / "coded.csv").exists()


def test_chances_of_some_themes_only_are_not_dropped_in_silence(
    files: tuple[Path, Path, pd.DataFrame], tmp_path: Path
) -> None:
    path, book, _ = files
    write_table(pd.read_csv(path, sep=";").assign(p_nav=0.3), path)
    with pytest.raises(ColumnError, match="none for tolk, ingen"):
        draw([path], Columns(), book, tmp_path / "coded.csv", machine="m")


def test_the_command(files: tuple[Path, Path, pd.DataFrame], tmp_path: Path, run: Run) -> None:
    out = tmp_path / "coded.csv"
    result = run("draw", files[0], "--codebook", files[1], "--out", out, "--review", "10")
    assert result.returncode == 0, result.stderr
    assert "10 drawn for reading" in result.stdout
    first = out.read_bytes()
    run("draw", files[0], "--codebook", files[1], "--out", out, "--review", "10")
    assert out.read_bytes() == first


def test_the_draw_goes_by_who_answered_and_not_by_the_row(
    files: tuple[Path, Path, pd.DataFrame], tmp_path: Path
) -> None:
    """Otherwise the same respondents in the same order are drawn in every wave."""
    path, book, _ = files
    frame = pd.read_csv(path, sep=None, engine="python", dtype=str)
    turned, later = tmp_path / "turned.csv", tmp_path / "later.csv"
    write_table(frame.iloc[::-1], turned)
    write_table(frame.assign(wave="2022"), later)
    first, same, next_wave = (
        set(coded.frame.loc[coded.drawn, "respondent"])
        for name in (path, turned, later)
        for coded in [draw([name], Columns(), book, tmp_path / "c.parquet", machine="x")]
    )
    assert first == same
    assert first != next_wave
