"""The command `demo`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.printing import print_table, showing_progress

__all__ = ["demo"]


def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for everything.")] = Path(
        "textmining-demo"
    ),
) -> None:
    """Go the whole way on the example survey, whose answers are all made up.

    Example: `textmining demo --out try-it`
    """
    from textmining.workflow.demo import demo as run

    with showing_progress() as progress:
        made = run(out, progress=progress)
    rows = made.counts
    shown = ["label", "machine", "estimate", "low", "high"]
    print("The example survey, wave 2021 (all answers are made up).")
    print(f"{rows['answers'].iloc[0]} answers, of which a person read {rows['reviewed'].iloc[0]}.")
    print_table(
        ("theme", "machine", "estimate", "95 % interval"),
        [
            (label, f"{machine:.0f}", f"{estimate:.0f}", f"{low:.0f}–{high:.0f}")
            for label, machine, estimate, low, high in rows[shown].itertuples(index=False)
        ],
    )
    for name, path in made.files.items():
        print(f"{name}: {path}")
