"""The program of a child process that reads one file: `child.py SCRIPT FILE BYTES`.

It writes what `lines` in SCRIPT yields as JSON, a value a line, within BYTES of memory.
"""

import json
import runpy
import sys
from pathlib import Path


def main(script: str, file: str, room: str) -> None:
    """Read `file`; where the system knows limits of memory, a child that needs more ends."""
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (int(room), int(room)))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for value in runpy.run_path(script)["lines"](Path(file)):
        sys.stdout.write(json.dumps(value) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
