"""Coding in partitions: row by row what one file would hold, however the rows are cut."""

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.conftest import SURVEY, Run
from textmining.answers import Coded, Columns, read_answers, reasons_path, write_table
from textmining.errors import ColumnError, FileError
from textmining.files import sha256_of_folder
from textmining.workflow.code import code, code_to_folder
from textmining.workflow.coding import folder as code_folder
from textmining.workflow.coding import partitions
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.coding.part import SurveyCoder
from textmining.workflow.coding.spool import spool_folder
from textmining.workflow.engines import CoderSource
from textmining.workflow.progress import silent

pytestmark = pytest.mark.slow

OPTIONS = CodingOptions(review="15%", seed=3, target=0.9, plan=True)


@pytest.fixture(scope="module")
def answers(data: Path) -> pd.DataFrame:
    """The answers of 2021 in an order by chance, some twice, some unanswered."""
    frame = read_answers([data / f"{SURVEY}-2021.csv"]).drop(columns="themes")
    again = frame.head(40).assign(respondent=lambda rows: "again-" + rows["respondent"])
    empty = frame.head(5).assign(text=" ", respondent=lambda rows: "empty-" + rows["respondent"])
    mixed = pd.concat([frame, again, empty]).sample(frac=1, random_state=1, ignore_index=True)
    return mixed.assign(
        age=pd.Series(range(len(mixed)), dtype="Float64").where(mixed.index % 7 > 0)
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, model: Path, answers: pd.DataFrame) -> Path:
    """The answers coded into one file."""
    folder = tmp_path_factory.mktemp("whole")
    write_table(answers, folder / "answers.parquet")
    code([folder / "answers.parquet"], Columns(), model, folder / "coded.parquet", options=OPTIONS)
    return folder / "coded.parquet"


def _files(folder: Path, answers: pd.DataFrame, ends: Sequence[int]) -> list[Path]:
    files = []
    for start, end in zip([0, *ends], [*ends, len(answers)], strict=True):
        files.append(folder / f"answers-{start:04d}.parquet")
        write_table(answers[start:end].reset_index(drop=True), files[-1])
    return files


def _reasons(files: Sequence[Path]) -> list[str]:
    return [line for file in files for line in reasons_path(file).read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("ends", "most", "jobs"), [((1, 150), 50_000, 1), ((), 97, 2)])
def test_a_folder_holds_row_by_row_what_one_file_holds(  # noqa: PLR0917 - three are fixtures
    tmp_path: Path,
    model: Path,
    answers: pd.DataFrame,
    whole: Path,
    monkeypatch: pytest.MonkeyPatch,
    ends: Sequence[int],
    most: int,
    jobs: int,
) -> None:
    files = _files(tmp_path, answers, ends)
    cut = partitions.partitions
    monkeypatch.setattr(code_folder, "partitions", lambda f, c: cut(f, c, most))
    options = CodingOptions(**{**vars(OPTIONS), "jobs": jobs})
    told = code_to_folder(files, Columns(), model, tmp_path / "coded", options=options)
    found = sorted((tmp_path / "coded").glob("*.parquet"))
    assert len(found) == told.files > 2
    once, parts = Coded.read(whole), Coded.read(*found)
    pd.testing.assert_frame_equal(parts.frame, once.frame)
    assert parts.meta is not None
    assert once.meta is not None
    assert {**parts.meta.draw, "part": None} == {**once.meta.draw, "part": None}
    assert parts.meta.novelty == once.meta.novelty
    assert told.drawn == once.drawn.sum()
    assert told.answered == once.answered.sum()
    assert _reasons(found) == _reasons([whole])
    assert not spool_folder(tmp_path / "coded").exists()
    assert told.plan is not None


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_what_only_a_later_part_holds_is_told_once(
    tmp_path: Path,
    model: Path,
    answers: pd.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    ending: str,
) -> None:
    late = answers.index >= len(answers) - 60
    marked = answers.assign(text=answers["text"].where(~late, "<p>" + answers["text"] + "</p>"))
    write_table(marked, tmp_path / f"answers{ending}")
    cut = partitions.partitions
    monkeypatch.setattr(code_folder, "partitions", lambda f, c: cut(f, c, 50, large=1))
    told = code_to_folder(
        [tmp_path / f"answers{ending}"], Columns(), model, tmp_path / "coded", options=OPTIONS
    )
    assert told.files > 3
    assert [one for one in caplog.messages if "<p>" in one] == [
        f"{tmp_path}/answers{ending}: some answers had signs of a web page (<p>, &nbsp;), which "
        "are left out."
    ]


def _code(files: list[Path], model: Path, out: Path) -> None:
    code_to_folder(files, Columns(), model, out, options=CodingOptions(resume=True))


def test_a_killed_run_goes_on_and_ends_in_the_same_bytes(
    tmp_path: Path, model: Path, answers: pd.DataFrame
) -> None:
    files = _files(tmp_path, answers, (40, 80, 120, 160))
    out = tmp_path / "cut"
    run = multiprocessing.get_context("spawn").Process(target=_code, args=(files, model, out))
    run.start()
    while run.is_alive() and len(list(spool_folder(out).glob("*.npz"))) < 2:
        time.sleep(0.01)
    run.kill()
    run.join()
    assert not out.exists()
    kept = {path: path.stat().st_mtime_ns for path in spool_folder(out).glob("*.npz")}
    assert kept
    read: list[Path] = []
    answers_of = partitions.Partition.with_notes
    with pytest.MonkeyPatch.context() as patch:

        def counted(partition: partitions.Partition, *given: object) -> object:
            read.append(partition.path)
            return answers_of(partition, *given)  # type: ignore[arg-type] # as given

        patch.setattr(partitions.Partition, "with_notes", counted)
        _code(files, model, out)
    assert len(read) == 2 * len(files) - len(kept)
    code_to_folder(files, Columns(), model, tmp_path / "once", options=CodingOptions())
    assert sha256_of_folder(out) == sha256_of_folder(tmp_path / "once")


def test_an_answer_in_two_files_is_told(tmp_path: Path, model: Path, answers: pd.DataFrame) -> None:
    files = _files(tmp_path, answers.head(40), (20,))
    write_table(answers[19:40].reset_index(drop=True), files[1])
    with pytest.raises(FileError, match=r"has 1 answers whose .* stand in answers-0000.parquet"):
        code_to_folder(files, Columns(), model, tmp_path / "coded")
    assert not (tmp_path / "coded").exists()


def test_respondents_without_ids_are_not_numbered_in_parts(
    tmp_path: Path, model: Path, answers: pd.DataFrame
) -> None:
    files = _files(tmp_path, answers.head(40).drop(columns="respondent"), (20,))
    with pytest.raises(ColumnError, match="no column of respondents"):
        code_to_folder(files, Columns(), model, tmp_path / "coded")


def test_some_parts_of_a_draw_are_not_taken_for_all(
    tmp_path: Path, model: Path, answers: pd.DataFrame
) -> None:
    code_to_folder(
        _files(tmp_path, answers.head(60), (20, 40)), Columns(), model, tmp_path / "coded"
    )
    found = sorted((tmp_path / "coded").glob("*.parquet"))
    with pytest.raises(FileError, match=r"is one of 3 parts .* 1 of them are not given"):
        Coded.read(*found[1:])


def test_a_file_replaced_between_the_passes_mixes_no_rows(
    tmp_path: Path, model: Path, answers: pd.DataFrame
) -> None:
    file = tmp_path / "answers.parquet"
    write_table(answers.head(30), file)
    coder = CoderSource(model, None, None, OPTIONS).load()

    def replacing(work: Callable[[SurveyCoder, Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        yield from (work(coder, item) for item in items)
        write_table(answers.head(30)[::-1].reset_index(drop=True), file)

    out = tmp_path / "coded"
    with pytest.raises(FileError, match="was changed while it was being coded"):
        code_folder.code_folder([file], Columns(), coder, out, in_order=replacing, progress=silent)
    assert not out.exists()


def test_a_folder_with_anything_else_in_it_is_not_replaced(
    tmp_path: Path, model: Path, answers: pd.DataFrame
) -> None:
    files, out = _files(tmp_path, answers.head(20), ()), tmp_path / "coded"
    for _ in range(2):
        code_to_folder(files, Columns(), model, out)
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(FileError, match="holds something else"):
        code_to_folder(files, Columns(), model, out)
    assert (out / "thesis.txt").exists()


def test_a_pattern_and_a_folder_on_the_command_line(
    tmp_path: Path, model: Path, answers: pd.DataFrame, run: Run
) -> None:
    _files(tmp_path, answers.head(30), (10,))
    arguments = [tmp_path / "answers-*.parquet", "--model", model, "--out", tmp_path / "coded"]
    result = run("code", *arguments, "--no-text")
    assert result.returncode == 0, result.stderr
    assert "2 coded files" in result.stdout
    coded = Coded.read(*sorted((tmp_path / "coded").glob("*.parquet")))
    assert len(coded) == 30
    assert "text" not in coded.frame
    assert not list((tmp_path / "coded").glob("*.reasons.jsonl"))
    for by, rc in (("text", 0), ("wave", 0), ("alderen", 1)):
        assert run("code", *arguments, "--no-text", "--by", by).returncode == rc
        alone = [*arguments[:-1], tmp_path / "one.csv", "--no-text", "--by", by]
        assert run("code", *alone).returncode == rc
    refused = run("code", *arguments[:-1], tmp_path / "coded.csv", "--cluster", "tcp://nobody:1")
    assert refused.returncode == 2
