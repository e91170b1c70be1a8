"""Fixtures that several rooms share."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.postgresql import running_server

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a running PostgreSQL with `{base}` in place of the database's name."""
    with running_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_name(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new, empty review store can be, once on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "review.sqlite")
    server: str = request.getfixturevalue("postgresql_server")
    base = f"review{next(_NUMBERS)}"
    with psycopg.connect(server.format(base="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {base}".encode())
    return server.format(base=base)
