"""The store: nothing is lost, nothing counts twice, on both kinds of database."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from textmining.answers import AnswerId
from textmining.codebook import Codebook, Theme
from textmining.errors import DecisionError, FileError, StoreError, StoreOlderError
from textmining.review import (
    Decision,
    Event,
    Store,
    StoredQuote,
    ThemeProposal,
    is_store,
)
from textmining.review.database import Database
from textmining.review.schema import migrate
from textmining.review.store_file import copied

CODEBOOK = Codebook(
    "prøve", "1", tuple(Theme(code, code.title()) for code in ("nav", "tolk", "bolig"))
)
ANSWER = AnswerId("r1", "2021", "imdi")


def decision(
    *themes: str, answer: AnswerId = ANSWER, coder: str = "Kari", **more: object
) -> Decision:
    return Decision(answer, coder, themes, codebook_version="1", **more)  # type: ignore[arg-type]


@pytest.fixture
def store(store_name: str) -> Iterator[Store]:
    with Store(store_name) as opened:
        yield opened


def codes(store: Store) -> dict[AnswerId, tuple[str, ...]]:
    frame = store.current(CODEBOOK)
    ids = zip(frame["respondent"], frame["wave"], frame["question"], strict=True)
    return dict(zip((AnswerId(*i) for i in ids), frame["themes"], strict=True))


def test_a_decision_comes_back_as_it_was_made(store: Store) -> None:
    made = decision(
        "tolk", "nav", model="m1", proposed=("bolig",), shown=True, unsure=True, note="hm «;»\n😀"
    )
    store.record([made])
    (kept,) = store.decisions()
    assert kept.number == 1
    assert kept == Decision(**{**vars(made), "number": 1})


def test_the_last_decision_counts_and_the_first_is_kept(store: Store) -> None:
    store.record([decision("nav")])
    store.record([decision("nav", "tolk", shown=True)])
    assert codes(store) == {ANSWER: ("nav", "tolk")}
    assert [d.themes for d in store.codes().history(ANSWER)] == [("nav",), ("nav", "tolk")]


def test_codes_are_in_the_codebooks_order(store: Store) -> None:
    store.record([decision("bolig", "nav")])
    assert codes(store)[ANSWER] == ("nav", "bolig")


def test_an_answer_is_unread_while_coders_disagree(store: Store) -> None:
    store.record([decision("nav")])
    store.record([decision("tolk", coder="Ola")])
    assert codes(store) == {}
    store.record([decision("bolig", coder="Eva", role="adjudication")])
    assert codes(store) == {ANSWER: ("bolig",)}


def test_coders_who_come_to_agree_need_no_adjudication(store: Store) -> None:
    store.record([decision("nav"), decision("tolk", coder="Ola")])
    store.record([decision("nav", coder="Ola")])
    assert codes(store) == {ANSWER: ("nav",)}


def test_what_is_chosen_after_a_disagreement_was_settled_counts(store: Store) -> None:
    store.record([decision("nav"), decision("tolk", coder="Ola")])
    store.record([decision("nav", "tolk", coder="Eva", role="adjudication")])
    later = decision("bolig")
    store.record([later])
    assert codes(store) == {ANSWER: ("bolig",)}
    assert store.current(CODEBOOK)["adjudicated"].tolist() == [True]
    standing = store.codes().standing(ANSWER)
    assert standing is not None
    assert {c: d.themes for c, d in standing.by_coder.items()} == {
        "Kari": ("nav",), "Ola": ("tolk",),
    }  # fmt: skip
    assert standing.coders == ("Kari", "Ola")
    assert store.undo(later.batch, "Kari")
    assert codes(store) == {ANSWER: ("nav", "tolk")}


def test_taking_back_brings_the_decision_before_back(store: Store) -> None:
    first, second = decision("nav"), decision("tolk")
    store.record([first])
    store.record([second])
    assert not store.undo(second.batch, "Ola"), "only one's own"
    assert store.undo(second.batch, "Kari")
    assert not store.undo(second.batch, "Kari"), "only once"
    assert codes(store) == {ANSWER: ("nav",)}
    assert store.codes().last_batch("Kari") == first.batch


def test_copies_are_taken_back_together(store: Store) -> None:
    copy = AnswerId("r2", "2021", "imdi")
    store.record([decision("nav", batch="b"), decision("nav", answer=copy, batch="b")])
    assert len(codes(store)) == 2
    store.undo("b", "Kari")
    assert codes(store) == {}


def test_a_batch_that_is_sent_twice_is_kept_once(store: Store) -> None:
    sent = decision("nav")
    store.record([sent])
    store.record([sent])
    assert len(store.decisions()) == 1


def test_a_closed_wave_changes_only_after_reopening(store: Store) -> None:
    store.record([decision("nav", batch="b")])
    store.add_event(Event("closed", "Kari", wave="2021"))
    assert store.settings().closed == {"2021"}
    with pytest.raises(StoreError, match="wave 2021 is closed"):
        store.record([decision("tolk")])
    with pytest.raises(StoreError, match="wave 2021 is closed"):
        store.undo("b", "Kari")
    store.record([decision("tolk", answer=AnswerId("r1", "2020", "imdi"))])
    store.add_event(Event("reopened", "Kari", wave="2021", detail="feil i kodeboka"))
    store.record([decision("tolk")])
    assert [event.kind for event in store.events()] == ["closed", "reopened"]


def test_a_closed_wave_takes_nothing_from_a_batch(store: Store) -> None:
    store.add_event(Event("closed", "Kari", wave="2021"))
    other = AnswerId("r1", "2020", "imdi")
    with pytest.raises(StoreError):
        store.record([decision("nav", answer=other, batch="b"), decision("nav", batch="b")])
    assert store.decisions() == []


def test_an_erased_respondent_leaves_only_that_it_happened(store_name: str) -> None:
    words = "HEMMELIGHETEN"
    other = AnswerId("r2", "2021", "imdi")
    with Store(store_name) as store:
        store.record([decision("nav", note=words, batch="b")])
        store.record([decision("nav", answer=other, batch="b2")])
        store.propose_theme(ThemeProposal(ANSWER, "Kari", "Nytt", words))
        store.propose_quotes([StoredQuote(ANSWER, "nav", words)])
        store.erase("r1", "2021", "Kari")
        assert [d.answer for d in store.decisions()] == [other]
        assert store.theme_proposals() == []
        assert store.quotes() == []
        assert store.settings().erased == {("r1", "2021")}
        with pytest.raises(StoreError, match="has been erased"):
            store.record([decision("nav")])
        store.propose_quotes([StoredQuote(ANSWER, "nav", words)])
        assert store.quotes() == []
        if store_name.endswith(".sqlite"):
            for file in Path(store_name).parent.glob("review.sqlite*"):
                assert words.encode() not in file.read_bytes()


def test_only_a_person_approves_a_quote(store: Store) -> None:
    store.propose_quotes(
        [StoredQuote(ANSWER, "nav", "NAV i Lillevik svarer ikke", state="approved")]
    )
    (quote,) = store.quotes()
    assert (quote.state, quote.coder) == ("proposed", "")
    with pytest.raises(StoreError, match="named person"):
        store.judge_quote(quote.number, approved=True, text=quote.text, coder="")
    with pytest.raises(StoreError, match="not changed"):
        store.judge_quote(quote.number, approved=True, text="NAV svarer bra", coder="Kari")
    store.judge_quote(quote.number, approved=True, text="NAV i […] svarer ikke", coder="Kari")
    (approved,) = store.quotes("approved")
    assert (approved.text, approved.coder) == ("NAV i […] svarer ikke", "Kari")
    store.propose_quotes([StoredQuote(ANSWER, "nav", "NAV i Lillevik svarer ikke")])
    assert len(store.quotes()) == 1, "proposing again does not ask again"
    store.judge_quote(quote.number, approved=False, text=quote.text, coder="Ola")
    assert store.quotes("approved") == []


def test_proposed_themes_are_kept(store: Store) -> None:
    proposal = ThemeProposal(ANSWER, "Kari", "Transport", "Buss og ferje")
    store.propose_theme(proposal)
    assert store.theme_proposals() == [proposal]


def test_the_mark_moves_with_every_change(store: Store) -> None:
    marks = [store.mark()]
    store.record([decision("nav", batch="b")])
    marks.append(store.mark())
    store.undo("b", "Kari")
    marks.append(store.mark())
    store.add_event(Event("blind off", "Kari"))
    marks.append(store.mark())
    assert len(set(marks)) == 4
    assert store.mark() == marks[-1]


def test_the_secret_is_made_once(store_name: str) -> None:
    with Store(store_name) as first, Store(store_name) as second:
        assert first.secret() == second.secret()
        assert len(first.secret()) == 32


def test_unknown_codes_are_named(store: Store) -> None:
    store.record([decision("ukjent")])
    with pytest.raises(DecisionError, match="ukjent"):
        store.current(CODEBOOK)


def test_a_failed_migration_leaves_nothing(store_name: str) -> None:
    broken = ("CREATE TABLE half (a INTEGER)", "CREATE TABEL")
    with closing(Database(store_name)) as database:
        with pytest.raises(StoreError):
            migrate(database.writing_alone, (("CREATE TABLE whole (a INTEGER)",), broken))
        migrate(database.writing_alone, (("never read",), ("CREATE TABLE half (a INTEGER)",)))


def test_a_store_of_a_newer_program_is_refused(store_name: str) -> None:
    with closing(Database(store_name)) as database:
        migrate(database.writing_alone, (("CREATE TABLE a (b INTEGER)",),) + (("SELECT 1",),) * 98)
    with pytest.raises(StoreError, match="of version 99"):
        Store(store_name)


@pytest.mark.parametrize("table", ["bilder (navn TEXT)", "migrations (id INTEGER, name TEXT)"])
def test_another_programs_database_is_refused_and_not_changed(tmp_path: Path, table: str) -> None:
    path = tmp_path / "bilder.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE {table}")
    before = path.read_bytes()
    for create in (True, False):
        with pytest.raises(StoreError, match=r"bilder\.db: is another program's database"):
            Store(path, create=create)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["bilder.db"]


def test_an_empty_database_becomes_a_store_only_when_it_may(store_name: str) -> None:
    if "://" not in store_name:
        Path(store_name).touch()
    with pytest.raises(StoreError, match="is an empty database"):
        Store(store_name, create=False)
    Store(store_name).close()
    Store(store_name, create=False).close()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("postgresql://kari:passord@vert:abc/base", "URL cannot be read"),
        ("sqlite:///a.db?timeout=abc", "takes no settings"),
    ],
)
def test_a_url_that_makes_no_sense_is_told(name: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as refused:
        Store(name)
    assert "passord" not in str(refused.value)


def test_what_is_no_store_is_answered_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("ikke en database, bare tekst " * 100)
    with pytest.raises(StoreError, match="cannot be used"):
        Store(tmp_path / "text.sqlite")
    with pytest.raises(FileError, match="no such store"):
        Store(tmp_path / "missing.sqlite", create=False)
    with pytest.raises(FileError, match="is a folder"):
        Store(tmp_path)
    with pytest.raises(FileError, match="folder does not exist"):
        Store(tmp_path / "none" / "a.sqlite")
    with pytest.raises(StoreError, match="no driver"):
        Store("mystery://vert/base")
    with pytest.raises(StoreError) as refused:
        Store("postgresql://kari:passord@127.0.0.1:1/base")
    assert "passord" not in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"ikke en database, bare tekst " * 100, b""], ids=["text", "empty"]
)
def test_a_refused_file_is_let_go(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError) as kept:
        Store(path, create=False)
    assert str(path) not in [os.path.realpath(opened) for opened in Path("/proc/self/fd").iterdir()]
    del kept


@pytest.mark.parametrize(
    ("name", "expected"), [("a.SQLITE", True), ("a.db", True), ("a.csv", False)]
)
def test_a_store_is_told_from_a_file(name: str, *, expected: bool) -> None:
    assert is_store(name) is expected


def test_ten_coders_at_once_lose_nothing(store_name: str) -> None:
    def code(coder: int) -> None:
        with Store(store_name) as own:
            for i in range(500):
                answer = AnswerId(f"r{i}", "2021", "imdi")
                own.record([decision("nav", answer=answer, coder=f"coder {coder}")])

    Store(store_name).close()
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(code, range(10)))
    with Store(store_name) as store:
        kept = store.decisions()
    assert len(kept) == 5_000
    assert len({(d.coder, d.answer) for d in kept}) == 5_000


_WRITER = """
import sys
from textmining.answers import AnswerId
from textmining.review import Decision, Store
store = Store(sys.argv[1])
for line in sys.stdin:
    store.record([Decision(AnswerId(line.strip(), "2021", "imdi"), "Kari", ("nav",), "1")])
    print(line.strip(), flush=True)
"""


def test_a_killed_writer_keeps_all_it_confirmed(store_name: str) -> None:
    confirmed: list[str] = []
    for run in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, store_name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdin is not None
            assert writer.stdout is not None
            writer.stdin.write("".join(f"{run}-{i}\n" for i in range(10_000)))
            confirmed += [writer.stdout.readline().strip() for _ in range(20)]
            writer.kill()
    with Store(store_name) as store:
        kept = [d.answer.respondent for d in store.decisions()]
    assert set(confirmed) <= set(kept)
    assert len(kept) == len(set(kept))


def test_a_copy_of_a_store_that_is_written_to_meanwhile_is_of_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.sqlite"
    copyfile = shutil.copyfile
    with Store(path) as written:
        written.record([decision("nav")])

        def copying(source: Path, target: Path) -> None:
            copyfile(source, target)
            if len(written.decisions()) == 1:
                written.record([decision("tolk")])
                with closing(sqlite3.connect(path)) as other:
                    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        monkeypatch.setattr(shutil, "copyfile", copying)
        with copied(path) as folder, Store(Path(folder) / path.name) as copy:
            assert len(copy.decisions()) == len(written.decisions()) == 2


def test_a_database_that_is_restored_to_an_older_state_is_told(postgresql_server: str) -> None:
    base, name = "restored", postgresql_server.format(base="restored")
    with psycopg.connect(postgresql_server.format(base="postgres"), autocommit=True) as other:
        other.execute(f"CREATE DATABASE {base}".encode())
        with Store(name) as store:
            store.record([decision("nav")])
            store.add_event(Event("closed", "Kari", wave="2019"))
        other.execute(f"CREATE DATABASE backup TEMPLATE {base}".encode())
        with Store(name) as store:
            store.record([decision("tolk", answer=AnswerId("r7", "2021", "imdi"))])
            store.erase("r7", "2021", "Kari")  # what is erased on purpose is no older state
            store.record([decision("tolk", answer=AnswerId("r8", "2021", "imdi"))])
            assert len(store.decisions()) == 2
            other.execute(f"DROP DATABASE {base} WITH (FORCE)".encode())
            other.execute(f"ALTER DATABASE backup RENAME TO {base}".encode())
            with pytest.raises(StoreOlderError, match="older state"):
                store.record([decision("nav", answer=AnswerId("r9", "2021", "imdi"))])
            with pytest.raises(StoreOlderError):
                store.decisions()
        with Store(name) as anew:
            assert len(anew.decisions()) == 1
