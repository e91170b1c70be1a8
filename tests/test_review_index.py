"""What a large review keeps beside its coded file: whole, of these files, nobody erased in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from tests.example_review import CODEBOOK, coded_frame
from textmining.answers import (
    Columns,
    Meta,
    index_path,
    meta_path,
    read_coded,
    write_coded,
)
from textmining.errors import FileError, RowsError
from textmining.review import (
    Desk,
    ReviewedAnswers,
    ReviewedFiles,
    Store,
)
from textmining.workflow.inputs import reviewable as reading
from textmining.workflow.inputs.reviewable import reviewable


@contextmanager
def _desk(answers: ReviewedAnswers) -> Iterator[Desk]:
    with TemporaryDirectory() as place, Store(Path(place) / "review.sqlite") as store:
        yield Desk(store, answers, CODEBOOK)


def _written(place: Path, n: int = 6) -> list[Path]:
    """Two coded files; some texts stand in both."""
    texts = ["nei", *(f"Vi vil ha tolk {k}" for k in range(n - 1))]
    paths = [place / f"part-{k}.parquet" for k in (1, 2)]
    for k, path in enumerate(paths):
        frame = coded_frame(texts, drawn=2, doubt=2, novel=1)
        frame["respondent"] = [f"{k}-{one}" for one in frame["respondent"]]
        write_coded(frame, Meta("textmining", CODEBOOK), path)
    return paths


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Two coded files of few answers."""
    return _written(tmp_path)


@pytest.fixture
def large(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The same, where so many answers are taken for a large review."""
    monkeypatch.setattr(reading, "_LARGE", 1)
    return paths


def test_a_large_review_is_kept_beside_its_files_and_is_the_same(
    paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = reviewable(paths, Columns(), None)
    assert not index_path(paths[0]).exists()
    monkeypatch.setattr(reading, "_LARGE", 1)
    for _ in range(2):  # made, and read
        large = reviewable(paths, Columns(), None)
        assert list(large.answers) == list(small.answers)
        assert large.answers.fingerprint() == small.answers.fingerprint()
        pd.testing.assert_frame_equal(large.coded().frame, small.coded().frame)
    assert index_path(paths[0]).stat().st_mode & 0o77 == 0
    with _desk(small.answers) as one, _desk(large.answers) as other:
        assert list(one.queue) == list(other.queue)
    frame = read_coded(paths[:1]).frame.iloc[:-1]
    write_coded(frame, Meta("textmining", CODEBOOK), paths[0])
    assert len(reviewable(paths, Columns(), None).answers) == len(small.answers) - 1
    write_coded(frame.iloc[[0, 0]], Meta("textmining", CODEBOOK), paths[0])
    with pytest.raises(RowsError, match="the same respondent"):
        reviewable(paths, Columns(), None)


def test_where_nothing_can_be_kept_a_large_review_is_in_memory(large: list[Path]) -> None:
    index_path(large[0]).write_text("somebody else's")
    assert len(reviewable(large, Columns(), None).answers) == 12
    assert index_path(large[0]).read_text() == "somebody else's"


def test_who_is_erased_goes_from_a_kept_review_that_is_open(
    large: list[Path], tmp_path: Path
) -> None:
    found = reviewable(large, Columns(), None)
    kept = index_path(large[0])
    with Store(tmp_path / "review.sqlite") as store:
        desk = Desk(store, found.answers, CODEBOOK)
        gone = next(p for p, a in enumerate(desk.answers) if a.text == "Vi vil ha tolk 3")
        before = {p: a for p, a in enumerate(desk.answers) if p != gone}
        person = desk.answers[gone].id[:2]
        store.erase(*person, "Kari", ReviewedFiles(large).erase)
        desk.refresh()
        assert {p: a for p, a in enumerate(desk.answers) if p != gone} == before
        assert (desk.answers[gone].text, desk.answers[gone].background) == ("", {})
        assert desk.barrier(gone) == "erased"
        assert len(desk.queue) == 7, "who said the same as somebody erased is read alone"
    for strings, said in ((found.answers.texts, "Vi"), (found.answers.folded, "vi")):
        whole = strings.content.tobytes().decode()
        assert whole.count(f"{said} vil ha tolk 3") == 1, "the other file's respondent's"
    assert not kept.exists(), "who said the same and who they were could be told from the rest"
    again = reviewable(large, Columns(), None)
    assert len(again.answers) == 11
    assert person not in {answer.id[:2] for answer in again.answers}
    ReviewedFiles(large).erase("nobody", "2021")
    assert kept.exists()
    (kept / "about.json").write_text("{")
    ReviewedFiles(large).erase("nobody", "2021")
    assert not kept.exists()


def test_whoever_cannot_be_erased_from_a_kept_review_is_told(
    large: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewable(large, Columns(), None)
    (index_path(large[0]) / "about.json").write_text("{")
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    with pytest.raises(FileError, match="cannot be removed"):
        ReviewedFiles(large).erase("nobody", "2021")


def test_erasing_leaves_a_folder_of_somebody_elses_of_such_a_name(
    paths: list[Path], tmp_path: Path
) -> None:
    for name in ("notes.review", "empty.review"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes.review" / "minutes.docx").write_text("ours")
    ReviewedFiles(paths).erase("0-r0", "2021")
    assert (tmp_path / "notes.review" / "minutes.docx").read_text() == "ours"
    assert (tmp_path / "empty.review").exists()


def test_a_kept_review_that_is_not_whole_is_made_anew_and_can_be_erased_from(
    large: list[Path],
) -> None:
    answers = list(reviewable(large, Columns(), None).answers)
    kept = index_path(large[0])
    whole = {path: path.read_bytes() for path in kept.glob("*.bin")}
    for k, (path, content) in enumerate(sorted(whole.items())[::3]):
        path.write_bytes(content[: (-1, -8, 0)[k % 3]])
        assert list(reviewable(large, Columns(), None).answers) == answers
    about = json.loads((kept / "about.json").read_text())
    for name in about:
        (kept / "about.json").write_text(json.dumps({k: about[k] for k in about if k != name}))
        assert list(reviewable(large, Columns(), None).answers) == answers
    next(iter(whole)).unlink()
    assert list(reviewable(large, Columns(), None).answers) == answers
    next(iter(whole)).unlink()
    ReviewedFiles(large).erase("nobody", "2021")
    assert not kept.exists()


def test_a_kept_review_that_was_damaged_on_the_disk_is_made_anew(large: list[Path]) -> None:
    """A bit has changed, or a page was never written before the power went."""
    answers = list(reviewable(large, Columns(), None).answers)
    for path in sorted(index_path(large[0]).iterdir()):
        content = path.read_bytes()
        for damaged in (bytes([content[0] ^ 4]) + content[1:], bytes(len(content))):
            path.write_bytes(damaged)
            assert list(reviewable(large, Columns(), None).answers) == answers
            assert path.read_bytes() == content
    about = index_path(large[0]) / "about.json"
    about.write_text(about.read_text().replace("part", "quart").replace("2021", "2022"))
    assert list(reviewable(large, Columns(), None).answers) == answers


def test_a_full_disk_leaves_no_kept_review_that_is_not_whole(
    paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    answers = list(reviewable(paths, Columns(), None).answers)
    monkeypatch.setattr(reading, "_LARGE", 1)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        assert list(reviewable(paths, Columns(), None).answers) == answers
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not index_path(paths[0]).exists()


def test_who_is_erased_while_a_review_is_made_ready_is_not_kept(large: list[Path]) -> None:

    def progress(step: str, done: int = 0, total: int | None = None) -> None:
        if step and done == total:  # all are read
            ReviewedFiles(large).erase("0-r0", "2021")

    with pytest.raises(FileError, match="was replaced while it was being read"):
        reviewable(large, Columns(), None, progress)
    assert not index_path(large[0]).exists()
    assert len(reviewable(large, Columns(), None).answers) == 11


def test_coding_anew_removes_what_a_review_kept_of_the_texts_before(large: list[Path]) -> None:
    reviewable(large, Columns(), None)
    coded = read_coded(large[:1])
    assert coded.meta is not None
    write_coded(coded.frame.drop(columns="text"), coded.meta, large[0])
    assert not index_path(large[0]).exists()
    index_path(large[0]).mkdir()
    (index_path(large[0]) / "minutes.docx").write_text("somebody else's")
    write_coded(coded.frame, coded.meta, large[0])
    assert (index_path(large[0]) / "minutes.docx").exists()


def test_an_index_of_a_changed_meta_file_is_made_anew(large: list[Path]) -> None:
    reviewable(large, Columns(), None)
    about = index_path(large[0]) / "about.json"
    before = about.read_bytes()
    text = meta_path(large[1]).read_text()
    meta_path(large[1]).write_text(text + "\n")
    reviewable(large, Columns(), None)
    assert about.read_bytes() != before
