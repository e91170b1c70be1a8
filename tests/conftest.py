"""Fixtures that several rooms share: the example survey, the command line, databases."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests.doctored_index import Digests, make_index
from tests.postgresql import running_server
from textmining.answers import Columns, read_settings
from textmining.files import shipped
from textmining.review import Store
from textmining.workflow.code import code
from textmining.workflow.train import train

# How long anything takes depends on what else the machine does: no test asks. Fixtures that are the
# same for every example are folders and files that each example writes anew.
settings.register_profile(
    "any machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("any machine")

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SURVEY = "kommuneundersokelsen"
PATIENCE = 1200
"""Seconds until a test gives up waiting for another program, however busy the machine is."""
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def data() -> Path:
    """The example survey; all answers are made up."""
    return shipped("data")


@pytest.fixture(scope="session")
def columns(data: Path) -> Columns:
    return read_settings(data / "textmining.toml")


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory, data: Path, columns: Columns) -> Path:
    """A model trained on 2019 and 2020."""
    folder = tmp_path_factory.mktemp("trained") / "model"
    files = [data / f"{SURVEY}-2019.csv", data / f"{SURVEY}-2020.xlsx"]
    train(files, columns, data / "codebook.yaml", folder)
    return folder


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory, data: Path, model: Path) -> Path:
    """2021, coded, with a fifth of it drawn."""
    out = tmp_path_factory.mktemp("coded") / "coded.csv"
    code([data / f"{SURVEY}-2021.csv"], Columns(), model, out)
    return out


@pytest.fixture(scope="session")
def run() -> Run:
    """Start the program as a user does; returns the finished process."""

    def start(
        *arguments: object, cwd: Path | None = None, typed: str | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "textmining.cli", *map(str, arguments)],
            capture_output=True,
            text=True,
            input=typed,
            cwd=cwd,
            check=False,
            env={**os.environ, "COLUMNS": "100"},
            timeout=PATIENCE,
        )

    return start


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Digests]:
    """The index of a later day, with the hashes of what it has."""
    folder = tmp_path_factory.mktemp("index")
    return folder, make_index(folder)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a running PostgreSQL with `{base}` in place of the database's name."""
    with running_server() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program, args=flags, timeout=1000 * PATIENCE
        )
        yield opened
        opened.close()


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


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "review.sqlite") as opened:
        yield opened
