"""A process with everything loaded that forks into the program: `python -m tests.zygote`.

Starting Python and loading pandas, scikit-learn and spaCy takes longer than what most tests ask of
the program. Each line in is a run (arguments, folder, environment, where what is typed lies and
what is printed goes), each line out its exit code. A run is a process of its own, as the user's is.
"""

import gc
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import textmining.cli
import textmining.workflow.code
import textmining.workflow.report  # loaded here, so that no run has to


def main() -> None:
    """Run the program once for each line, until there are no more.

    What is loaded is frozen: each run would look all of it through when it ends, which takes eight
    times as long as a wrong option.
    """
    gc.freeze()
    while order := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            _become_the_program(**json.loads(order))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become_the_program(
    arguments: list[str], folder: str, environment: dict[str, str], streams: str, patience: int
) -> Any:
    signal.alarm(patience)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, mode in enumerate((os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)):
        os.dup2(os.open(Path(streams) / str(number), mode), number)
    sys.argv = ["textmining", *arguments]
    textmining.cli.main()
    sys.exit()


if __name__ == "__main__":
    main()
