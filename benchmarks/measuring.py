"""What the measurements over made surveys share: their options, and keeping what is done so far."""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["measured_over"]

Measure = Callable[[int, str, int], list[dict[str, object]]]
"""(answers, share read, surveys) to rows."""


def measured_over(measure: Measure, about: str | None, shares: Sequence[str]) -> None:
    """Measure at every size and share that the command line names; print and write as rows come."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--surveys", type=int, default=40)
    parser.add_argument("--sizes", type=int, nargs="*", default=[600, 2000])
    parser.add_argument("--shares", nargs="*", default=list(shares))
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    rows: list[dict[str, object]] = []
    for answers in arguments.sizes:
        for share in arguments.shares:
            found = measure(answers, share, arguments.surveys)
            print(*found, sep="\n", flush=True)
            rows += found
            arguments.out.write_text(json.dumps(rows, indent=1) + "\n")
