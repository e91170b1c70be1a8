"""A review's columns say what a plain look at every answer says, in memory and in files."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.example_review import CODEBOOK, coded_frame
from tests.loading import loaded_by
from textmining.answers import (
    index_path,
)
from textmining.review import (
    Answer,
    Choice,
    Desk,
    Event,
    ReviewedAnswers,
    Store,
    answers_of,
)
from textmining.review.come import Come
from textmining.review.near import differ_by_a_slip, skeleton
from textmining.web.grid_rows import SORTS, GridRow, Wanted, rows_found
from textmining.workflow.coding import folder

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
def _desk(answers: ReviewedAnswers) -> Iterator[Desk]:
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
    heavy = "scipy sklearn spacy pandera xlsxwriter textmining.estimation"
    assert loaded_by("import textmining.cli.review, textmining.workflow.review", heavy) == []


def test_how_far_a_review_has_come_is_the_same_while_somebody_is_being_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = answers_of(coded_frame(["nei", "ja", "nei"], drawn=3), CODEBOOK)
    with Store(tmp_path / "review.sqlite") as store:
        desk = Desk(store, answers, CODEBOOK)
        desk.decide([1], "Kari", Choice(("nav",)))
        open_to, seen = Come.open_to, [desk.progress("Kari")]

        def looked_at(come: Come, answers: ReviewedAnswers, closed: Collection[str]) -> None:
            open_to(come, answers, closed)
            seen.append(desk.progress("Kari"))  # as a page of another coder

        monkeypatch.setattr(Come, "open_to", looked_at)
        store.erase(*answers[0].id[:2], "Kari")
        desk.refresh()
        assert seen[1:] == seen[:1]
        assert desk.progress("Kari").read == seen[0].read
