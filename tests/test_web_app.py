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
from textmining.review import (
    Choice,
    Desk,
    Event,
    Reasons,
    ReviewedFiles,
    Similar,
    Store,
    StoredQuote,
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


def test_keeping_ones_choice_records_nothing_more(browser: Browser, store: Store) -> None:
    client = browser("a", "b", drawn=2)
    decide(client, 0, "tolk")
    assert "b</div>" in decide(client, 0, "tolk")
    assert len(store.decisions()) == 1


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


def test_near_identical_answers_are_coded_together(browser: Browser, store: Store) -> None:
    client = browser("nei", "ja", "Nei!", drawn=3)
    page = client.get("/answer/0").text
    assert 'name="also" value="2"' in page
    decide(client, 0, "ingen", also="2")
    assert themes(store) == [("ingen",), ("ingen",)]
    decide(client, 1, "nav", also="0")
    assert themes(store)[0] == ("ingen",), "only answers that nobody has coded"


def test_double_coding_and_adjudication(browser: Browser, store: Store) -> None:
    store.add_event(Event("double", "Kari", detail="1.0"))
    kari, ola = browser("a", drawn=1), browser("a", drawn=1, coder="Ola")
    decide(kari, 0, "nav")
    assert "checked" not in ola.get("/answer/0").text
    assert "Kari" not in ola.get("/grid").text.partition("<tbody>")[2]
    decide(ola, 0, "tolk")
    page = kari.get("/disagreements").text
    assert "Avgjør" in page
    assert "Krippendorffs alfa" in page
    assert themes(store) == []
    decide(kari, 0, "bolig", settle="1")
    assert themes(store) == [("bolig",)]
    assert "Ingen uenighet" in kari.get("/disagreements").text


def test_a_settled_answer_is_chosen_anew(browser: Browser, store: Store) -> None:
    kari, ola = browser("a", "b", doubt=2), browser("a", "b", doubt=2, coder="Ola")
    decide(kari, 0, "nav")
    decide(ola, 0, "tolk")
    decide(kari, 0, "bolig", settle="1", unsure="1")
    page = ola.get("/answer/0").text
    assert catalogue("review")("card.settled") in page
    assert "Avgjort av Kari" in page
    assert re.findall(r'value="(\w+)" checked', page) == ["bolig", "1"], "settled, and unsure"
    assert "b</div>" in decide(ola, 0, "bolig", unsure="1")
    assert len(store.decisions()) == 3, "keeping what counts records nothing more"
    decide(ola, 0, "tolk")
    assert themes(store) == [("tolk",)]
    decide(kari, 0, "nav", settle="1")
    assert themes(store) == [("nav",)]


def test_a_selection_is_coded_in_one_stroke(browser: Browser, store: Store) -> None:
    client = browser("a", "b", "c", doubt=3)
    page = client.get("/grid?status=unread").text
    form = {"csrf": token(page), "answer": ["0", "2"], "theme": ["bolig"]}
    page = client.post("/grid?status=unread", data=form).text
    assert "1 svar" in page
    assert len({d.batch for d in store.decisions()}) == 1
    form = {"csrf": token(page), "answer": ["1"]}
    assert client.post("/grid", data=form).status_code == 409


def test_coding_a_selection_tells_how_many_became_disagreements(
    browser: Browser, store: Store
) -> None:
    kari, ola = browser("a", "b", doubt=2), browser("a", "b", doubt=2, coder="Ola")
    decide(kari, 0, "nav")
    form = {"csrf": token(ola.get("/grid").text), "answer": ["0", "1"]}
    page = ola.post("/grid?sort=text", data={**form, "theme": "tolk"}).text
    assert catalogue("review")("grid.apart", n=1) in page
    assert themes(store) == [("tolk",)]
    page = ola.post("/grid?sort=text", data={**form, "theme": "nav"}).text
    assert catalogue("review")("grid.apart", n=1) not in page
    assert themes(store) == [("nav",), ("nav",)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("search=FØRSTE", ["r0"]),
        ("theme=tolk", ["r1"]),
        ("background=role%3Dleder", ["r1", "r3"]),
        ("background=question%3Dimdi", ["r0", "r1", "r2", "r3"]),
        ("sort=text", ["r3", "r0", "r2", "r1"]),
        ("below=5", []),
        ("page=2", []),
    ],
)
def test_the_grid_sorts_and_filters(browser: Browser, query: str, expected: list[str]) -> None:
    proposals = [("nav",), ("tolk",), ("nav",), ("nav",)]
    client = browser("første", "på", "nå", "en", doubt=4, proposals=proposals)
    body = client.get(f"/grid?{query}").text.partition("<tbody>")[2]
    assert [f"r{n}" for n in re.findall(r'href="/answer/(\d+)"', body)] == expected


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


def test_a_quote_is_approved_by_the_coder(browser: Browser, store: Store) -> None:
    store.propose_quotes([StoredQuote(AnswerId("r0", "2021", "imdi"), "nav", "NAV i Lillevik")])
    client = browser("NAV i Lillevik", doubt=1)
    form = {"csrf": token(client.get("/quotes").text), "verdict": "approved"}
    refused = client.post("/quotes/1", data={**form, "text": "annet"})
    assert refused.status_code == 409
    assert catalogue("review")("error.quote") in refused.text
    assert "lukket" not in refused.text
    client.post("/quotes/1", data={**form, "text": "NAV i […]"})
    (quote,) = store.quotes("approved")
    assert (quote.text, quote.coder) == ("NAV i […]", "Kari")


def test_a_quote_is_not_seen_before_the_answer_is_coded(browser: Browser, store: Store) -> None:
    names = ("r0", "r1", "r9")
    store.propose_quotes(
        [StoredQuote(AnswerId(n, "2021", "imdi"), "nav", f"svar {n}") for n in names]
    )
    kari, ola = (browser("a", "b", coder=name, drawn=1, doubt=1) for name in ("Kari", "Ola"))
    page = kari.get("/quotes").text
    assert [name for name in names if f"svar {name}" in page] == ["r1"], "drawn; not in the review"
    assert catalogue("review")("quotes.hidden", n=2) in page
    form = {"csrf": token(page), "verdict": "approved", "text": "svar r0"}
    assert kari.post("/quotes/1", data=form).status_code == 404
    decide(kari, 0, "tolk")
    assert "svar r0" in kari.get("/quotes").text
    store.add_event(Event("double", "Kari", detail="1.0"))
    assert "svar r0" not in ola.get("/quotes").text, "a second coder is blind too"


def test_a_theme_is_proposed(browser: Browser, store: Store) -> None:
    client = browser("a", doubt=1)
    form = {"csrf": token(client.get("/codebook").text), "label": "Transport", "answer": "0"}
    client.post("/codebook", data=form)
    (proposal,) = store.theme_proposals()
    assert (proposal.label, proposal.answer.respondent) == ("Transport", "r0")


def test_likely_errors_are_listed(browser: Browser) -> None:
    client = browser("ja takk", "Ja takk!", doubt=2, proposals=[("nav",), ("nav",)])
    decide(client, 0, "tolk")
    decide(client, 1, "nav")
    page = client.get("/suspects").text
    assert "Samme tekst, ulike koder" in page
    assert page.count('href="/answer/1"') == 1


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

    def count(current: pd.DataFrame) -> pd.DataFrame:
        read.append(len(current))
        return current

    live = LiveCounts(desk, count)
    live.table()
    live.table()
    desk.decide([0], "Kari", Choice(("nav",)))
    live.table()
    assert read == [0, 1]


def test_a_second_coder_is_not_shown_what_the_first_coded_differently(
    browser: Browser, store: Store
) -> None:
    texts = ("hemmelig svar", "hemmelig svar!")
    kari, ola = (browser(*texts, coder=name, drawn=2) for name in ("Kari", "Ola"))
    for position, theme in enumerate(("nav", "tolk")):
        decide(kari, position, theme)
    assert "hemmelig" in ola.get("/suspects").text
    store.add_event(Event("double", "Kari", detail="1.0"))
    assert "hemmelig" in kari.get("/suspects").text
    assert "hemmelig" not in ola.get("/suspects").text
