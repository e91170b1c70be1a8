"""Fixtures that several rooms share: the example survey, the command line, databases."""

import json
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
from textmining.language import NO_ENCODER
from textmining.review import Store
from textmining.workflow.code import code
from textmining.workflow.train import train

os.environ["LANGUAGE"] = "en"  # what is said is compared, whatever language this machine speaks

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


SLOW = {"browser", "coded", "index", "model", "run", "postgresql_server", "store_name"}
"""What makes a test too slow for `make check`: it starts a program, or trains on a survey."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow by what it asks for; modules of other slow tests say so themselves."""
    for item in items:
        if SLOW.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


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
    train(files, columns, data / "codebook.yaml", folder, encoder=NO_ENCODER)
    return folder


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory, data: Path, model: Path) -> Path:
    """2021, coded, with a fifth of it drawn."""
    out = tmp_path_factory.mktemp("coded") / "coded.csv"
    code([data / f"{SURVEY}-2021.csv"], Columns(), model, out)
    return out


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Start the program as a user does; returns the finished process."""
    streams = tmp_path_factory.mktemp("streams")
    typed_in, *printed = (streams / number for number in "012")
    zygote = subprocess.Popen(
        [sys.executable, "-m", "tests.zygote"],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def start(
        *arguments: object, cwd: Path | None = None, typed: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        assert zygote.stdin is not None
        assert zygote.stdout is not None
        words = list(map(str, arguments))
        for stream, content in zip((typed_in, *printed), (typed, "", ""), strict=True):
            stream.write_text(content, encoding="utf-8")
        order = {
            "arguments": words,
            "folder": str(cwd or Path.cwd()),
            "environment": {**os.environ, "COLUMNS": "100"},
            "streams": str(streams),
            "patience": PATIENCE,
        }
        print(json.dumps(order), file=zygote.stdin, flush=True)
        code = int(zygote.stdout.readline())
        out, err = (stream.read_text("utf-8") for stream in printed)
        return subprocess.CompletedProcess(words, code, out, err)

    with zygote:
        yield start


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
