"""The home page asked as a browser asks, without one."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from textmining.home import create_home
from textmining.web import Access

__all__ = ["at_home", "ended", "press"]


@contextmanager
def at_home(folder: Path) -> Iterator[TestClient]:
    """Give a client of a survey's home page."""
    app = create_home(folder, Access(b"secret", frozenset({"testserver"})))
    with TestClient(app) as client:
        yield client


def press(client: TestClient, page: str, address: str, **fields: str) -> str:
    """Send a form of a page; return the page that it leads to."""
    found = re.search(r'name="csrf" value="(\w+)"', client.get(page).text)
    assert found is not None
    answer = client.post(address, data={"csrf": found[1], **fields})
    assert answer.status_code == 200, answer.text
    return answer.text


def ended(client: TestClient) -> str:
    """Wait until no step is at work; return how the last one stands."""
    while (state := client.get("/home/job").json()["state"]) == "running":
        time.sleep(0.05)
    return str(state)
