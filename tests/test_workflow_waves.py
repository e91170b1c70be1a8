"""Waves that persons coded by hand are counted beside those that a machine coded."""

from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import SURVEY, Run
from tests.example_review import CODEBOOK, coded_frame
from tests.small_survey import small_survey
from textmining.answers import Columns, Meta, read_answers, write_coded
from textmining.codebook import codebook_workbook, read_codebook
from textmining.survey import mappings_of
from textmining.workflow.count import count
from textmining.workflow.inputs.reviewable import reviewable
from textmining.workflow.inputs.waves import read_waves
from textmining.workflow.report import report


@pytest.fixture
def by_hand(tmp_path: Path) -> tuple[Path, Path]:
    """Five respondents, of whom one has not answered and two are coded in the file."""
    book = tmp_path / "bok-1.csv"
    book.write_text("Kode;Tema;Rest\nnav;NAV;\ntolk;Tolk;\ningen;Ingen;ingen\n", encoding="utf-8")
    answers = tmp_path / "svar.csv"
    rows = ["A1;meir NAV;nav", "A2;fleire tolkar;tolk", "A3;ingenting;", "A4;NAV igjen;", "A5;;"]
    answers.write_text("\n".join(["respondent;text;themes", *rows]), encoding="utf-8")
    (tmp_path / "textmining.toml").write_text('wave = "2021"\n', encoding="utf-8")
    return answers, book


def table(files: list[Path], book: Path, decisions: tuple[str, ...] = ()) -> pd.DataFrame:
    out = book.with_name("counts.csv")
    counted = count(files, out, decisions=decisions, codebook=book)
    return counted.counts.frame.set_index("theme")


def test_what_is_partly_read_is_counted_strictly(by_hand: tuple[Path, Path]) -> None:
    row = table([by_hand[0]], by_hand[1]).loc["nav"].to_dict()
    assert (row["answers"], row["reviewed"], row["estimate"]) == (4, 2, 2)
    assert row["low"] == 1
    assert row["high"] == 3
    assert pd.isna(row["machine"])


def test_what_is_read_whole_is_counted_exactly(by_hand: tuple[Path, Path], tmp_path: Path) -> None:
    decided = tmp_path / "lest.csv"
    text = "respondent;wave;question;themes\nA3;2021;answer;ingen\nA4;2021;answer;nav;\n"
    decided.write_text(text.replace("nav;\n", "nav\n"), encoding="utf-8")
    row = table([by_hand[0]], by_hand[1], (str(decided),)).loc["nav"].to_dict()
    assert (row["low"], row["estimate"], row["high"]) == (2, 2, 2)


def test_a_decision_counts_instead_of_the_files_own_code(
    by_hand: tuple[Path, Path], tmp_path: Path
) -> None:
    decided = tmp_path / "lest.csv"
    rows = ["A1;2021;answer;tolk", "A3;2021;answer;ingen", "A4;2021;answer;nav"]
    decided.write_text("\n".join(["respondent;wave;question;themes", *rows]), encoding="utf-8")
    counts = table([by_hand[0]], by_hand[1], (str(decided),))["estimate"]
    assert counts.to_dict() == {"nav": 1, "tolk": 2, "ingen": 1}


def test_three_waves_of_both_kinds_go_into_one_report(
    data: Path, columns: Columns, coded: Path, tmp_path: Path
) -> None:
    earlier = [data / f"{SURVEY}-2019.csv", data / f"{SURVEY}-2020.xlsx"]
    book = data / "codebook.yaml"
    files = [*earlier, coded]
    written = report(files, tmp_path / "rapport", codebook=book, columns=columns)
    counts = pd.read_csv(tmp_path / "rapport" / "counts.csv", sep=";", dtype={"wave": str})
    assert counts["wave"].unique().tolist() == ["2019", "2020", "2021"]
    by_hand = counts[counts["wave"] != "2021"]
    assert by_hand["machine"].isna().all()
    assert (by_hand["method"] == "everything read").all()
    answers = read_answers(earlier, columns, read_codebook(book))
    known = answers.explode("themes").value_counts(["wave", "question", "themes"])
    rows = by_hand[by_hand["base"] == "total"].set_index(["wave", "question", "theme"])["estimate"]
    assert rows.reindex(known.index).to_list() == known.to_list()
    assert written.files


@pytest.mark.slow
def test_a_survey_whose_folder_was_renamed_is_counted_as_before(tmp_path: Path, run: Run) -> None:
    """A codebook without a name is called as its folder; what was coded before knew the old one."""
    folder = small_survey(tmp_path / "undersøkelse")
    frame = coded_frame(["vi savner mer hjelp", "det er bra"], drawn=2)
    book = read_codebook(folder / "codebook" / "v1.csv")
    own = [f"p_{code}" for code in CODEBOOK.codes]
    coded = frame.drop(columns=own).assign(**{f"p_{code}": 0.1 for code in book.codes})
    (folder / "waves" / "2021").mkdir()
    write_coded(coded, Meta("t", book), folder / "waves" / "2021" / "coded.csv")
    assert run("count", "--out", tmp_path / "a.csv", cwd=folder).returncode == 0
    renamed = folder.rename(tmp_path / "undersøkelse (endelig)")
    counted = run("count", "--out", tmp_path / "b.csv", cwd=renamed)
    assert counted.returncode == 0, counted.stderr
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_the_command_takes_them_too(by_hand: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    out = tmp_path / "counts.csv"
    result = run("count", by_hand[0], "--codebook", by_hand[1], "--out", out)
    assert result.returncode == 0, result.stderr
    assert "2 of 4 read" in result.stdout


def test_parts_that_were_drawn_from_together_stand_beside_a_wave_coded_by_hand(
    tmp_path: Path,
) -> None:
    book = tmp_path / "bok-1.xlsx"
    book.write_bytes(codebook_workbook("nb", CODEBOOK))
    parts = [tmp_path / "1.csv", tmp_path / "2.csv"]
    for number, path in enumerate(parts):
        drawn = {"part": {"of": 2, "run": "a", "number": number}}
        write_coded(
            coded_frame(["a"], drawn=1, wave=f"202{number}"),
            Meta("test", CODEBOOK, draw=drawn),
            path,
        )
    answers = tmp_path / "svar.csv"
    answers.write_text("respondent;wave;text\nA1;2020;hei\n", encoding="utf-8")
    coded, _ = read_waves([parts[0], answers, parts[1]], book, Columns())
    assert coded.frame["respondent"].tolist() == ["r0", "A1", "r0"]


def test_a_waves_file_that_is_named_is_read_as_its_wave_says(tmp_path: Path, run: Run) -> None:
    folder = small_survey(tmp_path / "u", ("2020", "2021"), 4)
    newer = folder / "waves" / "2021" / "answers.csv"
    newer.write_text(newer.read_text("utf-8").replace(";svar;", ";Kommentar;"), "utf-8")
    newer.with_name("wave.toml").write_text('[columns]\ntext = "Kommentar"\n', "utf-8")
    files = [newer.parent.parent / "2020" / "answers.csv", newer]
    book = folder / "codebook" / "v1.csv"
    told = run("check", *map(str, files), "--codebook", str(book)).stdout
    assert [line.split() for line in told.splitlines()[3:5]] == [
        ["2020", "answer", "4", "4", "4"],
        ["2021", "answer", "4", "4", "4"],
    ]
    counted = table(files, book)
    assert counted["wave"].unique().tolist() == ["2020", "2021"]
    assert (counted["answers"] == 4).all()
    reviewed = reviewable(files, mappings_of(files), book)
    waves = sorted(answer.id.wave for answer in reviewed.answers)
    assert waves == ["2020"] * 4 + ["2021"] * 4
