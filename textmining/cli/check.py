"""The command `check`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textmining.cli.language import say
from textmining.cli.options import AnswerFiles, CodebookFile, maps_columns
from textmining.cli.printing import print_table, show

if TYPE_CHECKING:
    from textmining.answers import Columns


@maps_columns
def check(files: AnswerFiles, columns: "Sequence[Columns]", codebook: CodebookFile = None) -> None:
    """Read answer files, report every bad row at once, and summarise.

    Example: `textmining check wave.xlsx --codebook codebook.yaml --text-columns q1,q2`
    """
    from textmining.workflow.check import check as run

    summary = run(files, columns, codebook)
    print_table(
        ("wave", "question", "respondents", "answered", "coded"),
        [
            (p.wave, p.question, str(p.respondents), str(p.answered), str(p.coded))
            for p in summary.populations
        ],
    )
    show(say("Background: {names}", names=", ".join(summary.background) or "–"))
    codes = ", ".join(f"{code} {n}" for code, n in summary.codes.items())
    show(say("Human codes: {codes}", codes=codes or "–"))
    for told in summary.notes:
        show(f"{say('Note')}: {told.file}: {say(told.text)}")
