"""Kill each step that writes in the middle of it, again and again.

    python -m benchmarks.kills [--kills 50] [--seed 1] [STEP …]

Each step runs in a process of its own on a small made-up survey. It is killed just before one of
its accesses to the folder it writes to, or before a statement to the store: before each of them
where there are no more than kills, else the last twenty, and others at random. Then the next start
is played, and the folder must be as before or as after, to the byte (for stores: by what they
hold). Printed: how often it was which.
"""

import argparse

from benchmarks.killed_steps import CASES, kill


def main() -> None:
    """Kill the steps, and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("steps", nargs="*", metavar="STEP", default=list(CASES))
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for name in given.steps:
        found = kill(CASES[name], given.kills, given.seed)
        told = ", ".join(f"{found[state]} {state}" for state in ("old", "new", "mixed"))
        print(f"{name}: {found.total()} kills: {told}", flush=True)


if __name__ == "__main__":
    main()
