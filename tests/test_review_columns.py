"""A review's columns say what a plain look at every answer says, in memory and in files."""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

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
    Answer,
    Choice,
    Desk,
    Event,
    ReviewedFiles,
    Store,
    answers_in_order,
    answers_of,
)
from textmining.review.near import differ_by_a_slip, skeleton
from textmining.web.grid_rows import SORTS, GridRow, Wanted, rows_found
from textmining.workflow.coding import folder
from textmining.workflow.inputs import reviewable as reading
from textmining.workflow.inputs.reviewable import reviewable

TEXTS = st.text(alphabet="aåbß .–\nÅ", min_size=1, max_size=12).filter(str.strip)
WORDS = st.lists(
    st.sampled_from(["tolk", "tolkk", "bolig", "blig", "Nei", "samarbeid", "samarbeit"])
)
SLIPS = [".", "- –", "nei", "mer samarbeid", "mer samarbeit", "Mer samarbied", "mer samrbeid"]
ANSWERS = st.lists(
    st.tuples(
        st.one_of(TEXTS, WORDS.map(" ".join).filter(bool), st.sampled_from(SLIPS)),
        st.sampled_from(["2021", "2022"]),
        st.sampled_from(["q1", "q2", "arbeid"]),
        st.sampled_from(["audit", "doubt", ""]),
        st.sampled_from(["leder", "", "rådgiver"]),
        st.sampled_from([("nav",), ("tolk", "nav"), ()]),
    ),
    max_size=14,
)
Row = tuple[str, str, str, str, str, tuple[str, ...]]


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    frame = coded_frame([row[0] for row in rows], proposals=[row[5] for row in rows] or None)
    for k, name in enumerate(("wave", "question", "review", "role")):
        frame[name] = [row[k + 1] for row in rows]
    order = [1 + k // 2 for k in range(len(rows))]  # the first of every population is number 1
    return frame.assign(order=pd.Series(order, dtype="Int64"))


@contextmanager
def _desk(answers: Sequence[Answer]) -> Iterator[Desk]:
    with TemporaryDirectory() as place, Store(Path(place) / "review.sqlite") as store:
        yield Desk(store, answers, CODEBOOK)


def _queue(answers: Sequence[Answer]) -> list[tuple[int, ...]]:
    """The reading order, answer by answer."""
    rank = ["audit", "doubt", ""]

    def place(position: int) -> tuple[object, ...]:
        one = answers[position]
        return rank.index(one.review), one.order, one.id

    groups: dict[tuple[object, ...], list[int]] = {}
    for position, answer in enumerate(answers):
        signs = "".join(answer.text.split())
        nothing = all(unicodedata.category(sign).startswith("P") for sign in signs)
        said = "." if signs and nothing else answer.text.strip()
        asked = CODEBOOK.asked([answer.id.question]).tobytes()
        groups.setdefault((answer.id.wave, asked, said), []).append(position)
    found = [sorted(group, key=place) for group in groups.values()]
    return [tuple(group) for group in sorted(found, key=lambda group: place(group[0]))]


@settings(max_examples=40, deadline=None)
@given(rows=ANSWERS)
@example(rows=[(text, "2021", "q1", "audit", "leder", ("nav",)) for text in SLIPS])
def test_identical_and_nearly_same_answers_are_those_a_plain_look_finds(rows: list[Row]) -> None:
    with _desk(answers_of(_frame(rows), CODEBOOK)) as desk:
        queue = _queue(list(desk.answers))
        assert [item.answers for item in desk.queue] == queue
        firsts = [group[0] for group in queue]
        for group in queue:
            one = desk.answers[group[0]]
            text = skeleton(one.text)
            near = [
                p
                for p in firsts
                if p != group[0]
                and (other := desk.answers[p]).id[1:] == one.id[1:]
                and skeleton(other.text).count(" ") == text.count(" ")
                and differ_by_a_slip(text, skeleton(other.text))
            ]
            assert [desk.nearly_same(p) for p in group] == [near] * len(group)
        assert {desk.position[a.id]: a for a in desk.answers} == dict(enumerate(desk.answers))
        assert list(answers_in_order(list(desk.answers))) == list(desk.answers)


WANTED = st.builds(
    Wanted,
    search=st.sampled_from(["", "ss", "å", "ol", " "]),
    theme=st.sampled_from(["", "nav", "tolk", "annet"]),
    status=st.sampled_from(["", "unread", "read", "disagreed"]),
    coder=st.sampled_from(["", "Kari"]),
    background=st.sampled_from(["", "role=leder", "wave=2021", "no=1"]),
    below=st.sampled_from(["", "0", "80", "79"]),
    sort=st.sampled_from(SORTS),
    novel=st.sampled_from(["", "1"]),
)


DECIDED = st.lists(
    st.tuples(
        st.integers(0, 13), st.sampled_from(["Kari", "Ola"]), st.sampled_from(["nav", "bolig"])
    ),
    max_size=4,
)


def _fits(row: GridRow, wanted: Wanted) -> bool:
    column, _, value = wanted.background.partition("=")
    least = float(wanted.below or "inf") / 100
    return (
        wanted.search.casefold() in row.answer.text.casefold()
        and (not wanted.theme or wanted.theme in row.shown_themes)
        and wanted.status in {"", row.status}
        and (not wanted.coder or wanted.coder in row.coders)
        and (not column or row.answer.facts.get(column) == value)
        and (not wanted.novel or row.answer.novel)
        and (not wanted.below or (row.probability is not None and row.probability <= least))
    )


@settings(max_examples=40, deadline=None)
@given(rows=ANSWERS, wanted=WANTED, decided=DECIDED)
def test_the_table_shows_what_a_plain_look_at_every_row_shows(
    rows: list[Row], wanted: Wanted, decided: list[tuple[int, str, str]]
) -> None:
    with _desk(answers_of(_frame(rows), CODEBOOK)) as desk:
        for position, coder, theme in decided:
            if position < len(rows):
                desk.decide([position], coder, Choice((theme,)))
        line = [GridRow(desk, p, "Kari") for item in desk.queue for p in item.answers]
        keys = {
            "text": lambda row: row.answer.text.casefold(),
            "status": lambda row: row.status,
            "confidence": lambda row: 2.0 if row.probability is None else row.probability,
        }
        found = sorted(
            (row for row in line if _fits(row, wanted)), key=keys.get(wanted.sort, lambda _: 0)
        )
        assert rows_found(desk, "Kari", wanted).tolist() == [row.position for row in found]


def _written(place: Path, n: int = 6) -> list[Path]:
    """Two coded files; some texts stand in both."""
    texts = ["nei", *(f"Vi vil ha tolk {k}" for k in range(n - 1))]
    paths = [place / f"part-{k}.parquet" for k in (1, 2)]
    for k, path in enumerate(paths):
        frame = coded_frame(texts, drawn=2, doubt=2, novel=1)
        frame["respondent"] = [f"{k}-{one}" for one in frame["respondent"]]
        write_coded(frame, Meta("textmining", CODEBOOK), path)
    return paths


def test_a_large_review_is_kept_beside_its_files_and_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _written(tmp_path)
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


def test_where_nothing_can_be_kept_a_large_review_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _written(tmp_path)
    monkeypatch.setattr(reading, "_LARGE", 1)
    index_path(paths[0]).write_text("somebody else's")
    assert len(reviewable(paths, Columns(), None).answers) == 12
    assert index_path(paths[0]).read_text() == "somebody else's"


def test_who_is_erased_goes_from_a_kept_review_that_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _written(tmp_path)
    monkeypatch.setattr(reading, "_LARGE", 1)
    found = reviewable(paths, Columns(), None)
    kept = index_path(paths[0])
    with Store(tmp_path / "review.sqlite") as store:
        desk = Desk(store, found.answers, CODEBOOK)
        gone = next(p for p, a in enumerate(desk.answers) if a.text == "Vi vil ha tolk 3")
        before = {p: a for p, a in enumerate(desk.answers) if p != gone}
        person = desk.answers[gone].id[:2]
        store.erase(*person, "Kari", ReviewedFiles(paths).erase)
        desk.refresh()
        assert {p: a for p, a in enumerate(desk.answers) if p != gone} == before
        assert (desk.answers[gone].text, desk.answers[gone].background) == ("", {})
        assert desk.barrier(gone) == "erased"
        assert len(desk.queue) == 7, "who said the same as somebody erased is read alone"
    for strings, said in ((found.answers.texts, "Vi"), (found.answers.folded, "vi")):
        whole = strings.content.tobytes().decode()
        assert whole.count(f"{said} vil ha tolk 3") == 1, "the other file's respondent's"
    assert not kept.exists(), "who said the same and who they were could be told from the rest"
    again = reviewable(paths, Columns(), None)
    assert len(again.answers) == 11
    assert person not in {answer.id[:2] for answer in again.answers}
    ReviewedFiles(paths).erase("nobody", "2021")
    assert kept.exists()
    (kept / "about.json").write_text("{")
    ReviewedFiles(paths).erase("nobody", "2021")
    assert not kept.exists()


def test_whoever_cannot_be_erased_from_a_kept_review_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _written(tmp_path)
    monkeypatch.setattr(reading, "_LARGE", 1)
    reviewable(paths, Columns(), None)
    (index_path(paths[0]) / "about.json").write_text("{")
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    with pytest.raises(FileError, match="cannot be removed"):
        ReviewedFiles(paths).erase("nobody", "2021")


def test_erasing_leaves_a_folder_of_somebody_elses_of_such_a_name(tmp_path: Path) -> None:
    paths = _written(tmp_path)
    for name in ("notes.review", "empty.review"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes.review" / "minutes.docx").write_text("ours")
    ReviewedFiles(paths).erase("0-r0", "2021")
    assert (tmp_path / "notes.review" / "minutes.docx").read_text() == "ours"
    assert (tmp_path / "empty.review").exists()


def test_a_kept_review_that_is_not_whole_is_made_anew_and_can_be_erased_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _written(tmp_path)
    monkeypatch.setattr(reading, "_LARGE", 1)
    answers = list(reviewable(paths, Columns(), None).answers)
    kept = index_path(paths[0])
    whole = {path: path.read_bytes() for path in kept.glob("*.bin")}
    for k, (path, content) in enumerate(sorted(whole.items())[::3]):
        path.write_bytes(content[: (-1, -8, 0)[k % 3]])
        assert list(reviewable(paths, Columns(), None).answers) == answers
    about = json.loads((kept / "about.json").read_text())
    for name in about:
        (kept / "about.json").write_text(json.dumps({k: about[k] for k in about if k != name}))
        assert list(reviewable(paths, Columns(), None).answers) == answers
    next(iter(whole)).unlink()
    assert list(reviewable(paths, Columns(), None).answers) == answers
    next(iter(whole)).unlink()
    ReviewedFiles(paths).erase("nobody", "2021")
    assert not kept.exists()


def test_a_full_disk_leaves_no_kept_review_that_is_not_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    paths = _written(tmp_path)
    answers = list(reviewable(paths, Columns(), None).answers)
    monkeypatch.setattr(reading, "_LARGE", 1)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        assert list(reviewable(paths, Columns(), None).answers) == answers
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not index_path(paths[0]).exists()


def test_who_is_erased_while_a_review_is_made_ready_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _written(tmp_path)
    monkeypatch.setattr(reading, "_LARGE", 1)

    def progress(step: str, done: int = 0, total: int | None = None) -> None:
        if step and done == total:  # all are read
            ReviewedFiles(paths).erase("0-r0", "2021")

    with pytest.raises(FileError, match="was replaced while it was being read"):
        reviewable(paths, Columns(), None, progress)
    assert not index_path(paths[0]).exists()
    assert len(reviewable(paths, Columns(), None).answers) == 11


def test_coding_anew_removes_what_a_review_kept_of_the_texts_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _written(tmp_path)
    monkeypatch.setattr(reading, "_LARGE", 1)
    reviewable(paths, Columns(), None)
    coded = read_coded(paths[:1])
    assert coded.meta is not None
    write_coded(coded.frame.drop(columns="text"), coded.meta, paths[0])
    assert not index_path(paths[0]).exists()
    index_path(paths[0]).mkdir()
    (index_path(paths[0]) / "minutes.docx").write_text("somebody else's")
    write_coded(coded.frame, coded.meta, paths[0])
    assert (index_path(paths[0]) / "minutes.docx").exists()


def test_an_index_of_a_changed_meta_file_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _written(tmp_path)
    monkeypatch.setattr(reading, "_LARGE", 1)
    reviewable(paths, Columns(), None)
    about = index_path(paths[0]) / "about.json"
    before = about.read_bytes()
    text = meta_path(paths[1]).read_text()
    meta_path(paths[1]).write_text(text + "\n")
    reviewable(paths, Columns(), None)
    assert about.read_bytes() != before


def test_a_closed_wave_is_not_asked_for(tmp_path: Path) -> None:
    frames = [coded_frame(["a", "b"], drawn=2, wave=wave) for wave in ("2021", "2022")]
    with Store(tmp_path / "review.sqlite") as store:
        desk = Desk(store, answers_of(pd.concat(frames, ignore_index=True), CODEBOOK), CODEBOOK)
        store.add_event(Event("closed", "Kari", wave="2021"))
        desk.refresh()
        asked = []
        while (position := desk.next("Kari")) is not None:
            asked.append(desk.answers[position].id.wave)
            desk.decide([position], "Kari", Choice(("nav",)))
        assert asked == ["2022", "2022"]
        assert not any(desk.progress("Kari").left.values())


def test_a_coded_folder_with_a_kept_review_can_still_be_coded_anew(tmp_path: Path) -> None:
    coded = tmp_path / "part-00001.parquet"
    coded.touch()
    index_path(coded).mkdir()
    assert {*folder._ours(tmp_path)} == {coded.name, index_path(coded).name}
    (tmp_path / "part-00001.parquet.sqlite").touch()
    assert folder._ours(tmp_path) == [], "decisions are nothing that coding may replace"


@pytest.mark.slow
def test_nobody_waits_for_what_counting_and_learning_load() -> None:
    program = (
        "import sys, textmining.cli.review, textmining.workflow.review\n"
        "heavy = 'scipy sklearn spacy pandera textmining.counting textmining.estimation'.split()\n"
        "print(*(name for name in heavy if name in sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert found.stdout.split() == []
