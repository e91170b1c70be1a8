"""A report holds what it tells of, no more: answers' texts only where quotes are looked for."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.survey_to_count import audited, coded_survey
from textmining.answers import Coded, write_coded, write_table
from textmining.counting import CountOptions
from textmining.report import Publication
from textmining.review import Store
from textmining.workflow.report import ReportOptions, _given, report

CODED, TRUTH = coded_survey(120, waves=("2019", "2021"))
PLAIN = ReportOptions()


def written(path: Path) -> Path:
    """The answers with a column of the written standard, which the report judges the machine by."""
    assert CODED.meta is not None
    language = ["nb", "nn", "nb"] * len(CODED)
    write_coded(CODED.frame.assign(language=language[: len(CODED)]), CODED.meta, path)
    return path


def read_by_report(path: Path, options: ReportOptions, *decisions: str) -> Coded:
    return _given([path], decisions, None, None, options).coded


@pytest.mark.parametrize("by", [(), ("role",)])
def test_what_is_not_read_changes_no_output(tmp_path: Path, by: tuple[str, ...]) -> None:
    read = tmp_path / "read.csv"
    write_table(audited(CODED, TRUTH), read)
    options = ReportOptions(CountOptions(by=by))
    made = []
    for ending in ("parquet", "csv"):  # all of a .csv is read
        out = tmp_path / ending
        coded = written(tmp_path / f"coded.{ending}")
        report([coded], out, decisions=[str(read)], options=options)
        files = {path.name: path.read_bytes() for path in out.rglob("*.*") if path.is_file()}
        note = files["method.md"].decode().splitlines()
        files["method.md"] = "\n".join(line for line in note if "coded." not in line).encode()
        made.append(files)
    assert "nn" in made[0]["quality.json"].decode() or "nynorsk" in made[0]["quality.json"].decode()
    for name in ("counts.csv", "method.md", "quality.json", *(n for n in made[0] if "figure" in n)):
        assert made[0][name] == made[1][name], name


def test_texts_are_read_where_quotes_are_looked_for(tmp_path: Path) -> None:
    path, store = written(tmp_path / "coded.parquet"), str(tmp_path / "store.sqlite")
    Store(store).close()
    assert not read_by_report(path, PLAIN).has_texts
    assert read_by_report(path, PLAIN).background == ()
    assert read_by_report(path, PLAIN, store).has_texts


def test_every_column_is_read_where_groups_are_looked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "coded.parquet")
    asked = replace(PLAIN, publication=Publication(asked_of={"q1": ("leder",)}))
    assert "role" in read_by_report(path, asked).background
    assert "role" in read_by_report(path, ReportOptions(CountOptions(suppress=3))).background
