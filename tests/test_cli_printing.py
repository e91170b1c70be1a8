"""What the terminal shows is what stands in the files, and nothing else."""

import os
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from textmining.cli.app import app
from textmining.cli.code import _print_plan, _thresholds
from textmining.cli.printing import print_table


def test_two_themes_with_one_label_are_planned_apart(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {
            "review": review,
            "read": 1,
            "hours": 1.0,
            "theme": theme,
            "label": "Skole",
            "width": width,
        }
        for review in ("5%", "10%")
        for theme, width in (("a", 2.0), ("b", 10.0))
    ]
    _print_plan(pd.DataFrame(rows))
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[1:] for line in shown if line[:1] == ["Skole"]] == [["2", "2"], ["10", "10"]]


def test_neither_signs_nor_words_of_a_table_become_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(("wave", "\x1b[2J"), [("a :key: b", "1")], "2021\x1b[2J")
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "a :key: b" in shown


def test_a_file_called_as_a_pattern_is_no_pattern(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("svar[1].csv").write_text("respondent;wave;text\n1;meant;hei\n")
    Path("svar1.csv").write_text("respondent;wave;text\n1;another;hei\n")
    result = CliRunner().invoke(app, ["check", "svar[1].csv"])
    assert result.exit_code == 0, result.output
    assert "meant" in result.stdout
    assert "another" not in result.stdout


def test_of_two_thresholds_for_one_code_none_is_dropped() -> None:
    assert _thresholds(["nav=0.4", "tolk=0.5"]) == (("nav", 0.4), ("tolk", 0.5))
    with pytest.raises(typer.BadParameter, match="nav"):
        _thresholds(["nav=0.4", "nav=0.6"])


def test_no_name_commands_the_terminal_or_stops_the_command(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A folder's name may hold any byte, also such as are no text; so may ids and columns."""
    folder = tmp_path / os.fsdecode(b"r\x1b[31m\xe5d")
    folder.mkdir()
    rows = [f"{i}\x1b[2J;leder;Svar nummer {i} om tolk" for i in range(40)]
    (folder / "a.csv").write_text("\n".join(["id;ro\u202elle;svar", *rows]), encoding="utf-8")
    runner = CliRunner()
    made = runner.invoke(app, ["init", str(folder / "s"), str(folder / "a.csv"), "--yes"])
    assert made.exit_code == 0, made.output
    assert "r\\x1b[31m\\udce5d" in made.stdout
    book = folder / "bok.csv"
    book.write_text("code;label\ntolk;Tolk\n", encoding="utf-8")
    coded = folder / "b.csv"
    rows = [f"{row.replace(';', ';1;', 1)};{'tolk' * (i < 30)}" for i, row in enumerate(rows)]
    head = "respondent;wave;rolle;text;themes"
    coded.write_text("\n".join([head, *rows]), encoding="utf-8")
    given = ["--codebook", str(book), "--out", str(folder / "c.csv")]
    counted = runner.invoke(app, ["count", str(coded), *given])
    assert counted.exit_code == 0, counted.output
    assert "30\\x1b[2J" in counted.stderr
    told = made.output + counted.output + "".join(capfd.readouterr())
    assert "\x1b" not in told
    assert "\u202e" not in told
