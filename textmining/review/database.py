"""A SQLite file or a PostgreSQL database, and three kinds of transaction on it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect

from textmining.errors import StoreError, StoreMovedError, StoreOlderError
from textmining.review.reached import Reached
from textmining.review.schema import MIGRATIONS
from textmining.review.store_file import StoreFile, can_be_written, check_file, copied

_BUSY_SECONDS: Final = 60
_TRIES_A_SECOND: Final = 20  # emptying a journal takes a few milliseconds
_LOCK: Final = 7_404_001  # PostgreSQL's advisory locks are plain numbers; any free one serves
_PRAGMAS: Final = (
    "journal_mode = WAL",  # readers never wait for a writer
    "synchronous = FULL",  # what is confirmed survives a power cut, not only a killed process
    "secure_delete = ON",  # an erased respondent's bytes are overwritten
    f"busy_timeout = {_BUSY_SECONDS * 1000}",
)


def is_store(name: str) -> bool:
    """Return whether `name` means a store (a URL, or an ending .sqlite or .db), not a file.

    >>> is_store("svar.sqlite"), is_store("postgresql://vert/base"), is_store("koder.xlsx")
    (True, True, False)
    """
    return "://" in name or Path(name).suffix.lower() in {".sqlite", ".db"}


def store_name(name: str) -> str:
    """Return what messages call a store that has been opened: its password is in none of them.

    >>> store_name("postgresql://kari:hemmelig@vert/base"), store_name("svar.sqlite")
    ('postgresql://kari:***@vert/base', 'svar.sqlite')
    """
    return sa.make_url(name).render_as_string(hide_password=True) if "://" in name else name


def store_exists(name: str) -> bool:
    """Return whether there is a store already; opening a SQLite file that is not there makes one.

    A PostgreSQL database is always made before it is named.

    Raises:
        StoreError: the URL cannot be read.
    """
    url = _url(name)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


class Database:
    """A database by path or URL.

    Args:
        name: a path of a SQLite file, or a URL (`postgresql://user@host/base`).
        create: make a SQLite file that does not exist.

    Raises:
        FileError: the file does not exist (and `create` is off), or its folder does not.
        StoreError: no database there, another program's, or the driver is not installed.

    A SQLite file where nothing can be written is read from a copy (see `is_read_only`).
    """

    def __init__(self, name: str | Path, *, create: bool = True) -> None:
        self.url = _url(str(name))
        self._is_sqlite = self.url.get_backend_name() == "sqlite"
        self._shown = self.url.render_as_string(hide_password=True)
        self._copy: TemporaryDirectory[str] | None = None
        self._file: StoreFile | None = None
        self._is_ready = False
        self._reached = Reached()
        if self._is_sqlite:
            self._open_file(create=create)
        self._engine = self._connect()
        try:
            self._check_tables(create=create)
        except BaseException:
            self.close()
            raise
        if self._is_sqlite:
            sa.event.listen(self._engine, "connect", _prepare_sqlite)
            sa.event.listen(self._engine, "begin", _begin_sqlite)

    def _open_file(self, *, create: bool) -> None:
        path = Path(self.url.database or "")
        self._shown = str(path)
        check_file(path, create=create)
        if not can_be_written(path):
            self._copy = copied(path)
            self.url = self.url.set(database=str(Path(self._copy.name) / path.name))
        self._file = StoreFile(path)

    @property
    def is_read_only(self) -> bool:
        """Whether the store lies where nothing can be written."""
        return self._copy is not None

    def ready(self) -> None:
        """Say that the tables are there: from now on an older state in its place is noticed."""
        self._is_ready = True

    def _connect(self) -> sa.Engine:
        try:
            # max_overflow: who reads never waits for a connection of those who wait to write;
            # hide_parameters: a database's complaint must not quote a note or a quote
            shared: dict[str, Any] = {"max_overflow": -1, "hide_parameters": True}
            if not self._is_sqlite:
                return sa.create_engine(self.url, pool_pre_ping=True, **shared)
            return sa.create_engine(self.url, connect_args={"timeout": _BUSY_SECONDS}, **shared)
        except (ImportError, sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
            raise StoreError(
                "{store}: no driver for this store ({error}). A store is a .sqlite file or "
                "postgresql://…; for the latter, install textmining-survey[postgresql].",
                store=self._shown,
                error=error,
            ) from error

    def _check_tables(self, *, create: bool) -> None:
        """Raise StoreError unless the database is a store, or empty and may become one.

        Nothing is changed before: the journal mode alone would change another program's file.
        """
        with self._telling(), self._engine.connect() as connection:
            inspector = sa.inspect(connection)
            tables = inspector.get_table_names()
            ours = MIGRATIONS.name in tables and {
                column["name"] for column in inspector.get_columns(MIGRATIONS.name)
            } == {*MIGRATIONS.columns.keys()}
        self._engine.dispose()
        if tables and not ours:
            raise StoreError(
                "{store}: is another program's database, no review store. Nothing was changed; "
                "name the review's own store.",
                store=self._shown,
            )
        if not tables and not create:
            raise StoreError(
                "{store}: is an empty database, no review store. Check the name, or start a review "
                "first.",
                store=self._shown,
            )

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
        if self._copy is not None:
            self._copy.cleanup()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a transaction that reads one state of the store."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction that may write beside others (PostgreSQL), or alone (SQLite)."""
        self._refuse_read_only()
        with self._transaction("BEGIN IMMEDIATE") as connection:
            if not self._is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(_LOCK)))
            yield connection

    @contextmanager
    def writing_alone(self) -> Iterator[sa.Connection]:
        """Open a transaction that no other writer shares: what it checks stays true."""
        self._refuse_read_only()
        with self._transaction("BEGIN IMMEDIATE") as connection:
            if not self._is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection

    def insert_new(self, table: sa.TableClause) -> sqlite_dialect.Insert | postgresql.Insert:
        """Return an insert that leaves rows alone that are there already."""
        if self._is_sqlite:
            return sqlite_dialect.insert(table).on_conflict_do_nothing()
        return postgresql.insert(table).on_conflict_do_nothing()

    def empty_journal(self) -> None:
        """Move everything into the SQLite file, so that no old page stays in its journal.

        Raises:
            StoreError: another program reads an older state of the store all the while.
        """
        if not self._is_sqlite:
            return
        with self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            if not isinstance(raw, sqlite3.Connection):
                return
            has_emptied = _has_emptied(raw)
        if not has_emptied:
            raise StoreError(
                "{store}: the respondent is erased, but another program has the store open, so "
                "that what was erased may be in its journal ({journal}) still. Close that program; "
                "the journal is removed then.",
                store=self._shown,
                journal=f"{Path(self._shown).name}-wal",
            )

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sa.Connection]:
        """A transaction on the file that was opened; one that went to another is not confirmed.

        Raises:
            StoreMovedError: the file was deleted, moved or replaced, before or meanwhile, or an
            older state of the database was restored.
        """
        engine = self._engine.execution_options(sqlite_begin=begin)
        if self._file is not None:
            self._file.check()
        with self._telling(), engine.begin() as connection:
            if self._is_ready and self._reached.is_older(connection):
                raise (
                    StoreMovedError(self._shown)
                    if self._is_sqlite
                    else StoreOlderError(self._shown)
                )
            yield connection
        if self._file is not None:
            self._file.check()

    def _refuse_read_only(self) -> None:
        if self.is_read_only and self._is_ready:
            raise StoreError(
                "{store}: lies where nothing can be written. It can be read and counted; to "
                "decide, copy it to another place.",
                store=self._shown,
            )

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell what the database says in one sentence."""
        try:
            yield
        except (sa.exc.OperationalError, sa.exc.DatabaseError, sqlite3.Error) as error:
            reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
            raise StoreError(
                "{store}: the store cannot be used ({reason}). Nothing was changed; check that it "
                "is a review store, that it can be reached and that the disk has room.",
                store=self._shown,
                reason=reason,
            ) from error


def _url(name: str) -> sa.URL:
    if "://" not in name:
        return sa.URL.create("sqlite", database=name)
    try:
        url = sa.make_url(name)
    except (sa.exc.ArgumentError, ValueError) as error:  # a port that is no number, say
        raise StoreError(
            "the store's URL cannot be read. Write it as postgresql://user@host/base."
        ) from error
    if url.get_backend_name() == "sqlite" and url.query:
        raise StoreError(
            "{store}: a SQLite store takes no settings. Leave out what follows the ?.",
            store=url.database,
        )
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, also around CREATE TABLE
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise


def _has_emptied(connection: sqlite3.Connection) -> bool:
    """Empty a journal; False if others read old pages of it, or write, all the while.

    For both SQLite waits, but where another program empties it just now it gives up at once, with
    -1 for the pages (https://sqlite.org/pragma.html#pragma_wal_checkpoint).
    """
    for _ in range(_BUSY_SECONDS * _TRIES_A_SECOND):
        is_busy, pages, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not is_busy or pages != -1:
            return not is_busy
        time.sleep(1 / _TRIES_A_SECOND)
    return False


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options()["sqlite_begin"])
