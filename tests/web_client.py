"""The review page asked as a browser asks, without one."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.testclient import TestClient

from tests.example_review import CODEBOOK, coded_frame
from textmining.answers import AnswerId
from textmining.review import (
    Desk,
    Reasons,
    Store,
    answers_of,
)
from textmining.web import Access, create_app

__all__ = ["PAGES", "Browser", "browsing", "decide", "token"]

Browser = Callable[..., TestClient]
PAGES = ("/grid", "/counts", "/disagreements", "/suspects", "/codebook", "/quotes", "/setup")


@contextmanager
def browsing(store: Store) -> Iterator[Browser]:
    """Give a maker of clients; each gets a review of the texts it names."""
    opened: list[TestClient] = []

    def new(
        *texts: str,
        coder: str = "Kari",
        reasons: dict[AnswerId, Reasons] | None = None,
        network: bool = False,
        **more: object,
    ) -> TestClient:
        desk = Desk(store, answers_of(coded_frame(texts, **more), CODEBOOK), CODEBOOK)  # type: ignore[arg-type]
        access = Access(b"secret", frozenset({"testserver"}), (coder,), network=network)
        opened.append(TestClient(create_app(desk, access, reasons=reasons)))
        return opened[-1].__enter__()

    yield new
    for client in opened:
        client.__exit__(None, None, None)


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found is not None
    return found[1]


def decide(client: TestClient, position: int, *themes: str, **more: str) -> str:
    form = {"csrf": token(client.get(f"/answer/{position}").text), "theme": list(themes), **more}
    response = client.post(f"/answer/{position}", data=form)
    assert response.status_code == 200, response.text
    return str(response.text)
