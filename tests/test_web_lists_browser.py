"""The page's lists by keyboard only, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.conftest import PATIENCE
from tests.example_review import CODEBOOK, coded_frame
from tests.page_server import served
from textmining.answers import AnswerId
from textmining.review import Choice, Store, StoredQuote

NARROW = 900


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "review.sqlite") as opened:
        yield opened


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": NARROW, "height": 900})
    context.set_default_timeout(1000 * PATIENCE)
    yield context.new_page()
    context.close()


def entries(tab: Tab, n: int) -> None:
    tab.wait_for_function("n => document.querySelectorAll('[data-item]').length === n", arg=n)


def test_disagreements_are_settled_and_taken_back_by_keys(tab: Tab, store: Store) -> None:
    with served(store, coded_frame(["en", "to", "tre"], doubt=3)) as page:
        for position in range(3):
            page.desk.decide([position], "Kari", Choice(("nav",)))
            page.desk.decide([position], "Ola", Choice(("tolk",)))
        tab.goto(page.url + "/disagreements")
        entries(tab, 3)
        tab.keyboard.press("2")
        entries(tab, 2)
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("1")
        entries(tab, 1)
        assert store.current(CODEBOOK)["themes"].tolist() == [("tolk",), ("nav",)]
        tab.keyboard.press("z")
        tab.get_by_text("Valget er tatt tilbake").wait_for()
        assert store.current(CODEBOOK)["themes"].tolist() == [("tolk",)]


def test_quotes_are_judged_by_keys(tab: Tab, store: Store) -> None:
    store.propose_quotes(
        StoredQuote(AnswerId(f"r{n}", "2021", "imdi"), "nav", f"[…] nummer {n}") for n in range(3)
    )
    with served(store, coded_frame([f"svar nummer {n}" for n in range(3)], doubt=3)) as page:
        tab.goto(page.url + "/quotes")
        entries(tab, 3)
        tab.keyboard.press("3")
        assert tab.get_by_text("svar nummer 0", exact=True).is_visible()
        tab.keyboard.press("1")
        tab.locator("li.approved").wait_for()
        tab.keyboard.press("2")
        tab.locator("li.rejected").wait_for()
    assert sorted(quote.state for quote in store.quotes()) == ["approved", "proposed", "rejected"]


@pytest.mark.parametrize("view", ["/grid", "/suspects", "/disagreements", "/quotes", "/answer/0"])
def test_a_narrow_window_is_never_scrolled_sideways(tab: Tab, store: Store, view: str) -> None:
    store.propose_quotes([StoredQuote(AnswerId("r1", "2021", "imdi"), "nav", "et sitat " * 9)])
    texts = ["ja " * 90, "nei " * 90, "kanskje"]
    with served(store, coded_frame(texts, drawn=3, sure=True)) as page:
        page.desk.decide([1], "Kari", Choice(("tolk", "bolig")))
        page.desk.decide([2], "Ola", Choice(("tolk",)))
        page.desk.decide([2], "Kari", Choice(("bolig",)))
        tab.goto(page.url + view)
        over = "e => e.scrollWidth - e.clientWidth"
        assert tab.locator("html").evaluate(over) <= 0
        for box in tab.locator(".scroll").all():
            assert box.evaluate(over) <= 0
        for undo in tab.locator("button[form=undo]").all():
            assert undo.bounding_box()["y"] < 900  # type: ignore[index]
