"""What the terminal shows is what stands in the files, and nothing else."""

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
