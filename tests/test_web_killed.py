"""The server is killed in the middle of writing: what it confirmed is there."""

import multiprocessing
import threading
from pathlib import Path
from random import Random

import httpx2
import pytest

from tests.conftest import PATIENCE
from tests.page_server import serve_until_killed
from textmining.review import Store
from textmining.web import Access

pytestmark = pytest.mark.slow

KILLS = 50
ANSWERS = 40


def test_fifty_killed_servers_keep_every_confirmed_decision(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    with Store(path) as store:
        access = Access(store.secret())
    session = access.new_session("Kari")
    headers = {"cookie": f"{access.cookie}={access.to_cookie(session)}"}
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.page_server"])
    delay = Random(6)  # noqa: S311 - when to kill is no secret
    confirmed: set[str] = set()
    for kill in range(KILLS):
        ours, theirs = processes.Pipe()
        server = processes.Process(target=serve_until_killed, args=(path, ANSWERS, theirs))
        server.start()
        url = f"http://127.0.0.1:{ours.recv()}"
        killer = threading.Timer(delay.uniform(0.0, 0.1), server.kill)
        with httpx2.Client(base_url=url, headers=headers, timeout=PATIENCE) as client:
            for i in range(10_000):
                batch = f"{kill}-{i}"  # also the note, so that no decision repeats the one before
                form = {"csrf": access.csrf(session), "theme": "nav", "batch": batch, "note": batch}
                try:
                    response = client.post(f"/answer/{i % ANSWERS}", data=form)
                except httpx2.TransportError:
                    break
                assert response.status_code == 303
                confirmed.add(batch)
                if i == 0:
                    killer.start()
        killer.join()
        server.join()
        ours.close()
        theirs.close()
    with Store(path) as store:
        kept = [decision.batch for decision in store.decisions()]
    assert len(confirmed) >= KILLS
    assert confirmed <= set(kept)
    assert len(kept) == len(set(kept))
