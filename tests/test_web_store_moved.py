"""The store's file changes under an open page: nothing is confirmed that is not there."""

import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.web_client import Browser, browsing, decide, token
from textmining.errors import StoreMovedError
from textmining.review import Event, Store

FILES = ("review.sqlite", "review.sqlite-wal", "review.sqlite-shm")


@pytest.fixture
def browser(store: Store) -> Iterator[Browser]:
    with browsing(store) as new:
        yield new


def _copy_over(folder: Path) -> None:
    """Restore a backup as `cp` does: the file stays the same one, its content is older."""
    for name in FILES:
        backup = folder / "backup" / name
        with (folder / name).open("r+b") as stream:
            stream.truncate(0)
            stream.write(backup.read_bytes() if backup.exists() else b"")


FAULTS = {
    "deleted": lambda folder: (folder / FILES[0]).unlink(),
    "moved": lambda folder: (folder / FILES[0]).rename(folder / "elsewhere.sqlite"),
    "replaced": lambda folder: (folder / "other.sqlite").replace(folder / FILES[0]),
    "older": _copy_over,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_on_another_file_says_so_and_keeps_the_choice(
    browser: Browser, tmp_path: Path, fault: str
) -> None:
    client = browser("a", "b", "c", doubt=3)
    (tmp_path / "backup").mkdir()
    for name in FILES:
        if (tmp_path / name).exists():
            shutil.copy(tmp_path / name, tmp_path / "backup")
    with Store(tmp_path / "other.sqlite"):
        pass
    decide(client, 0, "nav")
    page = client.get("/answer/1").text
    FAULTS[fault](tmp_path)
    form = {"csrf": token(page), "theme": ["tolk", "bolig"], "note": "viktig", "batch": "b1"}
    response = client.post("/answer/1", data=form)
    assert response.status_code == 409
    kept = re.findall(r'name="(\w+)" value="([^"]*)"', response.text)
    assert kept[1:] == [("theme", "tolk"), ("theme", "bolig"), ("note", "viktig"), ("batch", "b1")]
    assert fault == "older" or "slettet, flyttet eller byttet ut" in response.text
    assert client.get("/answer/1").status_code == 409


def test_what_was_kept_is_recorded_once_when_the_file_is_back(
    browser: Browser, store: Store, tmp_path: Path
) -> None:
    client = browser("a", "b", doubt=2)
    page = client.get("/answer/0").text
    (tmp_path / FILES[0]).rename(tmp_path / "away")
    form = {"csrf": token(page), "theme": ["tolk"], "batch": "b1"}
    kept = client.post("/answer/0", data=form).text
    (tmp_path / "away").rename(tmp_path / FILES[0])
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', kept))
    assert again == {"csrf": token(page), "theme": "tolk", "batch": "b1"}
    for _ in range(2):
        assert client.post("/answer/0", data=again).status_code == 200
    assert [d.themes for d in store.decisions()] == [("tolk",)]


def test_a_store_that_lost_an_undo_is_an_older_one(store: Store, tmp_path: Path) -> None:
    store.add_event(Event("closed", "Kari", wave="2020"))
    store.settings()
    with closing(sqlite3.connect(tmp_path / FILES[0])) as other:
        other.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'events'")
        other.commit()
    with pytest.raises(StoreMovedError, match="deleted, moved or replaced"):
        store.settings()


def test_who_waits_for_a_foreign_lock_holds_up_nobody_else(
    browser: Browser, store: Store, tmp_path: Path
) -> None:
    client = browser("a", "b", doubt=2, coder="Kari")
    form = {"csrf": token(client.get("/answer/0").text), "theme": ["nav"]}
    with closing(sqlite3.connect(tmp_path / FILES[0], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = threading.Thread(target=client.post, args=["/answer/0"], kwargs={"data": form})
        waiting.start()
        # Every other page answers while that write waits: it still waits afterwards.
        for path in ("/answer/1", "/grid", "/setup", "/"):
            assert client.get(path).status_code == 200
        assert waiting.is_alive()
        assert store.decisions() == []
        other.execute("COMMIT")
    waiting.join()
    assert [d.themes for d in store.decisions()] == [("nav",)]


def test_a_store_where_nothing_can_be_written_can_be_read(tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from textmining.errors import StoreError; from textmining.review import Event, Store\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "store = Store(sys.argv[1], create=False)\n"
        "assert not store.settings().blind\n"
        "try: store.add_event(Event('blind on', 'Kari'))\n"
        "except StoreError as error: print(error)\n"
    )
    with TemporaryDirectory() as name, Store(tmp_path / FILES[0]) as store:
        store.add_event(Event("blind off", "Kari"))
        for file in FILES[:2]:  # as a crashed machine leaves them, the event in the journal
            shutil.copy(tmp_path / file, name)
            (Path(name) / file).chmod(0o444)
        Path(name).chmod(0o555)
        command = [sys.executable, "-c", program, str(Path(name) / FILES[0])]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        assert "lies where nothing can be written" in done.stdout, done.stderr
        assert sorted(path.name for path in Path(name).iterdir()) == sorted(FILES[:2])
        Path(name).chmod(0o755)
