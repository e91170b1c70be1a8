"""How fast the review page is with 10,000 answers, in a real browser.

    python -m benchmarks.review_page

Times are what a person waits: from the request or the key press until the answer stands there.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from tests.example_review import coded_frame
from tests.page_server import Page, served
from textmining.review import Store

__all__ = ["main"]

ANSWERS = 10_000
STEPS = 100
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

_GO_ON = """async () => {
  const batch = () => document.querySelector("form.decide [name=batch]").value;
  const before = batch();
  const start = performance.now();
  document.querySelector("form.decide").requestSubmit();
  while (batch() === before) await new Promise((resolve) => setTimeout(resolve, 1));
  return performance.now() - start;
}"""


def main() -> None:
    """Measure and print."""
    text = "Vi trenger tolk nummer {}, og kommunen må få vite om bosettingen tidligere enn i dag."
    frame = coded_frame([text.format(i) for i in range(ANSWERS)], drawn=2_000, doubt=3_000)
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder) / "review.sqlite") as store,
        served(store, frame) as page,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        _measure(browser.new_page(), page)
        browser.close()


def _measure(tab: Tab, page: Page) -> None:
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"first answer      {_loaded(tab, page.url):6.0f} ms")
    tab.locator("[name=theme]").first.check()
    waits = []
    for _ in range(STEPS):
        if not tab.locator("[name=theme]:checked").count():
            tab.locator("[name=theme]").first.check()
        waits.append(float(tab.evaluate(_GO_ON)))
    print(f"next answer, p50  {np.percentile(waits, 50):6.0f} ms")
    print(f"next answer, p95  {np.percentile(waits, 95):6.0f} ms")
    for name, path in (
        ("grid", "/grid"),
        ("grid, search", "/grid?search=999"),
        ("grid, sorted", "/grid?sort=text&page=50"),
    ):
        times = [_loaded(tab, page.url + path) for _ in range(5)]
        print(f"{name:<17} {np.median(times):6.0f} ms")


def _loaded(tab: Tab, address: str) -> float:
    start = time.perf_counter()
    tab.goto(address, wait_until="domcontentloaded")
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
