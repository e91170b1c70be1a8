"""The pictures of docs/home.md: every step of the way from an empty folder to a report.

    python -m benchmarks.pictures_of_home docs

That of the coding page needs a machine that errs: `benchmarks.analyst_walk` takes it.

All answers are made up.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from tests.home_page import served_home
from tests.home_way import (
    codebook_file,
    done,
    drop,
    read_all,
    run,
    send_codebook,
    take_in,
    vendor_file,
)

__all__ = ["FLAGS", "WAIT", "main", "picture", "smaller"]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WAIT = 300_000  # milliseconds
NO_PLACE = """for (const note of document.querySelectorAll("p.aside"))
    note.textContent = note.textContent.replace(/\\S*\\/(?=Bosetting)/, "…/")"""
"""Takes away where the pictures' survey lies: in a temporary folder of no interest."""


def main(out: Path) -> None:
    """Go the way and take the pictures."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place) / "Bosetting"
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(viewport={"width": 1100, "height": 800}, locale="nb-NO")
        context.set_default_timeout(WAIT)
        with served_home(folder) as address:
            _way(context.new_page(), address, Path(place), out)
        browser.close()


def _way(tab: Tab, address: str, place: Path, out: Path) -> None:
    last = vendor_file(place / "bosetting 2025.xlsx", year=2025, respondents=60, coded=True)
    newest = vendor_file(place / "bosetting 2026.xlsx", year=2026, respondents=30, coded=False)
    tab.goto(f"{address}/home")
    picture(tab, out, "1-start")
    drop(tab, address, last)
    picture(tab, out, "2-file")
    take_in(tab, address, last)
    picture(tab, out, "3-steps")
    send_codebook(tab, address, codebook_file(place / "kodebok.xlsx"))
    picture(tab, out, "4-codebook")
    take_in(tab, address, newest)
    tab.get_by_role("button", name="Lær", exact=True).click()
    tab.locator("#doing").wait_for()
    picture(tab, out, "5-learning")
    done(tab)
    run(tab, address, "Kod")
    picture(tab, out, "6-coded")
    tab.goto(f"{address}/home/review")
    read_all(tab, address)
    tab.goto(f"{address}/home/counts")
    tab.get_by_label("rolle").check()
    tab.get_by_role("button", name="Tell").click()
    done(tab)
    tab.get_by_role("button", name="Skjul").click()
    picture(tab, out, "8-counts")
    tab.goto(f"{address}/home/report")
    tab.get_by_label("Tittel", exact=True).fill("Bosetting i 2026")
    tab.get_by_role("button", name="Lagre og lag rapporten").click()
    done(tab)
    picture(tab, out, "9-report")
    tab.goto(f"{address}/home")
    picture(tab, out, "10-done")


def picture(tab: Tab, out: Path, name: str) -> None:
    """Take a picture of a whole page."""
    path = out / f"home-{name}.png"
    tab.evaluate(NO_PLACE)
    tab.screenshot(path=path, full_page=True)
    smaller(path)


def smaller(path: Path) -> None:
    """Write a picture with 64 colours, which are more than the page has."""
    with Image.open(path) as image:
        image.convert("RGB").quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
