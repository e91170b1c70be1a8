"""The store's tables and the steps that made them.

A step and its record are one transaction: a store is at a version or at the one before,
never between. Steps are never edited once released; a change is a new step at the end.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

import sqlalchemy as sa

from textmining.errors import StoreError
from textmining.review.decisions import now

Begin = Callable[[], AbstractContextManager[sa.Connection]]

_STEPS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE decisions (
            number {identity},
            batch TEXT NOT NULL,
            respondent TEXT NOT NULL,
            wave TEXT NOT NULL,
            question TEXT NOT NULL,
            coder TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('coding', 'adjudication')),
            themes TEXT NOT NULL,
            at TEXT NOT NULL,
            codebook_version TEXT NOT NULL,
            model TEXT NOT NULL,
            proposed TEXT,
            shown INTEGER NOT NULL,
            unsure INTEGER NOT NULL,
            note TEXT NOT NULL,
            UNIQUE (batch, respondent, wave, question)
        )""",
        "CREATE INDEX decisions_of_answer ON decisions (respondent, wave, question)",
        "CREATE TABLE undone (batch TEXT PRIMARY KEY, coder TEXT NOT NULL, at TEXT NOT NULL)",
        """CREATE TABLE events (
            number {identity},
            at TEXT NOT NULL,
            coder TEXT NOT NULL,
            kind TEXT NOT NULL,
            wave TEXT NOT NULL,
            respondent TEXT NOT NULL,
            detail TEXT NOT NULL
        )""",
        """CREATE TABLE theme_proposals (
            number {identity},
            at TEXT NOT NULL,
            coder TEXT NOT NULL,
            label TEXT NOT NULL,
            definition TEXT NOT NULL,
            respondent TEXT NOT NULL,
            wave TEXT NOT NULL,
            question TEXT NOT NULL
        )""",
        """CREATE TABLE quotes (
            number {identity},
            at TEXT NOT NULL,
            respondent TEXT NOT NULL,
            wave TEXT NOT NULL,
            question TEXT NOT NULL,
            theme TEXT NOT NULL,
            proposed TEXT NOT NULL,
            text TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected')),
            coder TEXT NOT NULL
        )""",
        "CREATE TABLE keys (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
)

_IDENTITY: Final = {
    "sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
}


def _table(name: str, columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns.split()))


_ANSWER = "respondent wave question"
DECISIONS: Final = _table(
    "decisions",
    f"number batch {_ANSWER} coder role themes at codebook_version model proposed shown unsure"
    " note",
)
UNDONE: Final = _table("undone", "batch coder at")
EVENTS: Final = _table("events", "number at coder kind wave respondent detail")
THEME_PROPOSALS: Final = _table("theme_proposals", f"number at coder label definition {_ANSWER}")
QUOTES: Final = _table("quotes", f"number at {_ANSWER} theme proposed text state coder")
KEYS: Final = _table("keys", "name value")
MIGRATIONS: Final = _table("migrations", "version at")


def migrate(begin: Begin, steps: tuple[tuple[str, ...], ...] = _STEPS) -> None:
    """Bring a store to the newest version, one transaction a step.

    Args:
        begin: opens a transaction that no other writer shares.
        steps: the statements of each version, from version 1.

    Raises:
        StoreError: the store was made by a newer program.
    """
    version = 0
    while version < len(steps):
        with begin() as connection:
            connection.exec_driver_sql(
                "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, at TEXT)"
            )
            version = connection.scalar(sa.select(sa.func.max(MIGRATIONS.c.version))) or 0
            if version < len(steps):
                _take(connection, steps[version])
                version += 1
                connection.execute(MIGRATIONS.insert().values(version=version, at=now()))
    if version > len(steps):
        raise StoreError(
            "the store is of version {version}, this program knows versions up to {n}. Update "
            "textmining, or use the program that made the store.",
            version=version,
            n=len(steps),
        )


def _take(connection: sa.Connection, statements: tuple[str, ...]) -> None:
    identity = _IDENTITY[connection.dialect.name]
    for statement in statements:
        connection.exec_driver_sql(statement.replace("{identity}", identity))
