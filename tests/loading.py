"""Which modules a program loads, seen in a process of its own."""

import subprocess
import sys

__all__ = ["loaded_by"]


def loaded_by(program: str, names: str) -> list[str]:
    """Return which of some modules (with spaces between) a program has loaded when it ends."""
    ask = f"print(*(name for name in {names.split()!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{program}\n{ask}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()
