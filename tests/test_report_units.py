"""A report on a survey of municipalities: roles with their own questions, a frame, waves."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

from tests.golden import assert_golden
from tests.units_survey import MADE_UP, UnitsSurvey, units_survey
from textmining.counting import CountOptions
from textmining.files import read_table
from textmining.workflow.inputs.frame import FrameFile
from textmining.workflow.report import ReportOptions, report

BY = CountOptions(by=("role", "partner"))


@pytest.fixture(scope="module")
def survey(data: Path) -> UnitsSurvey:
    return units_survey(data / "codebook.yaml")


@pytest.fixture(scope="module")
def written(survey: UnitsSurvey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("units")
    coded, decisions, frame = survey.write(folder / "survey")
    options = ReportOptions(BY, population=(FrameFile(frame),), publication=MADE_UP)
    report([coded], folder / "out", decisions=[str(decisions)], options=options)
    return folder / "out"


@pytest.fixture(scope="module")
def lines(written: Path) -> list[str]:
    """The document's paragraphs."""
    return [p.text for p in Document(str(written / "report.docx")).paragraphs if p.text]


@pytest.mark.slow
def test_the_document_is_the_golden_one(lines: list[str]) -> None:
    assert_golden("report_units.txt", "\n".join(lines) + "\n")


def test_the_document_is_short(written: Path, lines: list[str]) -> None:
    tables = Document(str(written / "report.docx")).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert sum(len(text.split()) for text in [*lines, *cells]) <= 1500


def test_questions_stand_in_the_questionnaires_order_each_with_one_chart(written: Path) -> None:
    word = Document(str(written / "report.docx"))
    heads = [p.text for p in word.paragraphs if re.match(r"\d\. ", p.text)]
    assert heads == [f"{k}. {q}" for k, q in enumerate(MADE_UP.questions.values(), 1)]
    assert len(word.inline_shapes) == 3


def test_municipalities_are_counted_and_named(lines: list[str], survey: UnitsSurvey) -> None:
    frame = survey.coded.frame
    newest = frame[frame["wave"] == "2021"]
    took_part = newest["kommune"].nunique()
    assert lines[0] == MADE_UP.title
    assert any(line.startswith(f"{took_part} av 224 inviterte kommuner deltok") for line in lines)
    answered = newest.loc[newest["question"] == "imdi", "kommune"].nunique()
    assert f"{answered} kommuner har svart på spørsmålet, av {took_part} som deltok" in "\n".join(
        lines
    )
    assert not any(" svar tar opp" in line or "gruppen" in line for line in lines)


def test_groups_that_were_asked_different_questions_are_not_compared(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "oftere enn andre kommuner" in text
    for role in ("integreringsansvarlige", "kommunedirektører", "skole- og oppvekstsjefer"):
        assert role not in text


def test_every_number_of_the_document_is_one_of_the_table(written: Path, lines: list[str]) -> None:
    table = read_table(written / "counts.csv").frame
    units = table[(table["base"] == "unit") & (table["wave"] == "2021")]
    ends = units[["share_low", "share_high"]].astype(float).dropna()
    known = {
        f"{int(low * 100 + 1e-9)}–{-int(-high * 100 // 1)}"
        for low, high in ends.itertuples(index=False)
    }
    said = re.findall(r"\((\d+–\d+) prosent\)", "\n".join(lines))
    assert said
    assert set(said) <= known


def test_the_method_note_tells_the_response_of_units(written: Path, survey: UnitsSurvey) -> None:
    frame = survey.coded.frame
    took_part = frame.loc[frame["wave"] == "2021", "kommune"].nunique()
    note = (written / "method.md").read_text("utf-8")
    assert f"2021: {took_part} av 224 inviterte svarte" in note


def test_the_declaration_fills_every_field_or_names_it_missing(written: Path) -> None:
    found = json.loads((written / "quality.json").read_text("utf-8"))
    missing = {name for name, field in found["fields"].items() if field["text"] is None}
    assert missing == set(found["missing"])
    assert {"relevance", "nonresponse", "shares", "subgroups", "timeliness", "contact"} <= (
        set(found["fields"]) - missing
    )
    assert {"cost", "retention", "agreement"} <= missing
    assert "designeffekt" in found["fields"]["nonresponse"]["text"]


@pytest.mark.slow
def test_fewer_charts_leave_none_of_the_older_ones(survey: UnitsSurvey, tmp_path: Path) -> None:
    coded, decisions, _ = survey.write(tmp_path / "survey")
    options = ReportOptions(CountOptions(by=("partner",)), publication=MADE_UP)
    (tmp_path / "out" / "charts").mkdir(parents=True)
    kept = tmp_path / "out" / "charts" / "notes.txt"
    kept.write_text("mine")
    old = tmp_path / "out" / "charts" / "figure-9-9.svg"
    old.write_text("old")
    report([coded], tmp_path / "out", decisions=[str(decisions)], options=options)
    assert not old.exists()
    assert kept.read_text() == "mine"


def test_a_frame_of_units_is_enough_where_persons_answer(survey: UnitsSurvey) -> None:
    """428 units with more persons than units in a question are no error."""
    frame = survey.coded.frame
    assert frame[frame["wave"] == "2021"]["respondent"].nunique() > 224
    assert isinstance(survey.invited, pd.DataFrame)


@pytest.mark.slow
def test_raked_weights_give_limits_for_all_invited(survey: UnitsSurvey, tmp_path: Path) -> None:
    coded, decisions, frame = survey.write(tmp_path / "survey")
    options = ReportOptions(
        CountOptions(by=("partner",)),
        population=(FrameFile(frame),),
        rake=("partner", "landsdel"),
        publication=MADE_UP,
    )
    report([coded], tmp_path / "out", decisions=[str(decisions)], options=options)
    said = [p.text for p in Document(str(tmp_path / "out" / "report.docx")).paragraphs]
    text = "\n".join(said)
    assert "vektet etter partnerskap og landsdel og gjelder alle inviterte kommuner" in text
    table = read_table(tmp_path / "out" / "counts.csv").frame
    units = table[(table["base"] == "unit") & (table["wave"] == "2021")]
    ends = units[["invited_low", "invited_high"]].astype(float).dropna()
    known = {
        f"{int(low * 100 + 1e-9)}–{-int(-high * 100 // 1)}"
        for low, high in ends.itertuples(index=False)
    }
    told = re.findall(r"\((\d+–\d+) prosent\)", text)
    assert told
    assert set(told) <= known
    assert "Deming og Stephan" in (tmp_path / "out" / "method.md").read_text("utf-8")
