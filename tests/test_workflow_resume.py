"""A run that is cut off goes on, and ends in the same bytes, whatever the parts and processes."""

import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import SURVEY
from textmining.answers import Columns
from textmining.classifier import NovelAnswers, Predictions
from textmining.errors import FileError
from textmining.files import sha256_of_folder
from textmining.workflow.code import code
from textmining.workflow.coding import by_parts as survey_coding
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.coding.part import CodedPart
from textmining.workflow.coding.spool import Arrays, Spool, spool_folder


def _code(files: list[Path], model: Path, out: Path, size: int, jobs: int = 1) -> None:
    survey_coding._PART = size  # in a process of its own
    code(files, Columns(), model, out, options=CodingOptions(jobs=jobs, resume=True))


def test_a_killed_run_goes_on_and_ends_in_the_same_bytes(
    tmp_path: Path, model: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [data / f"{SURVEY}-2021.csv"]
    out = tmp_path / "cut" / "coded.csv"
    out.parent.mkdir()
    run = multiprocessing.get_context("spawn").Process(
        target=_code, args=(files, model, out, 5), daemon=True
    )
    run.start()
    while run.is_alive() and len(list(spool_folder(out).glob("*.npz"))) < 3:
        time.sleep(0.01)
    run.kill()
    run.join()
    assert not out.exists()
    monkeypatch.setattr(survey_coding, "_PART", 5)
    kept = len(list(spool_folder(out).glob("*.npz")))
    read: list[int] = []
    load = Spool.load

    def counted(spool: Spool, number: int, of: Callable[[Arrays], CodedPart]) -> CodedPart | None:
        found = load(spool, number, of)
        read.append(found is not None)
        return found

    monkeypatch.setattr(Spool, "load", counted)
    code(files, Columns(), model, out, options=CodingOptions(resume=True))
    assert sum(read) == kept >= 3
    monkeypatch.setattr(survey_coding, "_PART", 2000)
    whole = tmp_path / "whole" / "coded.csv"
    code(files, Columns(), model, whole, options=CodingOptions())
    assert sha256_of_folder(out.parent) == sha256_of_folder(whole.parent)


def _part() -> CodedPart:
    return CodedPart(
        Predictions(np.array([[0.25, 0.5]]), np.array([[False, True]]), np.array([0.75])),
        np.array(["nn"], dtype="<U2"),
        NovelAnswers(np.array([True]), np.array([True]), {0: ("bybane", "trikk")}),
        {},
    )


def test_a_part_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "parts", "a", resume=False)
    assert spool.load(0, CodedPart.of) is None
    spool.save(0, _part().arrays())
    found = Spool(tmp_path / "parts", "a", resume=True).load(0, CodedPart.of)
    assert found is not None
    np.testing.assert_array_equal(found.predictions.probabilities, [[0.25, 0.5]])
    np.testing.assert_array_equal(found.predictions.themes, [[False, True]])
    assert found.standards.tolist() == ["nn"]
    assert found.novel.words == {0: ("bybane", "trikk")}


def test_torn_parts_and_parts_of_something_else_are_done_anew(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    Spool(folder, "a", resume=False).save(0, _part().arrays())
    for key, resume in [("a", False), ("b", True)]:
        assert Spool(folder, key, resume=resume).load(0, CodedPart.of) is None
        Spool(folder, "a", resume=False).save(0, _part().arrays())
    (saved,) = folder.glob("*.npz")
    whole = saved.read_bytes()
    for size in (0, 10, len(whole) // 2, len(whole) - 1):
        saved.write_bytes(whole[:size])
        assert Spool(folder, "a", resume=True).load(0, CodedPart.of) is None


@pytest.mark.parametrize("gone", ["themes", "words"])
def test_parts_as_another_version_kept_them_are_told(tmp_path: Path, gone: str) -> None:
    folder = tmp_path / "parts"
    arrays = _part().arrays()
    del arrays[gone]
    Spool(folder, "a", resume=False).save(0, arrays)
    with pytest.raises(FileError, match=r"another version of the program.* Leave --resume out"):
        Spool(folder, "a", resume=True).load(0, CodedPart.of)
