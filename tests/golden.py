"""Golden files: whole outputs kept as files and compared; `make golden` writes them anew."""

import os
from pathlib import Path

__all__ = ["GOLDEN", "assert_golden"]

GOLDEN = Path(__file__).parent / "golden"


def assert_golden(name: str, content: str) -> None:
    """Compare with tests/golden/<name>, or write it if RENEW_GOLDEN is set."""
    path = GOLDEN / name
    if os.environ.get("RENEW_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    assert content == path.read_text(encoding="utf-8"), f"{name} differs; look, then make golden"
