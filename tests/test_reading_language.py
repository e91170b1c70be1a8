"""The language of what people read is chosen when it is read, not when the model is trained."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.survey_to_count import coded_survey
from textmining.answers import write_coded
from textmining.errors import OptionError
from textmining.survey import reading_language
from textmining.workflow.decisions import export_decisions
from textmining.workflow.report import ReportOptions, report

CODED, TRUTH = coded_survey(40)


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    assert CODED.meta is not None
    write_coded(CODED.frame, CODED.meta, tmp_path / "coded.csv")
    return tmp_path / "coded.csv"


def test_an_option_wins_over_the_settings_and_they_over_the_codebook(coded: Path) -> None:
    assert reading_language(None, [coded]) is None
    (coded.parent / "textmining.toml").write_text('language = "nn"\n')
    assert reading_language(None, [coded]) == "nn"
    assert reading_language("en", [coded]) == "en"
    with pytest.raises(OptionError, match="--lang sv is not one of nb, nn, en"):
        reading_language("sv", [coded])
    (coded.parent / "textmining.toml").write_text('language = "da"\n')
    with pytest.raises(OptionError, match="language da is not one of"):
        reading_language(None, [coded])


def test_a_workbook_has_the_headings_of_its_readers(coded: Path) -> None:
    heads = {}
    for language in (None, "nb", "en"):
        out = coded.parent / f"{language}.xlsx"
        export_decisions(f"{coded}.sqlite", [coded], out, language=language)
        heads[language] = next(load_workbook(out).worksheets[0].values)
    assert heads[None] == heads["nb"] != heads["en"]


def test_a_report_speaks_the_language_of_its_readers(coded: Path) -> None:
    pages = {}
    for language in (None, "en"):
        report([coded], coded.parent / "out", options=ReportOptions(language=language))
        pages[language] = (coded.parent / "out" / "report.html").read_text("utf-8")
    assert 'lang="nb"' in pages[None]
    assert 'lang="en"' in pages["en"]
