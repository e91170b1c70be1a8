"""The report's page in a real browser, as a reader opens it: from a folder, without a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.conftest import PATIENCE

PAGE = Path(__file__).parent / "golden" / "report.html"  # kept equal to what the program writes


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """The page opened; what it complains about or asks of others is an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(1000 * PATIENCE)
    opened, complaints = context.new_page(), []
    asked: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(PAGE.as_uri())
    yield opened
    context.close()
    assert complaints == []
    assert asked == [PAGE.as_uri()]


def test_the_page_shows_its_charts_and_tables_on_its_own(tab: Tab) -> None:
    charts = tab.locator("svg[role=img]")
    assert charts.count() > 0
    assert all(chart.get_attribute("aria-labelledby") for chart in charts.all())
    assert charts.first.is_visible()
    for closed in tab.locator("details").all():
        closed.locator("summary").click()
    assert all(chart.is_visible() for chart in charts.all())
    assert tab.locator("table").count() >= charts.count()


def test_a_reader_chooses_question_wave_and_group_and_sees_the_tables_numbers(tab: Tab) -> None:
    tab.locator("#explore-question").select_option(label="samarbeid")
    tab.locator("#explore-wave").select_option("2020")
    group = tab.locator("#explore-group")
    group.select_option(group.locator("option").nth(1).get_attribute("value"))
    rows = tab.locator("#explore-rows tr")
    assert rows.count() > 5
    texts = rows.first.locator("td").last.inner_text()
    assert texts.endswith(")")
    assert "n = " in tab.locator("#explore-base").inner_text()
    assert tab.locator("#explore-rows .dot").count() >= 5


def test_nothing_sticks_out_on_a_telephone_or_on_paper(tab: Tab) -> None:
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.emulate_media(media="print")
    assert tab.locator("svg[role=img]").first.is_visible()


def test_the_page_is_accessible(tab: Tab) -> None:
    tab.evaluate(AXE_SCRIPT)
    violations = tab.evaluate("axe.run().then(found => found.violations.map(v => v.id))")
    assert violations == []
