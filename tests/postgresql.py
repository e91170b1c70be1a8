"""A real PostgreSQL for the tests, on a socket of its own, gone when they are done."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PLACES = "/usr/lib/postgresql/*/bin"


def _program(name: str) -> str | None:
    found = sorted(Path("/").glob(f"{_PLACES[1:]}/{name}"), reverse=True)
    return str(found[0]) if found else shutil.which(name)


def _as_its_user(*command: str) -> None:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    if os.geteuid() == 0:
        command = ("runuser", "-u", "postgres", "--", *command)
    with Path(os.devnull).open("w") as nowhere:  # the server keeps its output open: never a pipe
        subprocess.run(command, check=True, cwd="/", stdout=nowhere, stderr=nowhere)


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server in a temporary folder and give its URL without a database name."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    data = folder / "data"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _as_its_user(initdb, "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync")
        # No TCP port at all: a socket in the temporary folder cannot clash with another server.
        options = f"-c listen_addresses='' -k {folder} -c fsync=off"
        log = str(folder / "log")
        _as_its_user(pg_ctl, "-D", str(data), "-o", options, "-l", log, "-w", "-t", "1200", "start")
        try:
            yield f"postgresql://postgres@/{{base}}?host={folder}"
        finally:
            _as_its_user(pg_ctl, "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
