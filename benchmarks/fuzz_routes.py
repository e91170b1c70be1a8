"""Ask every route of the review page odd things: none may answer with 500 or more.

    python -m benchmarks.fuzz_routes [--n 5000] [--seed 1]

Requests are made of the page's own routes and forms with some of their parts changed, always the
same ones for a seed. Printed: how many were answered with each status, and the numbers of the
requests that were answered with 500 or more.
"""

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

import httpx2
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.example_review import CODEBOOK, coded_frame
from textmining.answers import AnswerId
from textmining.review import Desk, Store, StoredQuote, answers_of
from textmining.web import Access, create_app

__all__ = ["fuzz"]

_ODD: Final = (
    "", " ", "0", "-1", "999999999", "9" * 400, "1e9", "½", "٣", "nav", "tolk;bolig", "NAV\0",
    "\x1b[2J", "\u202e😀", "a\r\nSet-Cookie: x=y", "<script>alert(1)</script>", "' OR 1=1 --",
    "../../etc/passwd", "%00", "{{7*7}}", "x" * 100_000, "r0", "2021", "close",
    "reopen", "approved",
    "http://[", "[…]",
)  # fmt: skip
_FIELDS: Final = (
    "theme", "note", "unsure", "batch", "settle", "also", "answer", "label", "definition", "text",
    "verdict", "percent", "blind", "wave", "do", "why", "respondent", "again", "name", "csrf",
)  # fmt: skip
_QUERIES: Final = (
    "search", "theme", "status", "coder", "background", "below", "sort", "page", "apart", "said",
    "wave", "question", "answer", "compare", "settle",
)  # fmt: skip
_HEADERS: Final = ("origin", "host", "sec-fetch-site", "content-type", "cookie", "content-length")
_TEXTS: Final = ("mer tolk", "mer tolker", "bolig", "for få boliger", "nei", "Nei!", "helse")


def fuzz(n: int, seed: int) -> tuple[Counter[int], list[int]]:
    """Return how often each status was answered, and the numbers of requests with 500 or more."""
    chance = random.Random(seed)  # noqa: S311 - which requests are made is no secret
    statuses: Counter[int] = Counter()
    bad = []
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "r.sqlite") as store:
        frame = coded_frame(_TEXTS, drawn=3, doubt=2)
        store.propose_quotes([StoredQuote(AnswerId("r5", "2021", "imdi"), "nav", "Nei!")])
        desk = Desk(store, answers_of(frame, CODEBOOK), CODEBOOK)
        access = Access(b"secret", frozenset({"testserver"}), ("Kari",))
        app = create_app(desk, access)
        session = access.new_session("Kari")
        cookies = {access.cookie: access.to_cookie(session)}
        paths = [route.path for route in app.routes if isinstance(route, Route)]
        with TestClient(app, cookies=cookies, raise_server_exceptions=False) as client:
            for number in range(n):
                status = _ask(client, chance, paths, access.csrf(session))
                statuses[status] += 1
                if status >= 500:
                    bad.append(number)
    return statuses, bad


def _ask(client: TestClient, chance: random.Random, paths: list[str], csrf: str) -> int:
    """The status that one request is answered with; 0 if it cannot be sent at all."""
    path = _filled(chance.choice(paths), chance)
    method = chance.choice(
        ["GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"]
    )
    query = {name: _value(chance)[:500] for name in chance.sample(_QUERIES, chance.randrange(4))}
    form = {name: [_value(chance)] * chance.randrange(1, 3) for name in _some(chance)}
    if chance.random() < 0.9:
        form["csrf"] = [csrf]
    headers: dict[bytes, bytes] = {}
    if chance.random() < 0.2:
        value = _value(chance).encode("utf-8", "replace")[:2000]
        headers = {chance.choice(_HEADERS).encode(): value}
    try:
        response = client.request(
            method,
            path,
            params=query,
            headers=headers,
            follow_redirects=False,
            data=form if method in {"POST", "PUT"} else None,
        )
    except (
        ValueError,
        httpx2.InvalidURL,
        httpx2.LocalProtocolError,
    ):  # what no client can put into a request
        return 0
    return int(response.status_code)


def _some(chance: random.Random) -> list[str]:
    return chance.sample(_FIELDS, chance.randrange(8))


def _value(chance: random.Random) -> str:
    value = chance.choice(_ODD)
    if chance.random() < 0.2:
        value += chance.choice(_ODD)[:200]
    return value


def _filled(path: str, chance: random.Random) -> str:
    """A route's path with something in its places, most often what fits there."""
    for place in ("{position:whole}", "{number:whole}", "{token}"):
        fits = str(chance.randrange(9))
        value = fits if chance.random() < 0.7 else _value(chance)[:300].replace("\0", "%00")
        path = path.replace(place, value)
    return path


def main() -> None:
    """Fuzz, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--n", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    statuses, bad = fuzz(given.n, given.seed)
    for status, times in sorted(statuses.items()):
        print(f"{status or 'not sent'}: {times}")
    print(f"500 or more: {len(bad)} of {given.n}{f', requests {bad}' if bad else ''}")


if __name__ == "__main__":
    main()
