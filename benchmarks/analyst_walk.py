"""The way of an analyst on the home page, counted: from an empty folder, and again the next year.

    python -m benchmarks.analyst_walk [docs]

With a folder it takes the coding page's picture too.

A vendor's workbook with two title rows, a merged cell, an unnamed column, dates, status and the
questions' texts as headers; 261 answers to three questions each year, and last year's 306 with
codes. Answers, codes and codebook are the example survey's, all made up. Each click, keystroke and
page is made in a real browser and counted; `benchmarks.keystrokes` makes minutes of them. What is
drawn is read, by the codes that the example survey has.
"""

import base64
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import pandas as pd
from openpyxl import Workbook
from playwright.sync_api import Locator, sync_playwright
from playwright.sync_api import Page as Tab

from benchmarks.example_survey import coded_example
from benchmarks.keystrokes import Effort, Ledger
from benchmarks.pictures_of_home import picture
from tests.home_page import served_home
from tests.home_way import done
from textmining.codebook import Codebook

__all__ = ["main"]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE, A_STEP = 60_000, 900_000  # milliseconds
ASKED: Final = {
    "imdi": "Hva savner dere fra direktoratet, om noe?",
    "bosetting": "Hva er viktigst for at bosettingen skal lykkes, slik du ser det?",
    "samarbeid": "Hvem trenger dere tettere samarbeid med, og om hva?",
}
A_QUESTION: Final = 87  # answers a year; three questions have 261
FOCUSED = "field => field === document.activeElement"
DROP = """async ([name, content]) => {
    const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name));
    const dropped = { dataTransfer: data, bubbles: true, cancelable: true };
    window.dispatchEvent(new DragEvent("drop", dropped));
}"""


@dataclass(frozen=True)
class Case:
    """The files of an analyst, and the codes that they give to what they read."""

    last: Path
    newest: Path
    following: Path
    codebook: Path
    book: Codebook
    codes: Mapping[str, Sequence[str]]


class Analyst:
    """Somebody at a browser; what they do is noted.

    Args:
        tab: the browser's.
        ledger: takes it down.
    """

    def __init__(self, tab: Tab, ledger: Ledger) -> None:
        self.tab, self.ledger, self._at_keys = tab, ledger, False
        tab.on("load", lambda _: self._loaded())

    @property
    def effort(self) -> Effort:
        return self.ledger.effort

    def click(self, what: Locator, *, thinks: bool = True) -> None:
        """Point at something and press."""
        self._hand(at_keys=False)
        self.effort.clicks += 1
        self.effort.thoughts += thinks
        with self.ledger.waiting():
            what.click()

    def type(self, what: Locator, text: str) -> None:
        """Point at a field and write in it."""
        self.click(what)
        self._hand(at_keys=True)
        self.effort.keys += len(text)
        what.fill(text)

    def writes(self, text: str) -> None:
        """Write in the field where the cursor is."""
        self._hand(at_keys=True)
        self.effort.keys += len(text)
        self.effort.thoughts += 1
        self.tab.keyboard.insert_text(text)

    def press(self, key: str, *, thinks: bool = True) -> None:
        """Press a key."""
        self._hand(at_keys=True)
        self.effort.keys += 1
        self.effort.thoughts += thinks
        self.tab.keyboard.press(key)

    def drop(self, file: Path) -> None:
        """Drag a file from a folder's window onto the page."""
        self._hand(at_keys=False)
        self.effort.clicks += 1
        self.effort.thoughts += 1
        content = base64.b64encode(file.read_bytes()).decode()
        with self.ledger.waiting():
            self.tab.wait_for_load_state()
            self.tab.evaluate(DROP, [file.name, content])
            self.tab.wait_for_url("**/home/files/*")

    def choose(self, what: Locator, file: Path) -> None:
        """Choose a file in the system's own window: a press on it, and one on Open."""
        self._hand(at_keys=False)
        self.effort.clicks += 3
        self.effort.thoughts += 1
        what.set_input_files(file)

    def reads(self, what: Locator) -> None:
        """Read what stands there, once."""
        self.effort.words += len(what.inner_text().split())

    def waits(self) -> None:
        """Wait for the step that is at work."""
        with self.ledger.waiting():
            self.tab.locator("#job:not([data-state=running])").wait_for(timeout=A_STEP)
            done(self.tab)

    def _hand(self, *, at_keys: bool) -> None:
        self.effort.homings += self._at_keys != at_keys
        self._at_keys = at_keys

    def _loaded(self) -> None:
        if self.ledger.now:
            self.effort.pages += 1


def first_year(me: Analyst, address: str, case: Case) -> None:
    """All of it, with last year's codes to learn from."""
    tab, main = me.tab, me.tab.locator("main")
    with me.ledger.part("files and codebook"):
        tab.goto(f"{address}/home")
        me.drop(case.last)
        me.reads(main)
        me.click(tab.locator("button[value=take]"))
        me.click(tab.get_by_role("link", name="Lag kodeboken"))
        me.choose(tab.locator("input[type=file]"), case.codebook)
        me.click(tab.get_by_role("button", name="Vis temaene"))
        say_phrases(me, case.book)
        me.click(tab.locator("button[value=save]:not(.unseen)"))
        me.click(tab.get_by_role("link", name="Oversikt"))
        me.drop(case.newest)
        me.reads(main)
        me.click(tab.locator("button[value=take]"))
    with me.ledger.part("learning and coding"):
        me.click(tab.get_by_role("button", name="Lær", exact=True))
        me.waits()
        me.reads(main)
        me.click(tab.get_by_role("button", name="Kod", exact=True))
        me.waits()
    with me.ledger.part("reading"):
        me.click(tab.get_by_role("link", name="Les svar", exact=True).last)
        me.type(tab.locator("input[name=name]"), "Kari")
        me.press("Enter", thinks=False)
        read(me, case)
    with me.ledger.part("counts and report"):
        me.click(tab.get_by_role("link", name="Hjem"))
        me.click(tab.get_by_role("link", name="Se på tallene").last)
        me.click(tab.get_by_label("rolle"))
        me.click(tab.get_by_role("button", name="Tell"))
        me.waits()
        me.reads(main)
        me.click(tab.get_by_role("link", name="Rapport", exact=True))
        me.type(tab.get_by_label("Tittel", exact=True), "Kommunene om bosetting i 2026")
        me.type(tab.get_by_label("Utgiver"), "Direktoratet")
        me.click(tab.get_by_role("button", name="Lagre og lag rapporten"))
        me.waits()
        proof(me)


def say_phrases(me: Analyst, book: Codebook) -> None:
    """Write how the report says each theme, from field to field with the tabulator."""
    phrases = me.tab.locator(".phrase")
    last = len(book.themes) - 3  # the last three stand alone
    for number, theme in enumerate(book.themes[:last]):
        if number == 0:
            me.type(phrases.first, theme.phrase)
        else:
            me.writes(theme.phrase)
        while number < last - 1 and not phrases.nth(number + 1).evaluate(FOCUSED):
            me.press("Tab", thinks=False)


def next_year(me: Analyst, address: str, case: Case) -> None:
    """The wave after it: four clicks, and reading."""
    tab, main = me.tab, me.tab.locator("main")
    with me.ledger.part("files and codebook"):
        tab.goto(f"{address}/home")
        me.drop(case.following)
        me.reads(main)
        me.click(tab.locator("button[value=code]"))
    with me.ledger.part("learning and coding"):
        me.waits()
    with me.ledger.part("reading"):
        me.click(tab.get_by_role("link", name="Les svar", exact=True).last)
        tab.locator("input[name=name][value=Kari]").wait_for()  # from last year
        me.press("Enter")
        read(me, case)
    with me.ledger.part("counts and report"):
        me.click(tab.get_by_role("button", name="Lag rapporten"))
        me.waits()
        proof(me)


def read(me: Analyst, case: Case) -> None:
    """Read what is drawn, with the keys; the machine's proposal is not shown before."""
    tab = me.tab
    tab.locator(".progress").wait_for()
    while tab.locator(".progress .current b").first.inner_text() == "Trukket utvalg":
        batch = tab.locator("form.decide [name=batch]").get_attribute("value")
        if not tab.locator(".compare").count():
            text = tab.locator("#answer").inner_text()
            me.effort.words += len(text.split())
            for code in case.codes[" ".join(text.split())]:
                tick(me, code)
        me.press("Enter")
        tab.wait_for_function(
            "b => document.querySelector('form.decide [name=batch]')?.value !== b", arg=batch
        )


def tick(me: Analyst, code: str) -> None:
    """Tick a theme with its key."""
    row = me.tab.locator(f".decide .theme[data-code={code}]")
    me.press(row.get_attribute("data-key") or "")


def proof(me: Analyst) -> None:
    """Read the report through once, as its page has it."""
    with me.tab.expect_popup() as opened:
        me.click(me.tab.get_by_role("link", name="Nettside").first)
    opened.value.wait_for_load_state()
    me.reads(opened.value.locator("body"))
    opened.value.close()


def files_of(place: Path) -> Case:
    """Write the analyst's files."""
    answers, book = coded_example()
    coded = zip(answers["text"], answers["themes"], strict=True)
    codes = {" ".join(str(text).split()): [*themes] for text, themes in coded}
    parts: list[dict[str, pd.DataFrame]] = [{}, {}, {}]
    for question in ASKED:
        asked = answers[answers["question"] == question].reset_index(drop=True)
        cuts = [0, len(asked) - 2 * A_QUESTION, len(asked) - A_QUESTION, len(asked)]
        for part, (start, end) in zip(parts, pairwise(cuts), strict=True):
            part[question] = asked.iloc[start:end].reset_index(drop=True)
    last, newest, following = (
        _vendor_file(place / f"kommuneundersøkelsen {year}.xlsx", year, part, coded=year == 2025)
        for year, part in zip((2025, 2026, 2027), parts, strict=True)
    )
    return Case(last, newest, following, _codebook_file(place / "kodebok.xlsx", book), book, codes)


def _vendor_file(path: Path, year: int, part: Mapping[str, pd.DataFrame], *, coded: bool) -> Path:
    workbook = Workbook()
    sheet = workbook.create_sheet("Svar", 0)
    sheet.append([f"Kommuneundersøkelsen {year}"])
    sheet.append(["Eksportert fra Spørreverktøy AS"])
    sheet.merge_cells("A1:F1")
    codes = [f"themes_{text}" for text in ASKED.values()] if coded else []
    head = ["Svar-ID", "Status", "Påbegynt", "Fullført", None, "Rolle"]
    sheet.append([*head, *ASKED.values(), *codes])
    for row in range(max(map(len, part.values()))):
        found = [frame.iloc[row] if row < len(frame) else None for frame in part.values()]
        role = next(answer["role"] for answer in found if answer is not None)
        start = pd.Timestamp(year, 3, 1 + row % 28, 9, row % 60).to_pydatetime()
        texts = [None if answer is None else answer["text"] for answer in found]
        given = [None if a is None else ";".join(a["themes"]) for a in found] if coded else []
        sheet.append([1000 + row, "Fullført", start, start, None, role, *texts, *given])
    workbook.save(path)
    return path


def _codebook_file(path: Path, book: Codebook) -> Path:
    workbook = Workbook()
    sheet = workbook.create_sheet("Kodebok", 0)
    sheet.append(["Kode", "Tema", "Definisjon", "Rest"])
    words = {"content": "fornøyd", "none": "ingen", "other": "annet"}
    for theme in book.themes:
        alone = words[theme.residual] if theme.residual else ""
        sheet.append([theme.code, theme.label, theme.definition, alone])
    workbook.save(path)
    return path


def told(title: str, ledger: Ledger) -> Iterator[str]:
    """A line of a table for each part, and all of them together."""
    whole = sum(ledger.parts.values(), Effort())
    for name, part in {**ledger.parts, "all": whole}.items():
        yield (
            f"| {title} | {name} | {part.clicks} | {part.keys} | {part.pages} | {part.words:,} "
            f"| {part.hands / 60:.1f} | {part.reading / 60:.1f} | {part.waits / 60:.1f} "
            f"| {part.minutes:.1f} |"
        )


@contextmanager
def browsing() -> Iterator[Tab]:
    """A tab of a real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nb-NO")
        context.set_default_timeout(PATIENCE)
        yield context.new_page()
        browser.close()


def main(out: Path | None = None) -> None:
    """Go the way twice and print what it took."""
    logging.getLogger("textmining").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as place:
        case = files_of(Path(place))
        folder = Path(place) / "undersokelse"
        ways = {"first year": first_year, "next year": next_year}
        with served_home(folder) as address:
            for title, way in ways.items():
                ledger = Ledger()
                with browsing() as tab:
                    way(Analyst(tab, ledger), address, case)
                    if out:
                        tab.goto(f"{address}/home/coding")
                        picture(tab, out, "7-coding")
                print(*told(title, ledger), sep="\n", flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
