"""The page without a browser: what is shown, what is recorded."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from starlette.testclient import TestClient

import textmining.web
from tests.example_review import CODEBOOK, coded_frame
from tests.web_client import PAGES, Browser, browsing, decide, token
from textmining.answers import AnswerId
from textmining.codebook import Codebook, Theme
from textmining.review import (
    Choice,
    Desk,
    Reasons,
    ReviewedFiles,
    Similar,
    Store,
    answers_of,
)
from textmining.texts import catalogue
from textmining.web import Access, create_app
from textmining.web.live import LiveCounts


@pytest.fixture
def browser(store: Store) -> Iterator[Browser]:
    with browsing(store) as new:
        yield new


def themes(store: Store) -> list[tuple[str, ...]]:
    return list(store.current(CODEBOOK)["themes"])


def test_a_decision_is_recorded_and_the_next_answer_shown(browser: Browser, store: Store) -> None:
    page = decide(browser("første", "andre", doubt=2), 0, "tolk", unsure="1", note=" hm ")
    assert "andre" in page
    (made,) = store.decisions()
    assert (made.themes, made.coder, made.unsure, made.note) == (("tolk",), "Kari", True, "hm")
    assert (made.proposed, made.shown, made.codebook_version) == (("nav",), True, "1")


def test_a_choice_that_cannot_be_is_told_on_the_answers_own_page(browser: Browser) -> None:
    client = browser("første", "andre", doubt=2)
    for themes in ((), ("nav", "ingen")):
        form = {"csrf": token(client.get("/answer/0").text), "theme": list(themes)}
        response = client.post("/answer/0", data=form)
        assert response.status_code == 409
        assert "Velg minst ett tema" in response.text
        assert "første" in response.text
        assert response.text.count(" checked") == len(themes)


def test_whoever_is_done_is_told_what_is_left(browser: Browser) -> None:
    client = browser("a", "b", doubt=2)
    decide(client, 0, "nav")
    page = decide(client, 1, "nav")
    assert "Neste steg er rapporten" in page
    other = browser("a", "b", doubt=2, coder="Ola")
    decide(other, 0, "tolk")
    page = client.get("/").text
    assert "1 svar venter på at noen avgjør en uenighet" in page
    assert "Neste steg er rapporten" not in page


def test_a_drawn_answer_shows_no_proposal_before_it_is_coded(
    browser: Browser, store: Store
) -> None:
    answer = AnswerId("r0", "2021", "imdi")
    similar = Similar(answer, "lignende svar", ("nav",), 0.9)
    client = browser(
        "ringe nav", "b", drawn=2, reasons={answer: Reasons({"nav": ((6, 9, 1.0),)}, (similar,))}
    )
    page = client.get("/answer/0").text
    assert "checked" not in page
    assert "<mark" not in page
    assert "lignende svar" not in page
    assert "80" not in client.get("/grid?search=ringe").text.partition("<tbody>")[2]
    page = decide(client, 0, "tolk")
    assert "Maskinen foreslo noe annet" in page
    assert '<mark data-codes="nav">nav</mark>' in page
    page = decide(client, 0, "nav")
    assert "b</div>" in page
    assert [(d.themes, d.shown) for d in store.decisions()] == [
        (("tolk",), False),
        (("nav",), True),
    ]


def test_keeping_ones_choice_after_the_comparison_confirms_it(
    browser: Browser, store: Store
) -> None:
    client = browser("a", "b", drawn=2)
    page = decide(client, 0, "tolk")
    assert 'name="confirm" value="1"' in page
    assert "b</div>" in decide(client, 0, "tolk", confirm="1")
    assert [(d.themes, d.shown) for d in store.decisions()] == [
        (("tolk",), False),
        (("tolk",), True),
    ]
    assert "b</div>" in decide(client, 0, "tolk")
    assert len(store.decisions()) == 2, "coming back to it later records nothing more"


def test_the_machine_that_agrees_holds_nobody_up(browser: Browser) -> None:
    page = decide(browser("a", "b", drawn=2), 0, "nav")
    assert "Maskinen foreslo det samme" in page
    assert "b</div>" in page


def test_a_doubtful_answer_is_ticked_as_proposed(browser: Browser) -> None:
    page = browser("a", doubt=1).get("/answer/0").text
    assert 'value="nav" checked' in page
    assert page.count(" checked") == 1


def test_undo_goes_back(browser: Browser, store: Store) -> None:
    client = browser("første", "andre", doubt=2)
    page = decide(client, 0, "tolk")
    page = client.post("/undo", data={"csrf": token(page)}).text
    assert "første</div>" in page
    assert themes(store) == []


def test_undo_leaves_other_waves_of_the_store_alone(browser: Browser, store: Store) -> None:
    decide(browser("første", drawn=1), 0, "nav")
    decide(browser("annen", drawn=1, wave="2020"), 0, "nav")
    newer = browser("første", drawn=1)
    csrf = token(newer.get("/setup").text)
    assert "første</div>" in newer.post("/undo", data={"csrf": csrf}).text
    assert "Det er ikke noe å angre." in newer.post("/undo", data={"csrf": csrf}).text
    assert store.current(CODEBOOK)["wave"].tolist() == ["2020"]


def test_other_waves_of_the_store_have_no_part_in_the_live_counts(store: Store) -> None:
    older = Codebook("prøve", "0", (Theme("borte", "Borte"),))
    by_hand = coded_frame(["a"], wave="2020")[["respondent", "wave", "question", "text"]]
    Desk(store, answers_of(by_hand, older), older).decide([0], "Kari", Choice(("borte",)))
    desk = Desk(store, answers_of(coded_frame(["a"]), CODEBOOK), CODEBOOK)
    assert desk.current().empty
    desk.decide([0], "Kari", Choice(("nav",)))
    assert desk.current()["wave"].tolist() == ["2021"]


def test_near_identical_answers_are_coded_together(browser: Browser, store: Store) -> None:
    client = browser("nei", "ja", "Nei!", drawn=3)
    page = client.get("/answer/0").text
    assert 'name="also" value="2"' in page
    decide(client, 0, "ingen", also="2")
    assert themes(store) == [("ingen",), ("ingen",)]
    decide(client, 1, "nav", also="0")
    assert themes(store)[0] == ("ingen",), "only answers that nobody has coded"


def test_near_identical_answers_are_coded_where_the_answer_itself_stays(
    browser: Browser, store: Store
) -> None:
    client = browser("nei", "ja", "Nei!", drawn=3)
    decide(client, 0, "ingen")
    assert 'name="also" value="2"' in client.get("/answer/0").text
    decide(client, 0, "ingen", also="2")
    assert themes(store) == [("ingen",), ("ingen",)]
    assert len(store.decisions()) == 2, "the first is not decided on again"


def test_every_wave_that_is_listed_can_be_closed(browser: Browser, store: Store) -> None:
    decide(browser("a", drawn=1, wave="2020"), 0, "nav")
    client = browser("a", drawn=1)
    page = client.get("/setup").text
    assert 'name="wave" value="2020"' in page
    form = {"csrf": token(page), "do": "close"}
    assert client.post("/setup/wave", data={**form, "wave": "2020"}).status_code == 200
    assert store.settings().closed == {"2020"}
    assert client.post("/setup/wave", data={**form, "wave": "1999"}).status_code == 400


def test_a_closed_wave_is_reopened_with_a_reason(browser: Browser, store: Store) -> None:
    client = browser("a", drawn=1)
    form = {"csrf": token(client.get("/setup").text), "wave": "2021"}
    client.post("/setup/wave", data={**form, "do": "close"})
    assert store.settings().closed == {"2021"}
    form_ = {"csrf": form["csrf"], "theme": "nav"}
    assert client.post("/answer/0", data=form_).status_code == 409
    assert client.post("/setup/wave", data={**form, "do": "reopen"}).status_code == 409
    client.post("/setup/wave", data={**form, "do": "reopen", "why": "feil"})
    assert store.settings().closed == set()
    assert "åpnet igjen: feil" in client.get("/setup").text


def test_settings_are_on_record(browser: Browser, store: Store) -> None:
    client = browser("a", drawn=1)
    csrf = token(client.get("/setup").text)
    client.post("/setup/blind", data={"csrf": csrf})
    assert 'value="nav" checked' in client.get("/answer/0").text
    client.post("/setup/double", data={"csrf": csrf, "percent": "25"})
    assert [(e.kind, e.detail) for e in store.events()] == [("blind off", ""), ("double", "0.25")]


def test_an_erasure_that_a_file_refuses_is_told_and_can_be_done_again(
    store: Store, tmp_path: Path
) -> None:
    files = ReviewedFiles([tmp_path / "gone.csv"])
    desk = Desk(store, answers_of(coded_frame(["a"]), CODEBOOK), CODEBOOK)
    access = Access(b"secret", frozenset({"testserver"}), ("Kari",))
    with TestClient(create_app(desk, access, files=files)) as client:
        form = {"csrf": token(client.get("/setup").text), "wave": "2021", "respondent": "r0"}
        response = client.post("/setup/erase", data={**form, "again": "r0"})
    assert response.status_code == 409
    assert catalogue("review")("error.files") in response.text
    assert store.settings().erasing == {("r0", "2021")}
    store.finish_erasing()
    assert store.settings().erasing == set()
    assert store.settings().erased == {("r0", "2021")}


def test_an_erased_respondent_is_gone_from_every_page(browser: Browser, store: Store) -> None:
    similar = Similar(AnswerId("r0", "2021", "imdi"), "hemmelig", ("nav",), 0.9)
    reasons = {AnswerId("r1", "2021", "imdi"): Reasons({}, (similar,))}
    client = browser("hemmelig", "b", doubt=2, reasons=reasons)
    assert "hemmelig" in client.get("/answer/1").text
    decide(client, 0, "nav")
    form = {"csrf": token(client.get("/setup").text), "wave": "2021", "respondent": "r0"}
    assert client.post("/setup/erase", data={**form, "again": "r1"}).status_code == 409
    client.post("/setup/erase", data={**form, "again": "r0"})
    assert store.decisions()[1:] == []
    page = client.post("/answer/0", data={"csrf": form["csrf"], "theme": "nav"}).text
    for told in ("card.erased", "error.erased"):
        assert catalogue("review")(told) in page
    assert "lukket" not in page
    for page in ("/answer/0", "/answer/1", *PAGES):
        assert "hemmelig" not in client.get(page).text


def test_a_theme_is_proposed(browser: Browser, store: Store) -> None:
    client = browser("a", doubt=1)
    form = {"csrf": token(client.get("/codebook").text), "label": "Transport", "answer": "0"}
    client.post("/codebook", data=form)
    (proposal,) = store.theme_proposals()
    assert (proposal.label, proposal.answer.respondent) == ("Transport", "r0")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>'",
        "😀 👩‍👩‍👧 🇳🇴",
        "\u202e\u05de\u05d9\u05dc\u05d4 \u0645\u0631\u062d\u0628\u0627",
        "{{ 7*7 }} {% raw %}",
        "lang " * 200_000,
    ],
    ids=["script", "quotes", "emoji", "right to left", "template", "1 MB"],
)
def test_any_answer_shows_as_text(browser: Browser, text: str) -> None:
    client = browser(text, "annet", doubt=2)
    page = client.get("/answer/0").text
    body = page.partition('class="answer"')[2].partition(">")[2].partition("</div>")[0]
    escaped = {"&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&"}
    for mark, plain in escaped.items():
        body = body.replace(mark, plain)
    assert body == text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<script>alert" not in client.get("/grid").text
    decide(client, 0, "tolk")


def test_no_page_asks_for_anything_outside_or_inline(browser: Browser) -> None:
    client = browser("a", doubt=1)
    for page in ("/answer/0", *PAGES):
        text = client.get(page).text
        assert not re.search(r'(src|href|action)="(https?:)?//', text)
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script>", text)


def test_a_store_that_cannot_be_used_is_told(browser: Browser, tmp_path: Path) -> None:
    client = browser("a", doubt=1)
    form = {"csrf": token(client.get("/answer/0").text), "theme": "nav"}
    with closing(sqlite3.connect(tmp_path / "review.sqlite")) as other:
        other.execute("ALTER TABLE decisions RENAME TO gone")
    response = client.post("/answer/0", data=form)
    assert response.status_code == 409
    assert "ikke lagret" in response.text


def test_what_is_not_there_is_not_found(browser: Browser) -> None:
    client = browser("a", doubt=1)
    assert client.get("/answer/7").status_code == 404
    assert client.get("/nothing").status_code == 404


COMPOSED = ("menu", "part", "said", "status", "sort", "event", "error", "quotes")
"""Groups of texts whose keys the page puts together as it goes."""


def test_the_templates_and_the_catalogue_know_the_same_texts() -> None:
    texts = {re.sub(r"\.(one|other)$", "", key) for key in catalogue("review").entries}
    room = Path(textmining.web.__file__).parent
    used = {
        key
        for template in (room / "templates").iterdir()
        for key in re.findall(r"""["']([a-z]+\.[a-z_]+)["']""", template.read_text("utf-8"))
        if not key.endswith(".html")
    }
    assert used - texts == set()
    assert {key for key in texts - used if not key.startswith(COMPOSED)} == set()


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_page_speaks_other_languages(store: Store, language: str) -> None:
    desk = Desk(store, answers_of(coded_frame(["a"], doubt=1), CODEBOOK), CODEBOOK)
    access = Access(b"s", frozenset({"testserver"}), ("Kari",))
    app = create_app(desk, access, language=language)  # type: ignore[arg-type]
    with TestClient(app) as client:
        for page in ("/answer/0", *PAGES):
            assert f'lang="{language}"' in client.get(page).text


def test_live_counts_are_made_anew_only_when_decisions_come_in(store: Store) -> None:
    desk = Desk(store, answers_of(coded_frame(["a"]), CODEBOOK), CODEBOOK)
    read: list[int] = []

    def count(current: pd.DataFrame, _erased: object) -> pd.DataFrame:
        read.append(len(current))
        return current

    live = LiveCounts(desk, count)
    live.table()
    live.table()
    desk.decide([0], "Kari", Choice(("nav",)))
    live.table()
    assert read == [0, 1]
