"""How fast the review page is with very many coded answers, over HTTP, as a browser asks.

    python -m benchmarks.large_review 'coded/*.parquet' [--steps 100]

The page is started twice: the first time makes what it keeps beside the coded files. Of every step
stand what a person waits on the machine as it is (the load is printed) and what the page's process
works for it, which is what they would wait on a free machine.
"""

import argparse
import glob
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import numpy as np

__all__ = ["main"]

GRIDS = (
    ("grid", "/grid"),
    ("grid, page 1,000", "/grid?page=1000"),
    ("grid, search", "/grid?search=kommunen"),
    ("grid, theme and sort", "/grid?theme={theme}&sort=confidence"),
    ("grid, sorted by text", "/grid?sort=text&page=50"),
    ("suspects", "/suspects"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--steps", type=int, default=100)
    given = parser.parse_args()
    files = sorted(path for pattern in given.files for path in glob.glob(pattern))  # noqa: PTH207 - patterns
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "review.sqlite")
        for name in ("made ready", "again"):
            print(f"{name}: load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            with _served(files, store) as (page, waited):
                print(
                    f"  page there           {1000 * waited:8.0f} ms, {page.worked():.0f} of work"
                )
                _print("first answer", [page.timed(partial(page.client.get, "/"))])
                if name == "again":
                    _measure(page, given.steps)
                print(f"  most memory          {page.memory():8.0f} MiB")


@dataclass
class _Page:
    """A page that is served by a process of its own."""

    client: httpx.Client
    process: int
    said: str = ""

    def timed(self, ask: Callable[[], httpx.Response]) -> tuple[float, float]:
        """Ask; return milliseconds waited, and milliseconds of processor time."""
        start, worked = time.perf_counter(), self.worked()
        response = ask()
        waited = (time.perf_counter() - start) * 1000
        response.raise_for_status()
        self.said = response.text
        return waited, self.worked() - worked

    def worked(self) -> float:
        """Milliseconds of processor time of all its threads so far."""
        tasks = Path(f"/proc/{self.process}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6

    def memory(self) -> float:
        """The most memory so far in MiB, mapped files included."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return int(_found(r"VmHWM:\s+(\d+)", status)) / 1024


@contextmanager
def _served(files: list[str], store: str) -> Iterator[tuple[_Page, float]]:
    command = [sys.executable, "-m", "textmining.cli", "review", *files, "--store", store]
    start = time.perf_counter()
    with subprocess.Popen(
        [*command, "--port", "0", "--coder", "Kari", "--no-browser"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - a pipe
        address = process.stdout.readline().strip()
        waited = time.perf_counter() - start
        try:
            with httpx.Client(base_url=address, follow_redirects=True, timeout=600) as client:
                yield _Page(client, process.pid), waited
        finally:
            process.terminate()


def _measure(page: _Page, steps: int) -> None:
    decided = []
    for _ in range(steps):
        form = {"csrf": _found(r'name="csrf" value="(\w+)"', page.said), "theme": _theme(page.said)}
        address = _found(r'action="(/answer/\d+)"', page.said)
        decided.append(page.timed(partial(page.client.post, address, data=form)))
    _print("next answer", decided)
    theme = _theme(page.said)
    for name, path in GRIDS:
        asked = partial(page.client.get, path.format(theme=theme))
        _print(name, [page.timed(asked) for _ in range(5)])


def _print(name: str, times: Sequence[tuple[float, float]]) -> None:
    (half, work), (most, most_work) = (np.percentile(times, share, axis=0) for share in (50, 95))
    print(f"  {name:<21}{half:8.0f} ms, {work:.0f} of work (p95 {most:.0f} and {most_work:.0f})")


def _theme(page: str) -> str:
    return _found(r'name="theme" value="([^"]+)"', page)


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found is not None, pattern  # noqa: S101 - the page has it
    return found[1]


if __name__ == "__main__":
    main()
