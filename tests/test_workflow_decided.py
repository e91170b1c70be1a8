"""Decisions from several places at once, in every form: nothing is dropped, nothing is mixed."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tests.survey_to_count import BOOK, audited, coded_survey
from textmining.answers import (
    AnswerId,
    Meta,
    read_decisions,
    write_coded,
    write_decisions,
    write_table,
)
from textmining.codebook import Codebook
from textmining.errors import DecisionError, RowsError
from textmining.review import Decision, Store
from textmining.sampling import draw_survey
from textmining.workflow.count import count
from textmining.workflow.decisions import export_decisions, import_decisions
from textmining.workflow.inputs.decided import decided_in

CODED, TRUTH = coded_survey()
READ = audited(CODED, TRUTH)


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    assert CODED.meta is not None
    write_coded(CODED.frame, CODED.meta, tmp_path / "coded.parquet")
    return tmp_path / "coded.parquet"


def stored(read: pd.DataFrame, path: Path) -> str:
    rows = read[["respondent", "wave", "question", "themes"]].itertuples(index=False, name=None)
    with Store(path) as store:
        store.record([Decision(AnswerId(*row[:3]), "Kari", row[3], "1") for row in rows])
    return str(path)


def test_several_sources_are_read_together(coded: Path, tmp_path: Path) -> None:
    half = len(READ) // 2
    store = stored(READ[:half], tmp_path / "a.sqlite")
    write_table(READ[half - 2 :], tmp_path / "b.csv")  # two answers stand in both
    sources = [store, str(tmp_path / "b.csv")]
    table = count([coded], tmp_path / "counts.csv", decisions=sources).counts.frame
    whole = stored(READ, tmp_path / "whole.sqlite")
    pd.testing.assert_frame_equal(
        table, count([coded], tmp_path / "counts.csv", decisions=[whole]).counts.frame
    )


def test_sources_that_contradict_each_other_are_both_named(tmp_path: Path) -> None:
    store = stored(READ, tmp_path / "a.sqlite")
    other = READ.assign(themes=[("nav", "fylke")] * 2 + READ["themes"].tolist()[2:])
    write_table(other, tmp_path / "b.csv")
    with pytest.raises(DecisionError, match=r"a\.sqlite and .*b\.csv give \d answers different"):
        decided_in([store, str(tmp_path / "b.csv")], BOOK)


def test_no_source_is_dropped_also_if_it_is_not_there(
    coded: Path, tmp_path: Path, run: Run
) -> None:
    store = stored(READ, tmp_path / "a.sqlite")
    command = ["count", coded, "--decisions", "none.csv", "--decisions", store]
    done = run(*command, "--out", tmp_path / "counts.csv")
    assert (done.returncode, "none.csv: does not exist" in done.stderr) == (1, True)
    assert not (tmp_path / "counts.csv").exists()


BARE = Codebook("uten rest", "1.10", BOOK.themes[:2])  # an answer may have no theme
N = 24
FORMS = ("csv", "xlsx", "jsonl", "parquet", "sav")
ChosenThemes = st.lists(
    st.none() | st.sets(st.sampled_from(BARE.codes)).map(lambda s: tuple(sorted(s))),
    min_size=N, max_size=N,
)  # fmt: skip


def bare_survey(folder: Path) -> Path:
    rng = np.random.default_rng(1)
    p = rng.uniform(0.05, 0.9, (N, 2)).round(3)
    draw = draw_survey(p, np.zeros(N, np.int64), np.ones(N, np.bool_), "50%", 0)
    frame = pd.DataFrame({
        "respondent": [f"r{i}" for i in range(N)], "wave": "2021", "question": "q1",
        "text": [f"svar {i}" for i in range(N)],
        "themes": pd.Series(BARE.sets(p >= 0.5), dtype=object),
        "p_nav": p[:, 0], "p_fylke": p[:, 1], "review": draw.review,
        "order": pd.Series(draw.order, dtype="Int64"), "stratum": draw.stratum.astype(str),
        "inclusion": draw.inclusion, "model": "m", "codebook_version": "1.10",
    })  # fmt: skip
    path = folder / "coded.parquet"
    if not path.exists():
        write_coded(frame, Meta("test", BARE, draw={"design": draw.design}), path)
    return path


@settings(max_examples=8)
@given(chosen=ChosenThemes)
@example(chosen=[None] * (N - 1) + [()])
def test_every_form_of_the_same_decisions_gives_the_same_counts(
    tmp_path: Path, chosen: list[tuple[str, ...] | None]
) -> None:
    with TemporaryDirectory(dir=tmp_path) as name:
        folder = Path(name)
        coded, out = bare_survey(tmp_path), folder / "counts.parquet"
        review = folder / "review.sqlite"
        with Store(review) as store:
            store.record([
                Decision(AnswerId(f"r{i}", "2021", "q1"), "Kari", themes, "1.10")
                for i, themes in enumerate(chosen) if themes is not None
            ])  # fmt: skip
        sources = [str(review)]
        for form in FORMS:
            target = folder / f"table.{form}"
            with Store(review) as store:
                write_decisions(store.current(BARE), target)
            sources.append(str(target))
        export_decisions(str(review), [coded], folder / "workbook.xlsx")
        import_decisions(folder / "workbook.xlsx", str(folder / "back.sqlite"), "Kari")
        sources.append(str(folder / "back.sqlite"))
        if not any(themes is not None for themes in chosen):
            return
        apart = ["shown", "decided_together"]  # a workbook's rows are decided one by one
        known = decided_in(sources[:1], BARE).decisions.frame.drop(columns=apart)
        counted = [count([coded], out, decisions=[source]) for source in sources]
        for source, found in zip(sources, counted, strict=True):
            pd.testing.assert_frame_equal(
                decided_in([source], BARE).decisions.frame.drop(columns=apart), known
            )
            pd.testing.assert_frame_equal(found.counts.frame, counted[0].counts.frame)
            assert found.findings == counted[0].findings, source


def test_an_empty_cell_is_unread_and_a_mark_or_an_empty_list_is_read(tmp_path: Path) -> None:
    rows = ["r1;2021;q1;;", "r2;2021;q1;;1", "r3;2021;q1;nav;", "r4;2021;q1;nav;1", "r5;2021;q1;;0"]
    (tmp_path / "a.csv").write_text("\n".join(["respondent;wave;question;themes;read", *rows]))
    answers = [{"respondent": r, "wave": "2021", "question": "q1"} for r in ("r1", "r2", "r3")]
    told: list[dict[str, object]] = [{"themes": None}, {"themes": []}, {"themes": ["nav"]}]
    lines = [json.dumps({**a, **t}) for a, t in zip(answers, told, strict=True)]
    (tmp_path / "b.jsonl").write_text("\n".join(lines))
    for name, found in (("a.csv", ["r2", "r3", "r4"]), ("b.jsonl", ["r2", "r3"])):
        read = read_decisions(tmp_path / name, codebook=BARE)
        assert read["respondent"].tolist() == found
        assert read["themes"].tolist() == [(), *[("nav",)] * (len(found) - 1)]


def test_a_mark_that_says_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("respondent;wave;themes;read\nr1;2021;;kanskje\n")
    with pytest.raises(RowsError, match="row 2, column read: must hold 0, 1 or nothing"):
        read_decisions(tmp_path / "a.csv", codebook=BARE)


def test_a_residual_theme_stands_alone_in_files_too(tmp_path: Path) -> None:
    themes = pd.Series([("nav", "ingen"), *READ["themes"][1:]], dtype=object)
    rows = READ.assign(themes=themes)
    write_table(rows, tmp_path / "read.csv")
    with pytest.raises(RowsError, match="row 2, column themes: ingen stands alone; leave it or"):
        read_decisions(tmp_path / "read.csv", codebook=BOOK)
    assert len(read_decisions(tmp_path / "read.csv")) == len(READ)
