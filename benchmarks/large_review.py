"""How fast the review page is with very many coded answers, over HTTP, as a browser asks.

    python -m benchmarks.large_review 'coded/*.parquet' [--steps 100]

The page is started twice: the first time makes what it keeps beside the coded files. Times are of
the machine as it is; the load is printed beside them.
"""

import argparse
import glob
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
            with _served(files, store) as (client, process, waited):
                print(f"  page there           {waited:8.2f} s")
                first = _timed(partial(client.get, "/"))
                print(f"  first answer         {first[0]:8.0f} ms after that")
                if name == "again":
                    _measure(client, given.steps)
                print(f"  {_used(process.pid)}")


@contextmanager
def _served(
    files: list[str], store: str
) -> Iterator[tuple[httpx.Client, "subprocess.Popen[str]", float]]:
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
                yield client, process, waited
        finally:
            process.terminate()


def _measure(client: httpx.Client, steps: int) -> None:
    waits = []
    page = client.get("/").text
    for _ in range(steps):
        form = {"csrf": _found(r'name="csrf" value="(\w+)"', page), "theme": _theme(page)}
        address = _found(r'action="(/answer/\d+)"', page)
        took, page = _timed(partial(client.post, address, data=form))
        waits.append(took)
    for share in (50, 95):
        print(f"  next answer, p{share}     {np.percentile(waits, share):8.0f} ms")
    for name, path in GRIDS:
        asked = partial(client.get, path.format(theme=_theme(page)))
        times = [_timed(asked)[0] for _ in range(5)]
        print(f"  {name:<21}{np.median(times):8.0f} ms")


def _timed(ask: Callable[[], httpx.Response]) -> tuple[float, str]:
    start = time.perf_counter()
    response = ask()
    took = (time.perf_counter() - start) * 1000
    response.raise_for_status()
    return took, response.text


def _theme(page: str) -> str:
    return _found(r'name="theme" value="([^"]+)"', page)


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found is not None, pattern  # noqa: S101 - the page has it
    return found[1]


def _used(process: int) -> str:
    """Processor time and the most memory of a process so far."""
    ticks = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    seconds = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
    peak = _found(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return f"{seconds:.1f} processor seconds, {int(peak) // 1024} MiB"


if __name__ == "__main__":
    main()
