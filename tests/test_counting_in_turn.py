"""Reading that stops early, where many answers are the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from textmining.answers import AnswerId, Coded, Decisions, Meta
from textmining.codebook import Codebook, Theme
from textmining.counting import CountOptions, check_decisions, count_themes, read_in_turn
from textmining.review import Choice, Desk, Store, answers_of
from textmining.sampling import draw_survey

BOOK = Codebook("prøve", "1", (Theme("nav", "NAV"), Theme("ingen", "Ingen", residual="none")))
N, COPIES, TEXTS_READ = 300, 90, 40


def survey(seed: int, share: str = "60%") -> Coded:
    """300 answers, of which 90 are the same "nei"; the machine cannot tell them from others."""
    p = np.full((N, 2), [0.3, 0.7])
    draw = draw_survey(p, np.zeros(N, dtype=np.int64), np.ones(N, dtype=np.bool_), share, seed)
    frame = pd.DataFrame({
        "respondent": [f"r{i}" for i in range(N)], "wave": "2021", "question": "q1",
        "text": ["nei"] * COPIES + [f"svar {i}" for i in range(COPIES, N)],
        "themes": pd.Series(BOOK.sets(p >= 0.6), dtype=object),
        "p_nav": p[:, 0], "p_ingen": p[:, 1], "review": draw.review,
        "order": pd.Series(draw.order, dtype="Int64"), "stratum": draw.stratum.astype(str),
        "inclusion": draw.inclusion, "model": "m", "codebook_version": "1",
    })  # fmt: skip
    return Coded(frame, Meta("test", BOOK, draw={"design": draw.design}))


_HALF = np.random.default_rng(0).permutation(N) % 2 == 0


def themes_of(position: int) -> tuple[str, ...]:
    return ("ingen",) if position < COPIES or _HALF[position] else ("nav",)


def read(coded: Coded, texts: int) -> Decisions:
    """What stands after that many drawn texts: a text's copies are decided with the first."""
    frame = coded.frame[coded.drawn].sort_values("order")
    first = frame.drop_duplicates("text")["text"].iloc[:texts]
    decided = coded.frame[coded.frame["text"].isin(first)]
    themes = [themes_of(position) for position in decided.index]
    return Decisions(
        decided[["respondent", "wave", "question"]]
        .assign(themes=pd.Series(themes, index=decided.index, dtype=object))
        .assign(decided_together=decided["text"])
        .reset_index(drop=True)
    )


def residual(coded: Coded, decisions: Decisions) -> float:
    table = count_themes(coded, decisions, CountOptions(strict=True)).frame
    return float(table.loc[table["theme"] == "ingen", "estimate"].iloc[0])


@pytest.mark.slow
def test_copies_do_not_weigh_more_when_reading_stops_early() -> None:
    true = sum("ingen" in themes_of(position) for position in range(N))
    in_turn, at_once = [], []
    for seed in range(100):
        coded = survey(seed)
        decisions = read(coded, TEXTS_READ)
        in_turn.append(residual(coded, decisions) - true)
        bare = Decisions(decisions.frame.drop(columns="decided_together"))
        at_once.append(residual(coded, bare) - true)
    error = np.std(in_turn) / np.sqrt(len(in_turn))
    assert abs(np.mean(in_turn)) < 3 * error
    assert np.mean(at_once) > 3 * error  # counted at once, copies weigh too much
    assert np.square(in_turn).mean() < np.square(at_once).mean()


def test_codes_of_copies_are_known_though_their_turn_has_not_come() -> None:
    coded = survey(0)
    decisions = read(coded, TEXTS_READ)
    early = coded.drawn & coded.identity.isin(decisions.identity) & ~read_in_turn(coded, decisions)
    assert early.any()
    table = count_themes(coded, decisions, CountOptions(strict=True)).frame
    known = sum("ingen" in codes for codes in decisions.frame["themes"])
    assert table.loc[table["theme"] == "ingen", "low"].iloc[0] >= known
    told = [
        finding for finding in check_decisions(coded, decisions) if "before their turn" in finding
    ]
    assert len(told) == 1
    assert told[0].startswith(f"{early.sum()} drawn answers")


@pytest.mark.parametrize("texts", [1, 7, 30, 500])
def test_what_has_had_its_turn_is_the_beginning_of_the_order(texts: int) -> None:
    coded = survey(3)
    turn = read_in_turn(coded, read(coded, texts))
    order = coded.frame.loc[coded.drawn].sort_values("order")
    in_order = pd.Series(turn)[order.index].to_numpy()
    n = int(turn.sum())
    assert in_order[:n].all()
    assert not in_order[n:].any()
    assert order["text"].iloc[:n].nunique() == min(texts, order["text"].nunique())


def test_an_answer_that_was_skipped_keeps_those_behind_it_read() -> None:
    coded = survey(1)
    decisions = read(coded, TEXTS_READ)
    order = coded.frame.loc[coded.drawn].sort_values("order")
    skipped = order[order["text"] != "nei"]["respondent"].iloc[3]
    without = replace(
        decisions,
        frame=decisions.frame[decisions.frame["respondent"] != skipped].reset_index(drop=True),
    )
    before, after = read_in_turn(coded, decisions), read_in_turn(coded, without)
    own = (coded.frame["text"] != "nei").to_numpy() & (coded.frame["respondent"] != skipped)
    assert (before == after)[own].all()


def test_decisions_that_say_nothing_of_strokes_all_count() -> None:
    coded = survey(2)
    decisions = Decisions(read(coded, 20).frame.drop(columns="decided_together"))
    decided = coded.drawn & coded.identity.isin(decisions.identity)
    assert (read_in_turn(coded, decisions) == decided).all()


def test_the_page_says_what_one_stroke_decided(tmp_path: Path) -> None:
    coded = survey(4)
    with Store(tmp_path / "review.sqlite") as store:
        desk = Desk(store, answers_of(coded.frame, BOOK), BOOK)
        for _ in range(TEXTS_READ):
            position = desk.next("Kari")
            assert position is not None
            respondent = desk.answers[position].id.respondent
            desk.decide([position], "Kari", Choice(themes_of(int(respondent[1:]))))
        found = read_in_turn(coded, Decisions(desk.current()))
    assert (found == read_in_turn(coded, read(coded, TEXTS_READ))).all()
    assert AnswerId("r0", "2021", "q1") in Decisions(desk.current()).strokes
