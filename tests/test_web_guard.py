"""Who gets in to the page, and what is refused."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from tests.example_review import CODEBOOK, coded_frame
from tests.web_client import PAGES, Browser, browsing, token
from textmining.review import Desk, Store, answers_of
from textmining.web import Access, create_app


@pytest.fixture
def browser(store: Store) -> Iterator[Browser]:
    with browsing(store) as new:
        yield new


def test_strange_hosts_cross_site_posts_and_wrong_tokens_are_refused(
    browser: Browser, store: Store
) -> None:
    client = browser("a", doubt=1)
    csrf = token(client.get("/answer/0").text)
    form = {"csrf": csrf, "theme": "nav"}
    assert client.get("/answer/0", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/answer/0", headers={"host": "testserver:8000"}).status_code == 200
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": "http://]/"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert client.post("/answer/0", data=form, headers=headers).status_code == 403
    for wrong in ({**form, "csrf": "0" * 64}, {**form, "csrf": "é"}, {"theme": "nav"}):
        assert client.post("/answer/0", data=wrong).status_code == 403
    other = browser("a", doubt=1, coder="Ola")
    other.get("/answer/0")
    assert other.post("/answer/0", data=form).status_code == 403, "another session's token"
    assert client.post("/undo", data={"csrf": csrf, "x": "y" * 2_000_000}).status_code == 413
    assert store.decisions() == []
    assert client.post("/answer/0", data=form, headers={"origin": "http://testserver"}).is_success
    assert len(store.decisions()) == 1


def test_on_a_network_a_token_of_ones_own_is_needed(browser: Browser) -> None:
    client = browser("a", doubt=1, network=True)
    access = Access(b"secret", coders=("Kari",), network=True)
    assert client.get("/answer/0").status_code == 403
    assert client.get("/coder").status_code == 403
    for wrong in ("wrong", "é", "0" * 64):
        assert client.get(f"/enter/{wrong}").status_code == 403
    forged = Access(b"other", coders=("Kari",)).to_cookie(access.new_session("Kari"))
    assert (
        client.get("/answer/0", headers={"cookie": f"{access.cookie}={forged}"}).status_code == 403
    )
    assert client.get(f"/enter/{access.token('Kari')}").status_code == 200
    assert client.get("/answer/0").status_code == 200


def test_locally_a_name_is_asked_for_once(store: Store) -> None:
    desk = Desk(store, answers_of(coded_frame(["a"]), CODEBOOK), CODEBOOK)
    with TestClient(create_app(desk, Access(b"s", frozenset({"testserver"})))) as client:
        page = client.get("/answer/0").text
        assert "Hvem koder?" in page
        page = client.post("/coder", data={"csrf": token(page), "name": "  Kari  Moe "}).text
        assert "Kari Moe" in page
        assert client.post("/coder", data={"csrf": "x", "name": "Ola"}).status_code == 403


def test_every_page_carries_the_security_headers(browser: Browser) -> None:
    client = browser("a", doubt=1)
    for page in ("/answer/0", "/static/review.js", "/missing", *PAGES):
        headers = client.get(page).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_a_coder_who_is_no_longer_named_on_a_network_is_out() -> None:
    access = Access(b"secret", coders=("Kari", "Ola"), network=True)
    cookie = access.to_cookie(access.new_session("Ola"))
    session = access.from_cookie(cookie)
    assert session is not None
    assert session.coder == "Ola"
    assert replace(access, coders=("Kari",)).from_cookie(cookie) is None
    assert replace(access, secret=b"another").from_cookie(cookie) is None


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 25, "\u0663", "-1"])
def test_a_number_that_the_page_never_sends_is_no_fault(browser: Browser, number: str) -> None:
    client = browser("a", doubt=1)
    csrf = token(client.get("/grid").text)
    assert client.get(f"/answer/{number}").status_code == 404
    assert client.get(f"/grid?page={number}&below={number}").status_code == 200
    for address, fields, status in (
        ("/grid", {"answer": number, "theme": "bolig"}, 409),
        (f"/quotes/{number}", {"verdict": "approved", "text": "a"}, 404),
        ("/setup/double", {"percent": number}, 400),
        ("/codebook", {"label": "Bolig", "answer": number}, 200),
    ):
        assert client.post(address, data={"csrf": csrf, **fields}).status_code == status
