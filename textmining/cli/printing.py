"""What commands print: results to standard output, progress to standard error."""

import contextlib
import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textmining.cli.language import say
from textmining.workflow.progress import Progress

if TYPE_CHECKING:
    from textmining.classifier import LearningCurve, Unread


def printable(text: str) -> str:
    r"""Return text without signs that command a terminal; they are shown as what they are.

    >>> printable("2021\x1b[2J")
    '2021\\x1b[2J'
    """
    kept = "\n\t"
    return "".join(
        sign if sign in kept or unicodedata.category(sign)[0] != "C" else ascii(sign)[1:-1]
        for sign in text
    )


def show(text: object, *, error: bool = False) -> None:
    """Print a line, whatever stands in names of files, columns and respondents."""
    print(printable(str(text)), file=sys.stderr if error else sys.stdout)


def print_json(content: Any) -> None:
    """Print an answer for programs."""
    json.dump(content, sys.stdout, ensure_ascii=False, indent=1)
    print()


def print_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    title: str = "",
    *,
    numbers: bool = True,
) -> None:
    """Print a table for people; all but the first column are numbers, or none is."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    columns = [printable(say(column)) for column in columns]
    title = printable(title)
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(
            column, justify="right" if numbers and position else "left", no_wrap=numbers
        )
    for row in rows:
        table.add_row(*map(printable, row))
    width = None if sys.stdout.isatty() else 100
    Console(width=width, markup=False, emoji=False).print(table)


@contextlib.contextmanager
def showing_progress() -> Iterator[Progress]:
    """Show what is being done on standard error, with a bar where the end is known.

    A command that was started as a job puts it on record instead.
    """
    from textmining.workflow.survey_folder.jobs import progress_on_record

    if (told := progress_on_record()) is not None:
        yield told
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(say("Starting"), total=None, speed="")

        def progress(step: str, done: int = 0, total: int | None = None) -> None:
            speed = bars.tasks[0].speed if done else None
            per_second = say("{n} a second", n=f"{speed:,.0f}") if speed else ""
            bars.update(task, description=say(step), completed=done, total=total, speed=per_second)

        yield progress


def print_scores(scores: Mapping[str, Any], title: str, *, themes: bool = True) -> None:
    """Print scores as `evaluate --json` has them."""
    names = {
        "micro_f1": "micro-F1",
        "macro_f1": "macro-F1",
        "exact": "whole set right",
        "kappa": "kappa",
        "count_error": "count error",
        "ece": "calibration error",
    }
    print_table(("", title), [(say(name), _number(scores[key])) for key, name in names.items()])
    if themes:
        columns = ("n", "precision", "recall", "f1", "count_bias")
        print_table(
            ("theme", "n", "precision", "recall", "F1", "count bias"),
            [(c, *(_number(t[k]) for k in columns)) for c, t in scores["themes"].items()],
        )


def print_selective(points: "Sequence[Unread]") -> None:
    """Print what share of the answers may go unread for a wanted share of right ones."""
    print_table(
        ("right among unread", "unread, promised", "unread, as seen here"),
        [(f"{p.target:.0%}", f"{p.unread:.0%}", f"{p.observed:.0%}") for p in points],
        say("Left to the machine"),
    )


def print_curve(curve: "LearningCurve") -> None:
    """Print the learning curve and where more coded answers would help most."""
    rows = [(str(point.answers), _number(point.micro_f1)) for point in curve.points]
    print_table(("coded answers", "micro-F1"), rows, say("Learning curve"))
    gain = f"{curve.gain:+.3f}"
    show(say("Another 100 coded answers would bring about {gain} micro-F1.", gain=gain))
    most = [f"{code} {gain:+.3f}" for code, gain in curve.themes[:5] if gain > 0]
    if most:
        names = ", ".join(most)
        show(say("Most for {names}: code answers that may have these themes first.", names=names))


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
