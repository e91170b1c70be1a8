"""A survey's home page that runs beside the test, and tabs of a real browser on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.conftest import PATIENCE
from tests.page_server import in_a_thread
from textmining.home import create_home
from textmining.texts import Language
from textmining.web import Access

__all__ = ["home_tab", "served_home", "violations"]

ABORTED = "net::ERR_"


@contextmanager
def served_home(folder: Path, language: Language | None = None) -> Iterator[str]:
    """Serve a folder's home page in a thread of this process; gives its address."""
    with in_a_thread(create_home(folder, Access(b"a secret of the tests"), language)) as address:
        yield address


@contextmanager
def home_tab(browser: Browser, address: str, width: int = 1280) -> Iterator[Tab]:
    """A tab of a browser of its own; what its scripts complain about is an error."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="nb-NO")
    context.set_default_timeout(1000 * PATIENCE)
    tab = context.new_page()
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", lambda dialog: complaints.append(dialog.message))
    tab.goto(address)
    yield tab
    context.close()
    assert [c for c in complaints if ABORTED not in c and "409" not in c] == []


def violations(tab: Tab) -> list[str]:
    """What axe-core finds wrong with a page, and whether it is wider than its window."""
    tab.evaluate(AXE_SCRIPT)
    found = tab.evaluate(
        "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].target))"
    )
    wide = tab.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*found, *(["wider than the window"] if wide else [])]
