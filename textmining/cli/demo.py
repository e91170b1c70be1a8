"""The command `demo`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.language import say
from textmining.cli.printing import print_table, show, showing_progress


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
    show(say("The example survey, wave 2021 (all answers are made up)."))
    n, read = (rows[name].iloc[0] for name in ("answers", "reviewed"))
    show(say("{n} answers, of which a person read {read}.", n=n, read=read))
    print_table(
        ("theme", "machine", "estimate", say("{level} % interval", level=95)),
        [
            (label, f"{machine:.0f}", f"{estimate:.0f}", f"{low:.0f}–{high:.0f}")
            for label, machine, estimate, low, high in rows[shown].itertuples(index=False)
        ],
    )
    for name, path in made.files.items():
        show(f"{say(name)}: {path}")
