"""The pictures of docs/review.md: the example survey's last wave, read by two coders.

    python -m benchmarks.pictures_of_review docs

All answers are made up.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from benchmarks.example_survey import coded_example
from benchmarks.pictures_of_home import FLAGS, WAIT, smaller
from tests.page_server import in_a_thread
from textmining.answers import AnswerId, Columns, read_settings
from textmining.files import shipped
from textmining.language import NO_ENCODER
from textmining.review import Choice, Desk, Event, Store
from textmining.web import Access
from textmining.workflow.code import code
from textmining.workflow.inputs.reviewable import reviewable
from textmining.workflow.review import review_app, reviewed_files
from textmining.workflow.train import train

__all__ = ["main"]

NAME = "kommuneundersokelsen"
READ = 40


def main(out: Path) -> None:
    """Train, code, read some and take the pictures."""
    data = shipped("data")
    with tempfile.TemporaryDirectory() as place:
        columns, model, coded = (
            read_settings(data / "textmining.toml"),
            Path(place) / "m",
            Path(place) / "coded.csv",
        )
        learnt = [data / f"{NAME}-2019.csv", data / f"{NAME}-2020.xlsx"]
        train(learnt, columns, data / "codebook.yaml", model, encoder=NO_ENCODER)
        code([data / f"{NAME}-2021.csv"], columns, model, coded)
        found = reviewable([coded], Columns(), None)
        with Store(Path(place) / "store.sqlite") as store, _tab() as tab:
            desk = Desk(store, found.answers, found.codebook)
            _read(desk)
            access = Access(store.secret(), coders=("Kari",))
            files = reviewed_files([coded], Columns(), str(Path(place) / "store.sqlite"), None)
            with in_a_thread(review_app(found, files, store, access)) as address:
                _take(tab, address, desk, out)


def _read(desk: Desk) -> None:
    """Kari reads most of what is drawn, Ola some of it again and otherwise."""
    codes = _codes()
    desk.store.add_event(Event("double", "Kari", detail="0.4"))
    desk.refresh()
    read = [item.answers[0] for item in desk.queue[:READ]]
    for position in read:
        desk.decide([position], "Kari", Choice(codes[desk.answers[position].id]))
    twice = [position for position in read if desk.is_second(position, "Ola")]
    for number, position in enumerate(twice):
        themes = ("annet",) if number in {2, 6} else codes[desk.answers[position].id]
        desk.decide([position], "Ola", Choice(themes))


def _codes() -> Mapping[AnswerId, tuple[str, ...]]:
    answers, _ = coded_example()
    rows = answers[["respondent", "wave", "question", "themes"]].itertuples(index=False, name=None)
    return {AnswerId(*row[:3]): tuple(row[3]) for row in rows}


@contextmanager
def _tab() -> Iterator[Tab]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(viewport={"width": 1320, "height": 860}, locale="nb-NO")
        context.set_default_timeout(WAIT)
        yield context.new_page()
        browser.close()


def _take(tab: Tab, address: str, desk: Desk, out: Path) -> None:
    drawn = desk.queue[READ].answers[0]
    doubtful = next(
        item.answers[0]
        for item in desk.queue
        if len(desk.answers[item.answers[0]].proposed or ()) == 3 and item.review == "doubt"
    )
    tab.goto(f"{address}/answer/{doubtful}")
    tab.locator(".theme").first.hover()
    _picture(tab, out, "answer")
    tab.goto(f"{address}/answer/{drawn}")
    tab.locator("[name=theme]").nth(1).check()
    tab.keyboard.press("Enter")
    tab.locator(".compare").wait_for()
    _picture(tab, out, "blind")
    tab.goto(f"{address}/disagreements")
    _picture(tab, out, "agreement")
    tab.goto(f"{address}/grid?theme=nav")
    _picture(tab, out, "grid")


def _picture(tab: Tab, out: Path, name: str) -> None:
    if tab.locator("#counts").count():
        tab.locator("#panel").wait_for()
    path = out / f"review-{name}.png"
    tab.screenshot(path=path)
    smaller(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
