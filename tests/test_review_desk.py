"""The desk: what is next, what may be seen, what follows from a decision."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.example_review import CODEBOOK, coded_frame
from textmining.answers import (
    AnswerId,
    Columns,
    ReviewStatus,
    meta_path,
    read_coded,
    reasons_path,
)
from textmining.errors import DecisionError, FileError, StoreError
from textmining.review import (
    Choice,
    Codes,
    Decision,
    Desk,
    Event,
    ReviewedFiles,
    Store,
    answers_of,
    double_coded,
    read_reasons,
)
from textmining.review.near import differ_by_a_slip
from textmining.review.suspects import against_the_machine

NewDesk = Callable[..., Desk]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "review.sqlite") as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> NewDesk:
    def new(*texts: str, **more: object) -> Desk:
        frame = coded_frame(texts, **more)  # type: ignore[arg-type]
        return Desk(store, answers_of(frame, CODEBOOK), CODEBOOK)

    return new


def test_the_drawn_come_first_then_doubt_then_the_rest(desk: NewDesk) -> None:
    desk_ = desk("a", "b", "c", "d", drawn=2, doubt=1)
    seen = []
    while (position := desk_.next("Kari")) is not None:
        seen.append(desk_.answers[position].text)
        desk_.decide([position], "Kari", Choice(("nav",)))
    assert seen == ["a", "b", "c", "d"]
    progress = desk_.progress("Kari")
    assert (progress.read, progress.total) == ({"audit": 2, "doubt": 1, "": 1},) * 2
    assert sum(progress.left.values()) == 0


def test_what_the_machine_could_not_read_is_not_asked_for() -> None:
    frame = coded_frame(["a", "\u200b"], doubt=2)
    frame.loc[1, "order"] = None
    assert [answer.text for answer in answers_of(frame, CODEBOOK)] == ["a"]


def test_identical_answers_are_coded_once(desk: NewDesk) -> None:
    desk_ = desk("nei", "ja", "nei ", drawn=3)
    desk_.decide([0], "Kari", Choice(("ingen",)))
    assert list(desk_.current()["respondent"]) == ["r0", "r2"]
    progress = desk_.progress("Kari")
    assert (
        progress.read[ReviewStatus.AUDIT],
        progress.total[ReviewStatus.AUDIT],
        progress.left[ReviewStatus.AUDIT],
    ) == (1, 2, 1)
    assert desk_.undo("Kari") == 0
    assert desk_.current().empty


def test_nearly_identical_answers_are_offered_together(desk: NewDesk) -> None:
    desk_ = desk("Nei!", "ja", "nei", "neei", drawn=4)
    assert desk_.nearly_same(0) == [2, 3]
    desk_.decide([0, 2], "Kari", Choice(("ingen",)))
    assert list(desk_.current()["respondent"]) == ["r0", "r2"]
    assert desk_.nearly_same(0) == [3]


def test_a_slip_of_the_hand_is_nearly_identical_another_word_is_not(desk: NewDesk) -> None:
    desk_ = desk(
        "Bedre samarbeid med NAV",
        "samarbied med nav, bedre",
        "Bedre samarbeid med Nva",
        "Bedre samarbeid",
        "Ikke bedre samarbeid med NAV",
        "Færre samarbeid med NAV",
    )
    assert desk_.nearly_same(0) == [1, 2]
    assert not differ_by_a_slip("bil", "bol")


texts = st.text(st.characters(codec="utf-8", categories=["Ll", "Zs"]), min_size=9, max_size=40)


@given(texts, st.data())
def test_a_letter_missing_added_swapped_or_other_is_a_slip(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 2))
    before, letter, after = text[:place], text[place], text[place + 1 :]
    slips = [before + after, before + letter * 2 + after, before + "x" + after]
    swapped = before + after[0] + letter + after[1:]
    for slip in (*slips, swapped):
        assert differ_by_a_slip(text, slip)
        assert differ_by_a_slip(slip, text)
    assert not differ_by_a_slip(text, f"{text}xy")


def test_a_drawn_answer_is_coded_without_the_proposal(desk: NewDesk) -> None:
    desk_ = desk("a", "b", drawn=1, doubt=1)
    assert not desk_.sight(0, "Kari").proposal
    assert desk_.sight(1, "Kari").proposal
    desk_.decide([0], "Kari", Choice(("tolk",)))
    assert desk_.sight(0, "Kari").proposal
    desk_.decide([0], "Kari", Choice(("nav",)))
    history = desk_.codes.history(desk_.answers[0].id)
    assert [(d.themes, d.shown, d.proposed) for d in history] == [
        (("tolk",), False, ("nav",)),
        (("nav",), True, ("nav",)),
    ]


def test_a_choice_sent_again_is_kept_once_and_a_changed_one_is_kept(desk: NewDesk) -> None:
    desk_ = desk("a", "a", "b", doubt=3)
    nav, tolk = Choice(("nav",), batch="b1"), Choice(("tolk",), batch="b1")
    noted = Choice(("nav",), note="hm", batch="b1")
    unsure = Choice(("nav",), note="hm", unsure=True, batch="b1")
    for choice in (nav, nav, tolk, tolk, nav, noted, noted, unsure):
        desk_.decide([0], "Kari", choice)
    history = desk_.codes.history(desk_.answers[0].id)
    assert [(d.themes[0], d.note, d.unsure) for d in history] == [
        ("nav", "", False),
        ("tolk", "", False),
        ("nav", "", False),
        ("nav", "hm", False),
        ("nav", "hm", True),
    ]
    desk_.decide([0], "Ola", tolk)
    assert desk_.codes.history(desk_.answers[1].id)[-1].coder == "Ola"
    desk_.undo("Ola")
    desk_.decide([0], "Ola", tolk)
    assert desk_.codes.history(desk_.answers[1].id)[-1].coder == "Ola", "taken back, then chosen"


def test_blind_coding_can_be_turned_off_on_record(desk: NewDesk, store: Store) -> None:
    desk_ = desk("a", drawn=1)
    store.add_event(Event("blind off", "Kari"))
    desk_.refresh()
    assert desk_.sight(0, "Kari").proposal


def test_a_second_coder_sees_neither_proposal_nor_first_code(desk: NewDesk, store: Store) -> None:
    desk_ = desk("a", "b", drawn=1, doubt=1)
    store.add_event(Event("double", "Kari", detail="1.0"))
    for expected in (0, 1):
        assert desk_.next("Kari") == expected
        desk_.decide([expected], "Kari", Choice(("nav",)))
    assert desk_.next("Kari") is None
    assert desk_.next("Ola") == 0
    assert desk_.sight(0, "Ola") == type(desk_.sight(0, "Ola"))(proposal=False, others=False)
    desk_.decide([0], "Ola", Choice(("tolk",)))
    standing = desk_.standing(0)
    assert standing is not None
    assert standing.disagreed
    assert not standing.by_coder["Ola"].shown
    assert desk_.next("Ola") is None, "only drawn answers are coded twice"
    assert desk_.next("Eva") is None, "and only twice"
    desk_.decide([0], "Eva", Choice(("nav", "tolk"), role="adjudication"))
    assert list(desk_.current()["themes"]) == [("nav", "tolk"), ("nav",)]


def test_two_coders_are_not_given_the_same_answer(desk: NewDesk) -> None:
    desk_ = desk("a", "b", drawn=2)
    assert desk_.next("Kari") == 0
    assert desk_.next("Ola") == 1
    assert desk_.next("Kari") == 0


def test_two_desks_see_each_others_decisions(desk: NewDesk) -> None:
    first, second = desk("a", "b", drawn=2), desk("a", "b", drawn=2)
    first.decide([0], "Kari", Choice(("nav",)))
    second.refresh()
    assert second.next("Ola") == 1
    second.decide([1], "Ola", Choice(("nav",)))
    first.undo("Kari")
    first.refresh()
    second.refresh()
    assert first.next("Kari") == second.next("Kari") == 0


@pytest.mark.parametrize(
    "themes",
    [("ukjent",), (), ("ingen", "nav"), ("arbeid",)],
    ids=["unknown", "none", "residual", "not asked"],
)
def test_codes_that_cannot_be_given_are_refused(desk: NewDesk, themes: tuple[str, ...]) -> None:
    desk_ = desk("a", drawn=1)
    with pytest.raises(DecisionError):
        desk_.decide([0], "Kari", Choice(themes))
    assert desk_.current().empty


def test_a_closed_wave_and_an_erased_respondent_are_not_asked_for(
    desk: NewDesk, store: Store
) -> None:
    desk_ = desk("a", "b", drawn=2)
    store.erase("r0", "2021", "Kari")
    desk_.refresh()
    assert desk_.next("Kari") == 1
    assert desk_.answers[0].text == ""
    store.add_event(Event("closed", "Kari", wave="2021"))
    desk_.refresh()
    assert desk_.next("Kari") is None
    with pytest.raises(StoreError):
        desk_.decide([1], "Kari", Choice(("nav",)))


def test_who_says_the_same_as_somebody_erased_is_still_read(desk: NewDesk, store: Store) -> None:
    desk_ = desk("nei", "nei", "ja", drawn=3)
    store.erase("r0", "2021", "Kari")
    desk_.refresh()
    assert desk_.next("Kari") == 1
    desk_.decide([1], "Kari", Choice(("ingen",)))
    assert list(desk_.current()["respondent"]) == ["r1"]
    progress = desk_.progress("Kari")
    assert (
        progress.read[ReviewStatus.AUDIT],
        progress.total[ReviewStatus.AUDIT],
        progress.left[ReviewStatus.AUDIT],
    ) == (1, 2, 1)


def test_without_a_machine_everything_is_read_in_the_files_order(store: Store) -> None:
    frame = coded_frame(["a", " ", "b"])[["respondent", "wave", "question", "role", "text"]]
    answers = answers_of(frame, CODEBOOK)
    assert [(a.text, a.proposed, a.review, a.background) for a in answers] == [
        ("a", None, "audit", {"role": "rådgiver"}),
        ("b", None, "audit", {"role": "rådgiver"}),
    ]
    desk_ = Desk(store, answers, CODEBOOK)
    desk_.decide([0], "Kari", Choice(("nav",)))
    (made,) = desk_.codes.history(answers[0].id)
    assert (made.model, made.proposed, made.shown) == ("", None, False)


def test_agreement_is_about_first_decisions_made_blind() -> None:
    answer = AnswerId("r0", "2021", "imdi")

    def codes(*decisions: tuple[str, str, bool]) -> list[list[str]]:
        history = [
            Decision(answer, coder, (theme,), "1", shown=shown, number=number)
            for number, (coder, theme, shown) in enumerate(decisions, start=1)
        ]
        found = double_coded([Codes(history)], CODEBOOK)
        return [[*CODEBOOK.sets(side)[0]] for side in found.codes] if len(found) else []

    blind = codes(("Kari", "nav", False), ("Ola", "tolk", False), ("Ola", "nav", False))
    assert blind == [["nav"], ["tolk"]], "what was decided after talking about it is left out"
    assert codes(("Kari", "nav", True), ("Ola", "tolk", False)) == []
    assert codes(("Kari", "nav", False), ("Ola", "of an earlier codebook", False)) == []


def test_what_the_machine_is_sure_is_wrong_or_missing_is_suspect() -> None:
    (answer,) = answers_of(coded_frame(["a"]), CODEBOOK)
    answer = replace(answer, probabilities={"nav": 0.95, "tolk": 0.02, "bolig": 0.5})

    def suspect(*themes: str) -> list[tuple[tuple[str, ...], tuple[str, ...], float]]:
        codes = Codes([Decision(answer.id, "Kari", themes, "1", number=1)])
        return [
            (s.missing, s.extra, s.distance)
            for s in against_the_machine([(0, answer)], codes, CODEBOOK)
        ]

    assert suspect("tolk") == [(("nav",), ("tolk",), 0.98)]
    assert suspect("nav", "tolk") == [((), ("tolk",), 0.98)]
    assert suspect("bolig") == [(("nav",), (), 0.95)]
    assert suspect("nav", "bolig") == []


def test_who_says_nothing_or_the_same_to_another_question_is_read_once(store: Store) -> None:
    frames = [
        coded_frame([".", " - ", "mer tolk", "👍", "👎"], drawn=5, question="q1"),
        coded_frame(["…", "mer tolk", "mer bolig"], drawn=3, question="q2"),
        coded_frame(["mer tolk", "."], drawn=2, question="arbeid"),  # where other themes are asked
    ]
    desk = Desk(store, answers_of(pd.concat(frames, ignore_index=True), CODEBOOK), CODEBOOK)
    read = [sorted(desk.answers[p].text.strip() for p in item.answers) for item in desk.queue]
    assert sorted(read) == [
        ["-", ".", "…"], ["."], ["mer bolig"], ["mer tolk"], ["mer tolk", "mer tolk"],
        ["👍"], ["👎"],
    ]  # fmt: skip
    desk.decide([0], "Kari", Choice(("ingen",)))
    assert {d.answer.question for d in store.decisions()} == {"q1", "q2"}


def test_what_was_chosen_again_in_view_of_the_proposal_is_no_suspect() -> None:
    (answer,) = answers_of(coded_frame(["a"]), CODEBOOK)
    answer = replace(answer, probabilities={"nav": 0.95, "tolk": 0.02, "ingen": 0.01})

    def suspects(*decisions: Decision) -> list[tuple[str, ...] | None]:
        found = against_the_machine([(0, answer)], Codes(decisions), CODEBOOK)
        return [suspect.proposal for suspect in found]

    blind = Decision(answer.id, "Kari", ("tolk",), "1", number=1)
    seen = replace(blind, shown=True, number=2, batch="b")
    assert suspects(blind) == [("nav",)]
    assert suspects(seen) == [("nav",)], "once, with the proposal in view: a slip, perhaps"
    assert suspects(blind, seen) == []
    assert suspects(blind, replace(seen, coder="Ola", role="adjudication")) == []
    assert suspects(replace(blind, themes=("ingen",))) == [("nav",)], "a residual stands alone"


def test_who_keeps_their_choice_after_the_comparison_was_not_led(desk: NewDesk) -> None:
    page = desk("a", "b", drawn=2)
    for themes in (("tolk",), ("tolk",)):
        page.decide([0], "Kari", Choice(themes))
    for themes in (("tolk",), ("nav",)):
        page.decide([1], "Kari", Choice(themes))
    assert page.current()["shown"].tolist() == [False, True]


def test_background_is_shown_as_it_stands_in_the_file_also_in_a_column_with_gaps() -> None:
    frame = coded_frame(["a", "b"]).assign(
        role=[1.0, float("nan")], started=pd.Series(["2021-05-01", None]).astype("datetime64[us]")
    )
    answers = answers_of(frame, CODEBOOK)
    assert [dict(a.background) for a in answers] == [{"role": "1", "started": "2021-05-01"}, {}]


@pytest.mark.parametrize("content", ["[" * 100_000, '{"reasons": [], "similar": []}'])
def test_a_file_beside_a_coded_one_that_is_no_such_file_is_told(
    tmp_path: Path, content: str
) -> None:
    coded = tmp_path / "a.csv"
    for path in (reasons_path(coded), meta_path(coded)):
        path.write_text(content)
    with pytest.raises(FileError, match="is not a whole reasons file"):
        read_reasons([reasons_path(coded)])
    with pytest.raises(FileError, match="is not a whole meta file"):
        read_coded([coded])
    with pytest.raises(FileError, match="is not as textmining wrote it"):
        ReviewedFiles([], {tmp_path / "a.ods": Columns()}).erase("r0", "2021")
