"""The way from an empty folder to a report on the home page, as a person goes it with a browser.

The files are as a vendor sends them; all answers are made up.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from playwright.sync_api import Page as Tab

__all__ = [
    "codebook_file",
    "done",
    "drop",
    "read_all",
    "run",
    "send_codebook",
    "take_in",
    "vendor_file",
]

QUESTIONS = (
    "Hva er viktigst for at bosetting av flyktninger, slik du ser det, skal lykkes?",
    "Hva savner dere fra direktoratet, om noe?",
    "Er det noe annet, stort eller lite, du vil si?",
)
THEMES = {
    "bolig": ("Bolig", ("flere boliger i sentrum", "nok boliger til barnefamilier")),
    "nav": ("Samarbeid med NAV", ("tettere samarbeid med NAV", "at NAV svarer raskere")),
    "tolk": ("Tolk", ("bedre tilgang til tolk", "tolk på skjerm når det haster")),
    "skole": ("Norskopplæring", ("norskkurs på kveldstid", "mer norskopplæring i bedrift")),
    "ingen": ("Ingenting å tilføye", ("nei", "ingenting å melde")),
}
_OPENINGS = ("Vi trenger {}", "Det viktigste er {}", "Kommunen ønsker {}", "Jeg vil si {}")


def _answer(chance: random.Random) -> tuple[str, str]:
    """An answer and its codes."""
    codes = chance.sample(list(THEMES)[:-1], chance.choice([1, 1, 2]))
    if chance.random() < 0.15:
        return chance.choice(THEMES["ingen"][1]), "ingen"
    said = " og ".join(chance.choice(THEMES[code][1]) for code in codes)
    where = chance.choice(("her", "hos oss", "i distriktet", "i vår kommune"))
    return f"{chance.choice(_OPENINGS).format(said)} {where}", ";".join(codes)


def vendor_file(path: Path, *, year: int, respondents: int, coded: bool) -> Path:
    """Write a vendor's workbook.

    Two title rows, a merged cell, an unnamed column, dates and status columns; the questions' texts
    are the headers. With `coded`, last year's codes stand beside the answers.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([f"Bosetting {year}"])
    sheet.append(["Eksportert fra Spørreverktøy AS"])
    sheet.merge_cells("A1:F1")
    codes = [f"themes_{question}" for question in QUESTIONS] if coded else []
    sheet.append(["Svar-ID", "Status", "Påbegynt", "Fullført", None, "Rolle", *QUESTIONS, *codes])
    for row in _rows(year, respondents, coded=coded):
        sheet.append(row)
    book.save(path)
    return path


def _rows(year: int, respondents: int, *, coded: bool) -> Iterator[list[Any]]:
    chance = random.Random(year)  # noqa: S311 - made-up answers
    for i in range(respondents):
        start = dt.datetime(year, 3, 1 + i % 28, 9, i % 60)  # noqa: DTZ001 - as workbooks have it
        answers: Sequence[tuple[str | None, str | None]] = [
            _answer(chance) if chance.random() < 0.9 else (None, None) for _ in QUESTIONS
        ]
        codes = [code for _, code in answers] if coded else []
        role = ("rådgiver", "leder", "saksbehandler")[i % 3]
        end = start + dt.timedelta(minutes=12)
        yield [1000 + i, "Fullført", start, end, None, role, *(t for t, _ in answers), *codes]


def codebook_file(path: Path) -> Path:
    """Write a codebook with Norwegian headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Kode", "Tema", "Definisjon", "Eksempler"])
    for code, (label, examples) in THEMES.items():
        sheet.append([code, label, f"Svaret handler om {label.lower()}.", "\n".join(examples)])
    book.save(path)
    return path


def take_in(tab: Tab, address: str, file: Path) -> None:
    """Drop a file, take what the page makes of it, and be back at the steps."""
    drop(tab, address, file)
    tab.locator("button[value=take]").click()
    tab.wait_for_url("**/home?said=saved")


def drop(tab: Tab, address: str, file: Path) -> None:
    """Drop a file, and look at what the page makes of it."""
    tab.goto(f"{address}/home/files")
    tab.locator("#drop input[type=file]").set_input_files(file)
    tab.locator("#drop button").click()
    tab.wait_for_url("**/home/files/*")


def send_codebook(tab: Tab, address: str, file: Path) -> None:
    """Send a codebook, and save it as the survey's first version."""
    tab.goto(f"{address}/home/codebook")
    tab.locator("input[type=file]").set_input_files(file)
    tab.get_by_role("button", name="Vis temaene").click()
    tab.wait_for_url("**/home/codebook/file")
    tab.locator("button[value=save]:not(.unseen)").click()
    tab.wait_for_url("**/home/codebook?said=*")


def run(tab: Tab, address: str, button: str) -> None:
    """Press a step's button on the first page, and wait until it is done."""
    tab.goto(f"{address}/home")
    tab.get_by_role("button", name=button, exact=True).click()
    done(tab)


def done(tab: Tab) -> None:
    """Wait until the step that is at work is done."""
    panel = tab.locator("#job:not([data-state=running])")
    panel.wait_for()
    assert panel.get_attribute("data-state") == "done", panel.inner_text()


def read_all(tab: Tab, address: str, coder: str = "Kari") -> int:
    """Read all drawn answers with the keyboard, by the words in them; return how many."""
    tab.goto(f"{address}/home/review")
    if tab.url.endswith("/coder"):
        tab.locator("input[name=name]").fill(coder)
        tab.keyboard.press("Enter")
    read = 0
    while tab.locator(".progress .current b").first.inner_text() == "Trukket utvalg":
        batch = tab.locator("form.decide [name=batch]").get_attribute("value")
        if not tab.locator(".compare").count():
            for code in _codes_of(tab.locator("#answer").inner_text()):
                tab.locator(f"[name=theme][value={code}]").check()
            read += 1
        tab.keyboard.press("Enter")
        tab.wait_for_function(
            "b => document.querySelector('form.decide [name=batch]')?.value !== b", arg=batch
        )
    return read


def _codes_of(text: str) -> list[str]:
    return [code for code, (_, said) in THEMES.items() if any(part in text for part in said)]
