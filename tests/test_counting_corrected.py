"""Shares with the coders' errors taken out, from the review's decisions to the report."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.survey_to_count import BOOK, audited, coded_survey
from textmining import counting
from textmining.answers import (
    CORRECTED_COLUMNS,
    AnswerId,
    Decisions,
    DoubleCoded,
    write_coded,
)
from textmining.counting import CountOptions
from textmining.disclosure import count_to_publish
from textmining.review import Decision, Store
from textmining.workflow.inputs.decided import decided_in
from textmining.workflow.report import ReportOptions, report

CODED, TRUTH = coded_survey(200)
READ = audited(CODED, TRUTH)


def decided(frame: pd.DataFrame, said: list[tuple[str, ...]]) -> Decisions:
    """The decisions; a second coder said this of the first answers, and the first was right."""
    first = BOOK.indicator(frame["themes"])[: len(said)]
    ids = frame[["respondent", "wave", "question"]].itertuples(index=False, name=None)
    return Decisions(
        frame,
        double=DoubleCoded(
            codes=np.stack([first, BOOK.indicator(said)]),
            respondents=np.arange(len(said)),
            settled=first,
            is_settled=np.ones(len(said), dtype=np.bool_),
            answers=frozenset(AnswerId(*i) for i, _ in zip(ids, said, strict=False)),
        ),
    )


def counted(decisions: Decisions, options: CountOptions | None = None) -> pd.DataFrame:
    return counting.count_themes(CODED, decisions, options).frame


def missing(n: int, every: int) -> list[tuple[str, ...]]:
    """What a coder says of the first answers who misses every so many codes."""
    return [codes if i % every else () for i, codes in enumerate(READ["themes"][:n])]


def test_coders_who_miss_codes_leave_more_answers_with_the_theme() -> None:
    table = counted(decided(READ, missing(30, 3)))
    assert (table["corrected_low"] <= table["corrected_share"]).all()
    assert (table["corrected_share"] <= table["corrected_high"]).all()
    large = table[table["share"] > 0.15]
    assert (large["corrected_share"] > large["share"]).all()
    assert (large["corrected_high"] > large["share_high"]).all()


def test_the_columns_are_there_only_where_enough_was_coded_twice() -> None:
    plain = counted(Decisions(READ))
    assert not {*CORRECTED_COLUMNS} & {*plain}
    pd.testing.assert_frame_equal(counted(decided(READ, missing(9, 3))), plain)
    table = counted(decided(READ, missing(10, 3)))
    pd.testing.assert_frame_equal(table[[*plain]], plain)


def test_coders_who_agree_on_all_answers_move_the_share_by_little() -> None:
    table = counted(decided(TRUTH, list(TRUTH["themes"])))
    assert (table["method"] == "everything read").all()
    assert np.allclose(table["corrected_share"], table["share"], atol=0.01)
    assert (table["corrected_high"] - table["corrected_low"] <= 1.01 / table["answers"]).all()


def test_nothing_is_corrected_where_small_counts_are_held_back() -> None:
    double = decided(READ, missing(30, 3))
    table = count_to_publish(CODED, double, CountOptions(suppress=3)).frame
    assert not {*CORRECTED_COLUMNS} & {*table}


@pytest.mark.parametrize("options", [{"weights": "weight"}, {"strict": True}, {"by": ("role",)}])
def test_every_way_of_counting_is_corrected(options: dict[str, object]) -> None:
    table = counted(decided(READ, missing(30, 3)), CountOptions(**options))  # type: ignore[arg-type]  # any of them
    known = table["low"].notna()
    assert table.loc[known, "corrected_high"].between(0, 1).all()
    assert table.loc[~known, "corrected_high"].isna().all()


def test_pairs_of_themes_are_counted_as_before() -> None:
    double = decided(READ, missing(30, 3))
    plain, found = (counting.count_pairs(CODED, d) for d in (Decisions(READ), double))
    pd.testing.assert_frame_equal(found, plain)


def reviewed(frame: pd.DataFrame, file: Path) -> None:
    """Two coders code the first 40 answers, one misses every fourth, and Eva settles it."""
    by_kari = [
        Decision(AnswerId(*row[:3]), "Kari", row[3], "1")
        for row in frame.itertuples(index=False, name=None)
    ]
    with Store(file) as store:
        store.record(by_kari)
        for i, d in enumerate(by_kari[:40]):
            themes = () if i % 4 == 0 else d.themes
            store.record([Decision(d.answer, "Ola", themes, "1")])
            if i % 4 == 0:
                store.record([Decision(d.answer, "Eva", d.themes, "1", role="adjudication")])


def test_what_two_coders_said_and_what_was_settled_comes_from_the_review(tmp_path: Path) -> None:
    reviewed(READ, tmp_path / "review.sqlite")
    double = decided_in([str(tmp_path / "review.sqlite")], BOOK).decisions.double
    assert double is not None
    assert double.is_settled.all()
    assert len(double.answers) == len(double) == 40
    assert (double.settled == double.codes[0]).all()
    assert (double.codes[0] != double.codes[1]).any(axis=1).sum() == 10


@pytest.mark.slow
def test_table_and_note_of_a_report_tell_what_is_estimated(tmp_path: Path) -> None:
    reviewed(READ, tmp_path / "review.sqlite")
    assert CODED.meta is not None
    write_coded(CODED.frame, CODED.meta, tmp_path / "coded.parquet")
    report(
        [tmp_path / "coded.parquet"],
        tmp_path / "out",
        decisions=[str(tmp_path / "review.sqlite")],
        options=ReportOptions(),
    )
    assert "Andel, rettet for koderfeil" in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "Rogan og Gladen" in (tmp_path / "out" / "method.md").read_text("utf-8")
    counts = pd.read_csv(tmp_path / "out" / "counts.csv", sep=";")
    assert counts["corrected_high"].notna().all()
