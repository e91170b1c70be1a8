"""From an empty folder to a report in a real browser, without one command in a terminal."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.home_page import home_tab, served_home, violations
from tests.home_way import codebook_file, done, read_all, run, send_codebook, take_in, vendor_file
from textmining.survey import Survey
from textmining.workflow.survey_folder.status import status

pytestmark = pytest.mark.slow


def test_from_an_empty_folder_to_a_report(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "Min undersøkelse"
    last = vendor_file(tmp_path / "bosetting 2025.xlsx", year=2025, respondents=60, coded=True)
    newest = vendor_file(tmp_path / "bosetting 2026.xlsx", year=2026, respondents=30, coded=False)
    with served_home(folder) as address, home_tab(browser, f"{address}/home") as tab:
        take_in(tab, address, last)
        send_codebook(tab, address, codebook_file(tmp_path / "kodebok.xlsx"))
        take_in(tab, address, newest)
        assert [wave.name for wave in Survey(folder).waves] == ["2025", "2026"]
        run(tab, address, "Lær")
        run(tab, address, "Kod")
        assert violations(tab) == []
        drawn = status(Survey(folder)).waves[-1].drawn
        assert 0 < read_all(tab, address) <= drawn
        found = status(Survey(folder)).waves[-1]
        assert found.read_of_drawn == found.drawn
        assert status(Survey(folder)).next == "textmining report"
        count(tab, address)
        report(tab, address)
        assert status(Survey(folder)).next == ""
        for page in ("/home", "/home/counts", "/home/report"):
            tab.goto(address + page)
            for width in (900, 400):
                tab.set_viewport_size({"width": width, "height": 800})
                assert violations(tab) == [], (page, width)
    assert {path.name for path in (folder / "reports" / "2026").iterdir()} >= {
        "report.html", "report.docx", "report.xlsx", "report.pptx", "counts.xlsx"
    }  # fmt: skip


def count(tab: Tab, address: str) -> None:
    tab.goto(f"{address}/home/counts")
    tab.get_by_label("rolle").check()
    tab.get_by_role("button", name="Tell").click()
    done(tab)
    assert tab.get_by_role("heading", name="Etter rolle").is_visible()
    assert tab.get_by_role("row", name="Samarbeid med NAV").count() == 2
    assert violations(tab) == []


def report(tab: Tab, address: str) -> None:
    tab.goto(f"{address}/home/report")
    tab.get_by_label("Tittel", exact=True).fill("Bosetting i 2026")
    tab.get_by_role("button", name="Lagre og lag rapporten").click()
    done(tab)
    assert violations(tab) == []
    with tab.expect_popup() as opened:
        tab.get_by_role("link", name="Nettside").click()
    opened.value.wait_for_load_state()
    assert opened.value.get_by_role("heading", name="Bosetting i 2026").is_visible()
