"""The page in a real browser: Debian's Chromium, driven by Playwright."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator
from playwright.sync_api import Page as Tab

from tests.conftest import PATIENCE
from tests.example_review import CODEBOOK, coded_frame
from tests.page_server import Page, served
from textmining.answers import AnswerId
from textmining.review import (
    Choice,
    Desk,
    Event,
    Store,
    StoredQuote,
    answers_of,
)

OpenTab = Callable[..., Tab]
ABORTED = "net::ERR_"
"""What the browser says when a test breaks the connection or its server has gone."""


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[OpenTab]:
    """Opens tabs of a browser of one's own each; what their scripts complain about is an error."""
    contexts, complaints = [], []

    def new(page: Page, path: str = "/") -> Tab:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("dialog", lambda dialog: complaints.append(dialog.message))
        tab.goto(page.url + path)
        return tab

    yield new
    for context in contexts:
        context.close()
    assert [c for c in complaints if ABORTED not in c] == []


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "review.sqlite") as opened:
        yield opened


def answer(tab: Tab) -> Locator:
    return tab.locator("#answer")


def key_and_wait(tab: Tab, key: str) -> None:
    """Press a key that leads on, and wait for the next answer."""
    before = tab.locator("form.decide [name=batch]").get_attribute("value")
    tab.keyboard.press(key)
    tab.wait_for_function(
        "before => document.querySelector('form.decide [name=batch]')?.value !== before",
        arg=before,
    )


def test_thirty_answers_by_keyboard_only(open_tab: OpenTab, store: Store) -> None:
    texts = [f"svar nummer {i}" for i in range(40)]
    with served(store, coded_frame(texts, drawn=15, doubt=25)) as page:
        tab = open_tab(page)
        for number in range(15):  # drawn: blind, then the proposal, then keep
            assert answer(tab).inner_text() == f"svar nummer {number}"
            tab.keyboard.press("2")
            key_and_wait(tab, "Enter")
            assert tab.get_by_text("Maskinen foreslo noe annet").is_visible()
            key_and_wait(tab, "Enter")
        for number in range(15, 29):  # doubtful: ticked as proposed
            assert answer(tab).inner_text() == f"svar nummer {number}"
            key_and_wait(tab, "Enter")
        tab.keyboard.press("1")
        tab.keyboard.press("/")
        tab.keyboard.type("bo")
        tab.keyboard.press("Enter")
        tab.keyboard.press("u")
        tab.keyboard.press("n")
        tab.keyboard.type("må sees på")
        key_and_wait(tab, "Enter")
        assert answer(tab).inner_text() == "svar nummer 30"
    decided = {int(d.answer.respondent[1:]): d for d in store.decisions()}
    assert sorted(decided) == list(range(30))
    assert {decided[n].themes for n in range(15)} == {("tolk",)}
    assert {decided[n].themes for n in range(15, 29)} == {("nav",)}
    assert decided[29].themes == ("bolig",)
    assert (decided[29].unsure, decided[29].note) == (True, "må sees på")


def test_undo_walking_and_help(open_tab: OpenTab, store: Store) -> None:
    with served(store, coded_frame(["en", "to", "tre"], doubt=3)) as page:
        tab = open_tab(page)
        key_and_wait(tab, "Enter")
        key_and_wait(tab, "z")
        assert answer(tab).inner_text() == "en"
        assert store.current(CODEBOOK).empty
        tab.keyboard.press("1")  # nothing is ticked any more
        tab.keyboard.press("Enter")
        assert tab.get_by_text("Kryss av minst ett tema").is_visible()
        assert answer(tab).inner_text() == "en"
        key_and_wait(tab, "ArrowRight")
        key_and_wait(tab, "ArrowRight")
        assert answer(tab).inner_text() == "tre"
        key_and_wait(tab, "ArrowLeft")
        assert answer(tab).inner_text() == "to"
        tab.keyboard.press("?")
        assert tab.get_by_role("dialog", name="Taster").is_visible()
        tab.keyboard.press("Escape")
        assert not tab.get_by_role("dialog").is_visible()


def test_a_residual_theme_stands_alone(open_tab: OpenTab, store: Store) -> None:
    with served(store, coded_frame(["en"], doubt=1)) as page:
        tab = open_tab(page)

        def ticked() -> list[str]:
            return [box.input_value() for box in tab.locator("[name=theme]:checked").all()]

        assert ticked() == ["nav"]
        tab.keyboard.press("5")
        assert ticked() == ["ingen"]
        tab.keyboard.press("2")
        assert ticked() == ["tolk"]


def test_a_reload_in_the_middle_loses_nothing(open_tab: OpenTab, store: Store) -> None:
    with served(store, coded_frame(["en", "to"], doubt=2)) as page:
        tab = open_tab(page)
        key_and_wait(tab, "Enter")
        tab.keyboard.press("2")
        tab.keyboard.press("n")
        tab.keyboard.type("halvferdig")
        tab.keyboard.press("Escape")
        tab.reload()
        assert answer(tab).inner_text() == "to"
        assert tab.locator("[name=theme][value=tolk]").is_checked()
        assert tab.locator("#note").input_value() == "halvferdig"
        tab.keyboard.press("Enter")
        tab.get_by_role("heading", name="Ferdig").wait_for()
    assert len(store.current(CODEBOOK)) == 2


def test_walking_away_and_back_loses_no_ticks(open_tab: OpenTab, store: Store) -> None:
    with served(store, coded_frame(["en", "to"], doubt=2)) as page:
        tab = open_tab(page)
        tab.keyboard.press("2")
        key_and_wait(tab, "ArrowRight")
        assert not tab.locator("[name=theme][value=tolk]").is_checked()
        key_and_wait(tab, "ArrowLeft")
        assert tab.locator("[name=theme][value=tolk]").is_checked()
        key_and_wait(tab, "Enter")
        assert answer(tab).inner_text() == "to"
        key_and_wait(tab, "ArrowLeft")
        assert tab.locator("[name=theme][value=tolk]").is_checked()  # as it was decided
        tab.keyboard.press("2")
        key_and_wait(tab, "ArrowRight")
        desk = Desk(store, answers_of(coded_frame(["en", "to"], doubt=2), CODEBOOK), CODEBOOK)
        desk.decide([0], "Ola", Choice(("bolig",)))
        desk.decide([0], "Kari", Choice(("bolig",)))
        key_and_wait(tab, "ArrowLeft")
        ticked = [box.input_value() for box in tab.locator("[name=theme]:checked").all()]
        assert ticked == ["bolig"]


def test_a_server_that_is_gone_is_told_and_the_choice_kept(open_tab: OpenTab, store: Store) -> None:
    frame = coded_frame(["en", "to"], doubt=2)
    with served(store, frame) as page:
        tab = open_tab(page)
    tab.keyboard.press("2")
    tab.keyboard.press("Enter")
    tab.get_by_text("Ikke lagret").wait_for()
    assert tab.locator("[name=theme][value=tolk]").is_checked()
    with served(store, frame, port=page.port):
        key_and_wait(tab, "Enter")
    assert store.current(CODEBOOK)["themes"].tolist() == [("nav", "tolk")]


def test_two_browsers_at_once_share_the_queue(open_tab: OpenTab, store: Store) -> None:
    texts = [f"svar {i}" for i in range(40)]
    with served(store, coded_frame(texts, doubt=40), coders=()) as page:
        tabs = [open_tab(page), open_tab(page)]
        for tab, name in zip(tabs, ("Kari", "Ola"), strict=True):
            tab.get_by_label("Navn").fill(name)
            tab.keyboard.press("Enter")
            answer(tab).wait_for()
        for _ in range(19):
            for tab in tabs:
                key_and_wait(tab, "Enter")
        for tab in tabs:
            tab.keyboard.press("Enter")
            tab.get_by_role("heading", name="Ferdig").wait_for()
    coders = [decision.coder for decision in store.decisions()]
    assert len(store.current(CODEBOOK)) == len(coders) == 40
    assert coders.count("Kari") == coders.count("Ola") == 20


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(2)>",
        "javascript:alert(1)\" autofocus onfocus='alert(1)'",
        "\u202e\u0645\u0631\u062d\u0628\u0627 😀 👩\u200d👧",
        "x" * 1_000_000,
    ],
    ids=["script", "attributes", "right to left", "1 MB"],
)
def test_any_answer_shows_as_text_and_can_be_coded(
    open_tab: OpenTab, store: Store, text: str
) -> None:
    with served(store, coded_frame([text, "annet"], doubt=2)) as page:
        tab = open_tab(page)
        assert answer(tab).text_content() == text
        key_and_wait(tab, "Enter")
        tab.goto(page.url + "/grid")
        tab.goto(page.url + "/codebook")
    assert len(store.decisions()) == 1


def test_the_live_counts_appear_beside_the_answer(open_tab: OpenTab, store: Store) -> None:
    with served(store, coded_frame(["en"], drawn=1)) as page:
        tab = open_tab(page)
        tab.get_by_role("heading", name="Tallene så langt").wait_for()


VIEWS = (
    *("/answer/0", "/answer/2", "/answer/1?compare=1", "/answer/3?settle=1", "/counts"),
    *("/grid", "/disagreements", "/suspects", "/codebook", "/quotes", "/setup", "/coder"),
)


@pytest.fixture(scope="module")
def full_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page on which every view has something to show."""
    with Store(tmp_path_factory.mktemp("full") / "review.sqlite") as store:
        store.add_event(Event("double", "Kari", detail="1.0"))
        store.propose_quotes([StoredQuote(AnswerId("r0", "2021", "imdi"), "nav", "NAV i Lillevik")])
        texts = ["mer nav", "tolk", "Tolk!", "bolig", "nei"]
        with served(store, coded_frame(texts, drawn=4, doubt=1)) as page:
            page.desk.decide([1], "Kari", Choice(("bolig",), note="hm"))
            page.desk.decide([3], "Ola", Choice(("bolig",)))
            page.desk.decide([3], "Kari", Choice(("tolk",)))
            yield page


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_accessible(open_tab: OpenTab, full_page: Page, view: str) -> None:
    tab = open_tab(full_page, view)
    # The page's own policy forbids scripts from elsewhere; the checker runs beside it.
    tab.evaluate(AXE_SCRIPT + ";0")
    found = json.loads(tab.evaluate("axe.run().then(r => JSON.stringify(r.violations))"))
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []


def test_the_last_page_is_accessible(open_tab: OpenTab, store: Store) -> None:
    with served(store, coded_frame(["en"], drawn=1)) as page:
        page.desk.decide([0], "Ola", Choice(("nav",)))
        tab = open_tab(page)
        tab.get_by_text("Neste steg er rapporten").wait_for()
        tab.evaluate(AXE_SCRIPT + ";0")
        assert tab.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []


@pytest.mark.parametrize("view", ["/answer/0", "/grid", "/setup"])
def test_every_control_is_reached_by_tab(open_tab: OpenTab, full_page: Page, view: str) -> None:
    tab = open_tab(full_page, view)
    controls = "a[href], button:not(:disabled), input:not([type=hidden]), select, textarea, summary"
    wanted = tab.evaluate(
        "s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).length", controls
    )
    reached = set()
    for _ in range(wanted + 10):
        tab.keyboard.press("Tab")
        reached.add(
            tab.evaluate(
                "s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility())"
                ".indexOf(document.activeElement)",
                controls,
            )
        )
    assert len(reached - {-1}) == wanted
