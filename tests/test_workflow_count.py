import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from tests.survey_to_count import BOOK, audited, coded_survey
from textmining.answers import (
    CHANGE_COLUMNS,
    COUNT_COLUMNS,
    PAIR_COLUMNS,
    RESPONDENT_COLUMNS,
    meta_path,
    write_coded,
    write_table,
)
from textmining.cli.app import app
from textmining.codebook import to_plain
from textmining.counting import CountOptions
from textmining.errors import CodebookError, ColumnError, DecisionError, FileError, OptionError
from textmining.workflow.count import count
from textmining.workflow.inputs.frame import FrameFile

CODED, TRUTH = coded_survey()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A coded file and a file with the codes of the drawn answers."""
    coded, decisions = tmp_path / "coded.parquet", tmp_path / "read.csv"
    assert CODED.meta is not None
    write_coded(CODED.frame, CODED.meta, coded)
    write_table(audited(CODED, TRUTH), decisions)
    return coded, decisions


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl"])
def test_the_same_bytes_every_time(files: tuple[Path, Path], tmp_path: Path, ending: str) -> None:
    coded, decisions = files
    outs = [tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"]
    for out in outs:
        result = count([coded], out, decisions=[str(decisions)])
        assert result.findings == ()
        assert len(result.counts.frame)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_the_csv_is_the_contracts(files: tuple[Path, Path], tmp_path: Path) -> None:
    coded, decisions = files
    result = count([coded], tmp_path / "counts.csv", decisions=[str(decisions)])
    read = pd.read_csv(tmp_path / "counts.csv", sep=";", encoding="utf-8-sig")
    assert list(read.columns) == list(result.counts.frame.columns)
    assert read["low"].tolist() == result.counts.frame["low"].tolist()


def test_rows_without_a_code_are_not_decisions(files: tuple[Path, Path], tmp_path: Path) -> None:
    coded, _ = files
    themes = [codes if i % 2 else () for i, codes in enumerate(TRUTH["themes"])]
    half = TRUTH.assign(themes=pd.Series(themes, dtype=object))
    write_table(half, tmp_path / "half.csv")
    result = count([coded], tmp_path / "counts.csv", decisions=[str(tmp_path / "half.csv")])
    assert result.counts.frame["low"].notna().all()
    assert (result.counts.frame["method"] != "everything read").any()


def test_without_meta_the_count_is_strict(files: tuple[Path, Path], tmp_path: Path) -> None:
    coded, decisions = files
    meta_path(coded).unlink()
    table = count([coded], tmp_path / "counts.csv", decisions=[str(decisions)]).counts.frame
    assert table["method"].str.startswith("strict").all()


def test_nobody_has_read(files: tuple[Path, Path], tmp_path: Path) -> None:
    table = count([files[0]], tmp_path / "counts.csv").counts.frame
    assert table["low"].isna().all()


def test_nothing_is_written_when_the_decisions_do_not_fit(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    write_table(TRUTH.assign(wave="1999"), tmp_path / "other.csv")
    with pytest.raises(DecisionError):
        count([files[0]], tmp_path / "counts.csv", decisions=[str(tmp_path / "other.csv")])
    with pytest.raises(FileError):
        count([files[0]], tmp_path / "counts.txt")
    assert not list(tmp_path.glob("counts.*"))


def test_another_codebook_is_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    rows = [{"code": t.code, "label": "et annet navn"} for t in BOOK.themes]
    pd.DataFrame(rows).to_csv(book, sep=";", index=False)
    with pytest.raises(CodebookError, match="label"):
        count([files[0]], tmp_path / "counts.csv", codebook=book)


def test_another_version_of_the_codebook_is_refused(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    book = tmp_path / "book.yaml"
    for version in ("1", "2"):
        plain = to_plain(replace(BOOK, version=version))
        book.write_text(json.dumps(plain), encoding="utf-8")
        if version == "2":
            with pytest.raises(CodebookError, match="this is version 2"):
                count([files[0]], tmp_path / "counts.csv", codebook=book)
        else:
            count([files[0]], tmp_path / "counts.csv", codebook=book)


def test_a_unit_that_no_column_names_is_told_also_beside_those_invited(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    invited = pd.DataFrame({"bydel": [f"b{i}" for i in range(500)]})
    population = (FrameFile(Path("invited"), rows=invited),)
    options = CountOptions(unit="bydel")
    with pytest.raises(ColumnError, match="no column bydel with the units"):
        count([files[0]], tmp_path / "counts.csv", options=options, population=population)


def test_decisions_of_another_codebook_version_are_named(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    read = audited(CODED, TRUTH)
    versions = ["0", *["1"] * (len(read) - 1)]
    write_table(read.assign(codebook_version=versions), tmp_path / "read2.csv")
    (finding,) = count(
        [files[0]], tmp_path / "counts.csv", decisions=[str(tmp_path / "read2.csv")]
    ).findings
    assert "1 decisions were made with codebook version 0" in finding


def test_the_command_adds_what_is_asked_for(files: tuple[Path, Path], tmp_path: Path) -> None:
    outs = [tmp_path / "counts.csv", tmp_path / "pairs.csv"]
    arguments = ["count", str(files[0]), "--decisions", str(files[1]), "--out", str(outs[0])]
    more = ["--respondents", "--changes", "--together", str(outs[1])]
    plain = CliRunner().invoke(app, arguments)
    assert plain.exit_code == 0, plain.output
    head = outs[0].read_text("utf-8-sig").splitlines()[0].split(";")
    assert tuple(head) == COUNT_COLUMNS
    assert not outs[1].exists()
    result = CliRunner().invoke(app, [*arguments, *more])
    assert result.exit_code == 0, result.output
    assert f"pairs of themes: {outs[1]}" in result.stdout
    heads = [out.read_text("utf-8-sig").splitlines()[0].split(";") for out in outs]
    assert tuple(heads[0]) == (*COUNT_COLUMNS, *RESPONDENT_COLUMNS, *CHANGE_COLUMNS)
    assert tuple(heads[1]) == PAIR_COLUMNS


def test_pairs_and_suppression_exclude_each_other(files: tuple[Path, Path], tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    with pytest.raises(OptionError, match="--suppress"):
        count([files[0]], tmp_path / "counts.csv", options=CountOptions(suppress=3), together=pairs)
    assert {path.name for path in tmp_path.glob("*.csv")} == {"read.csv"}
