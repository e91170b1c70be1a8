"""The page's lists without a browser: all answers, disagreements, likely errors, quotes."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.example_review import CODEBOOK, coded_frame
from tests.web_client import Browser, browsing, decide, token
from textmining.answers import AnswerId
from textmining.review import Desk, Event, Reasons, Similar, Store, StoredQuote, answers_of
from textmining.texts import catalogue
from textmining.web import Access, create_app


@pytest.fixture
def browser(store: Store) -> Iterator[Browser]:
    with browsing(store) as new:
        yield new


def themes(store: Store) -> list[tuple[str, ...]]:
    return list(store.current(CODEBOOK)["themes"])


def test_double_coding_and_adjudication(browser: Browser, store: Store) -> None:
    store.add_event(Event("double", "Kari", detail="1.0"))
    kari, ola = browser("a", drawn=1), browser("a", drawn=1, coder="Ola")
    decide(kari, 0, "nav")
    assert "checked" not in ola.get("/answer/0").text
    assert "Kari" not in ola.get("/grid").text.partition("<tbody>")[2]
    decide(ola, 0, "tolk")
    page = kari.get("/disagreements").text
    assert "Velg selv" in page
    assert "Krippendorffs alfa" in page
    assert themes(store) == []
    decide(kari, 0, "bolig", settle="1")
    assert themes(store) == [("bolig",)]
    assert "Ingen uenighet" in kari.get("/disagreements").text


def test_codes_of_a_similar_answer_are_not_seen_before_ones_own(
    browser: Browser, store: Store
) -> None:
    store.add_event(Event("double", "Kari", detail="1.0"))
    first = Similar(AnswerId("r0", "2021", "imdi"), "a", ("bolig",), 0.9)
    given = {
        "drawn": 1,
        "doubt": 1,
        "reasons": {AnswerId("r1", "2021", "imdi"): Reasons({}, (first,))},
    }
    kari, ola = browser("a", "b", **given), browser("a", "b", coder="Ola", **given)
    decide(kari, 0, "tolk")

    def similar(client: TestClient) -> str:
        return client.get("/answer/1").text.partition('class="similar"')[2].partition("</ul>")[0]

    assert ">Tolk<" in similar(kari)
    assert "Tolk" not in similar(ola)
    assert "Bolig" not in similar(ola)
    decide(ola, 0, "tolk")
    assert ">Tolk<" in similar(ola)


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
        ("novel=1", ["r2", "r3"]),
        ("page=2", []),
    ],
)
def test_the_grid_sorts_and_filters(browser: Browser, query: str, expected: list[str]) -> None:
    proposals = [("nav",), ("tolk",), ("nav",), ("nav",)]
    client = browser("første", "på", "nå", "en", doubt=4, proposals=proposals, novel=2)
    body = client.get(f"/grid?{query}").text.partition("<tbody>")[2]
    assert [f"r{n}" for n in re.findall(r'href="/answer/(\d+)"', body)] == expected


def test_the_grid_filters_by_a_column_whose_name_has_an_equals_sign(store: Store) -> None:
    frame = coded_frame(["a", "b"], doubt=2).rename(columns={"role": "1=enig/100 %"})
    desk = Desk(store, answers_of(frame, CODEBOOK), CODEBOOK)
    with TestClient(create_app(desk, Access(b"s", frozenset({"testserver"}), ("Kari",)))) as client:
        page = client.get("/grid").text
        (option,) = re.findall(r'<option value="([^"]*=leder)"', page)
        shown = client.get("/grid", params={"background": unescape(option)}).text
    assert re.findall(r'href="/answer/(\d+)"', shown.partition("<tbody>")[2]) == ["1"]
    assert f'<option value="{option}" selected' in shown


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


def test_likely_errors_are_listed(browser: Browser) -> None:
    client = browser("ja takk", "Ja takk!", doubt=2, proposals=[("nav",), ("nav",)])
    decide(client, 0, "tolk")
    decide(client, 1, "nav")
    page = client.get("/suspects").text
    assert "Samme tekst, ulike koder" in page
    assert page.count('href="/answer/1"') == 1


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


def press(client: TestClient, page: str, key: int, place: int = 0) -> str:
    """Press a key of one entry of a list, as the page's script does."""
    item = client.get(page).text.split("data-item")[1 + place]
    form = next(f for f in item.split("<form")[1:] if f'data-key="{key}"' in f)
    action = re.search(r'action="([^"]+)"', form)
    assert action is not None
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    response = client.post(action[1], data=data)
    assert response.url.path == page
    return str(response.text)


def test_a_disagreement_is_settled_as_one_coder_chose_with_one_key(
    browser: Browser, store: Store
) -> None:
    kari, ola = browser("a", doubt=1), browser("a", doubt=1, coder="Ola")
    decide(kari, 0, "nav")
    decide(ola, 0, "tolk")
    page = press(kari, "/disagreements", 2)
    assert "Ingen uenighet" in page
    assert themes(store) == [("tolk",)]
    assert store.decisions()[-1].role == "adjudication"


def test_a_likely_error_is_kept_or_changed_with_one_key(browser: Browser, store: Store) -> None:
    proposals = [("nav",), ("nav",)]
    client = browser("a", "b", drawn=2, proposals=proposals, sure=True)
    for position in (0, 1):
        decide(client, position, "tolk", note="se på", unsure="1")
    page = press(client, "/suspects", 1)
    assert page.count("data-item") == 1
    assert themes(store) == [("tolk",), ("tolk",)]
    assert store.current(CODEBOOK)["note"].tolist() == ["se på", "se på"]
    assert store.current(CODEBOOK)["unsure"].all()
    page = press(client, "/suspects", 2)
    assert "data-item" not in page
    assert themes(store) == [("tolk",), ("nav",)]


def test_another_coders_code_is_settled_from_the_list_of_likely_errors(
    browser: Browser, store: Store
) -> None:
    kari, ola = (browser("a", drawn=1, sure=True, coder=name) for name in ("Kari", "Ola"))
    decide(kari, 0, "tolk")
    press(ola, "/suspects", 2)
    assert themes(store) == [("nav",)]
    assert "Ingen uenighet" in kari.get("/disagreements").text


def test_a_word_that_was_masked_wrongly_is_put_back_on_record(
    browser: Browser, store: Store
) -> None:
    text = "Vi trenger Husbanken, ring Kari på 12345678 for mer om det."
    masked = "Vi trenger […], ring Kari på […] for mer om det."
    store.propose_quotes([StoredQuote(AnswerId("r0", "2021", "imdi"), "nav", masked)])
    client = browser(text, doubt=1)
    page = client.get("/quotes").text
    assert "Vi trenger Husbanken, ring Kari på […] for mer om det." in page
    form = {"csrf": token(page)}
    number = text.replace("Husbanken", "[…]")
    refused = client.post("/quotes/1", data={**form, "verdict": "approved", "text": number})
    assert refused.status_code == 409, "numbers are never put back"
    page = client.post("/quotes/1", data={**form, "verdict": "restored", "text": masked}).text
    (quote,) = store.quotes("approved")
    assert quote.text == "Vi trenger Husbanken, ring Kari på […] for mer om det."
    assert (quote.proposed, quote.is_restored) == (masked, True)
    assert catalogue("review")("quotes.restored") in page


def test_the_table_shows_chosen_background_only(browser: Browser) -> None:
    client = browser("a", doubt=1)
    bare, chosen = (
        client.get(f"/grid{query}").text.partition("<tbody>")[2].partition("</tbody>")[0]
        for query in ("", "?columns=role&columns=wave")
    )
    assert "rådgiver" not in bare
    assert "rådgiver" in chosen
    assert "2021" in chosen
    assert "rådgiver" in client.get("/grid?background=role%3Dr%C3%A5dgiver").text
