"""Read thousands of damaged files of every format: a sentence or a table, never a crash.

    python -m benchmarks.fuzz_files [--n 10000] [--seed 1] [--jobs 1] [FORMAT …]

Each file is a small good one of which bytes, cells or parts were changed, always the same ones for
a seed. It is read as `check` reads it, in processes that may take 4 GiB. Printed per format: how
many were read, how many refused with a sentence (exit code 1), how many ended otherwise (exit code
3 or a crash: their seeds are named), the longest time and the most memory of one file. Workbooks
and .sav files are read in children as always, but these are copies of a process that has loaded
what they load: starting Python for each would take ten times as long as reading.
"""

import argparse
import io
import logging
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn, Self

import pandas as pd
import pyreadstat  # noqa: F401 # what the children load
import python_calamine  # noqa: F401

from tests.binary_workbook import write_xlsb
from textmining.answers import Columns, read_answers, write_table
from textmining.codebook import Codebook, Theme, read_codebook
from textmining.errors import TextminingError
from textmining.files import child, children

__all__ = ["FORMATS", "Found", "damaged", "fuzz", "good", "read_once"]

_ROOM = 4 * 2**30
_AT_ONCE = 500  # files that one set of processes reads
_BOOK = Codebook("b", "1", (Theme("nav", "NAV", number=1), Theme("tolk", "Tolk", number=2)))
_COLUMNS = Columns(wave_value="2021")
_YAML = "name: b\nthemes:\n- {code: nav, label: NAV, number: 1}\n- code: tolk\n  label: Tolk\n"
_TOML = 'name = "b"\n[[themes]]\ncode = "nav"\nlabel = "NAV"\nnumber = 1\n'
FORMATS = ("csv", "xlsx", "xlsb", "xls", "ods", "jsonl", "parquet", "sav", "yaml", "toml")


@dataclass
class Found:
    """What came of the damaged files of one format.

    Args:
        ends: how many were "read", "refused", or ended with an error of another kind, by its name.
        seconds: the longest time one took.
        mebibytes: the most memory a process that read them had.
        bad: the seeds of files that were neither read nor refused.
    """

    ends: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    mebibytes: float = 0.0
    bad: list[int] = field(default_factory=list)


def good(kind: str, folder: Path) -> Path:
    """Write a small good file of a format.

    `.xls` and `.ods` need LibreOffice.
    """
    path = folder / f"good.{kind}"
    if kind in ("yaml", "toml"):
        path.write_text(_YAML if kind == "yaml" else _TOML, encoding="utf-8")
    elif kind == "xlsb":
        rows = pd.read_excel(good("xlsx", folder), engine="calamine").astype(object)
        cells = rows.where(rows.notna(), "").map(_number_or_text)
        write_xlsb(path, [[*map(str, cells)], *cells.to_numpy().tolist()])
    elif kind in ("xls", "ods"):
        _converted(good("xlsx", folder), kind)
    else:
        write_table(_answers(), path)
    return path


def _answers() -> pd.DataFrame:
    moments = pd.date_range("2021-05-01", periods=12, freq="h")
    return pd.DataFrame(
        {
            "respondent": [f"2021-{i:03}" for i in range(12)],
            "question": ["q1", "q2"] * 6,
            "text": [f"Mer samarbeid med NAV, «nr. {i}»\n= flere tolker æøå" for i in range(12)],
            "themes": [("nav",), ("nav", "tolk"), ()] * 4,
            "alder": [41.0, None, 37.5] * 4,
            "svart": moments,
        }
    )


def _number_or_text(cell: object) -> object:
    return cell if isinstance(cell, int | float) else str(cell)


def _converted(path: Path, kind: str) -> None:
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir"]
    subprocess.run([*command, path.parent, path], check=True, capture_output=True)


def damaged(content: bytes, kind: str, seed: int) -> bytes:
    """Return the content changed in one to eight places, of its parts where it is an archive."""
    draw = random.Random(seed)  # noqa: S311 # nothing secret
    if kind in ("xlsx", "xlsb", "ods") and draw.random() < 0.8:
        return _damaged_part(content, draw)
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 4, 8))):
        draw.choice(_CHANGES)(changed, draw)
    return bytes(changed)


def _damaged_part(content: bytes, draw: random.Random) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        names = archive.namelist()
        chosen = draw.choice([name for name in names if name.endswith((".xml", ".rels", ".bin"))])
        for name in names:
            part = bytearray(archive.read(name))
            if name == chosen:
                for _ in range(draw.choice((1, 1, 2, 4))):
                    draw.choice(_CHANGES)(part, draw)
            out.writestr(name, bytes(part))
    return target.getvalue()


def _flip(content: bytearray, draw: random.Random) -> None:
    if content:
        content[draw.randrange(len(content))] = draw.choice(
            (0, 1, 127, 128, 255, draw.randrange(256))
        )


def _cut(content: bytearray, draw: random.Random) -> None:
    start = draw.randrange(len(content) + 1)
    del content[start : start + draw.choice((1, 2, 16, len(content)))]


def _repeat(content: bytearray, draw: random.Random) -> None:
    start = draw.randrange(len(content) + 1)
    part = content[start : start + draw.choice((1, 8, 64))]
    content[start:start] = part * draw.choice((1, 2, 300))


def _insert(content: bytearray, draw: random.Random) -> None:
    start = draw.randrange(len(content) + 1)
    content[start:start] = draw.choice(_ODD)


def _number(content: bytearray, draw: random.Random) -> None:
    """Put a number of four bytes where one may stand, as sizes and positions do."""
    if len(content) > 4:
        start = draw.randrange(len(content) - 4)
        number = draw.choice((0, 1, 2**31 - 1, 2**31, 2**32 - 1, draw.randrange(2**32)))
        content[start : start + 4] = number.to_bytes(4, draw.choice(("little", "big")))


_Change = Callable[[bytearray, random.Random], None]
_CHANGES: tuple[_Change, ...] = (_flip, _flip, _cut, _repeat, _insert, _number)
_ODD = (
    b'"', b";", b"\n", b"\r", b"\0", b"\xef\xbb\xbf", b"<", b"&", b"]]>", b"{", b"[" * 5000,
    b"9" * 400, b"1e999", b"1048576", b"XFD", b"-", b"NaN", b"\xff\xfe", b"&lt;", b"*a", b": ",
)  # fmt: skip


def read_once(path: Path, content: bytes) -> tuple[str, float, float]:
    """Read a file; return how it ended, its seconds, and the process's most memory in MiB."""
    path.write_bytes(content)
    start = time.monotonic()
    try:
        if path.suffix in (".yaml", ".toml"):
            read_codebook(path)
        else:
            read_answers([path], _COLUMNS, _BOOK)
        end = "read"
    except TextminingError:
        end = "refused"
    except Exception as error:  # noqa: BLE001 # what arrives here would be exit code 3
        end = type(error).__name__
    used = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return end, time.monotonic() - start, used / 1024


class _Copy:
    """Stands in for `subprocess.Popen`: the child is a copy of this process."""

    def __init__(self, command: list[str], **_: object) -> None:
        read, write = os.pipe()
        self._process = os.fork()
        if not self._process:
            _become_child(command[3:], write)
        os.close(write)
        self.stdout = os.fdopen(read, "rb")
        self._code: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stdout.close()
        self.wait()

    def wait(self) -> int:
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
        return self._code

    def kill(self) -> None:
        if self._code is None:
            os.kill(self._process, signal.SIGKILL)


def _become_child(arguments: list[str], write: int) -> NoReturn:
    script, file, room = arguments
    here = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    code = 1
    try:
        with open(write, "w", encoding="utf-8") as sys.stdout:
            child.main(script, file, str(int(room) + here))
        code = 0
    finally:
        os._exit(code)


def _limited() -> None:
    logging.disable()
    children.subprocess = SimpleNamespace(Popen=_Copy, DEVNULL=None, PIPE=None)  # type: ignore[assignment, attr-defined] # stands in
    resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))


def fuzz(kind: str, folder: Path, seeds: range, jobs: int = 1) -> Found:
    """Damage and read a file of a format once for every seed."""
    content = good(kind, folder).read_bytes()
    found = Found()
    waiting = list(seeds)
    while waiting:
        with ProcessPoolExecutor(jobs, get_context("spawn"), _limited) as pool:
            tasks = [
                pool.submit(read_once, folder / f"{seed}.{kind}", damaged(content, kind, seed))
                for seed in waiting[:_AT_ONCE]
            ]
            for seed, task in zip(waiting[:_AT_ONCE], tasks, strict=False):
                try:
                    end, seconds, mebibytes = task.result()
                except BrokenProcessPool:
                    end, seconds, mebibytes = "crash", 0.0, 0.0
                found.ends[end] += 1
                found.seconds = max(found.seconds, seconds)
                found.mebibytes = max(found.mebibytes, mebibytes)
                if end not in ("read", "refused"):
                    found.bad.append(seed)
                (folder / f"{seed}.{kind}").unlink(missing_ok=True)
        waiting = waiting[_AT_ONCE:]
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*", default=FORMATS)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    bad = 0
    print("format      read  refused  others  longest s  most MiB")
    with tempfile.TemporaryDirectory() as folder:
        for kind in given.kinds:
            seeds = range(given.seed, given.seed + given.n)
            found = fuzz(kind, Path(folder), seeds, given.jobs)
            others = found.ends.total() - found.ends["read"] - found.ends["refused"]
            bad += others
            print(
                f"{kind:8} {found.ends['read']:7} {found.ends['refused']:8} {others:7}"
                f" {found.seconds:10.1f} {found.mebibytes:9.0f}",
                *(f"seed {seed}" for seed in found.bad[:10]),
                flush=True,
            )
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
