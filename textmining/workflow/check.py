"""Check: read answer files, report every bad row at once, summarise."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textmining.answers import QUESTION, RESPONDENT, WAVE, Answers, Columns, read_with_notes
from textmining.codebook import read_codebook
from textmining.files import Note


@dataclass(frozen=True)
class Population:
    """The answers to one question in one wave."""

    wave: str
    question: str
    respondents: int
    answered: int
    coded: int


@dataclass(frozen=True)
class Summary:
    """What the files hold.

    Args:
        populations: every wave and question, in the order of the files.
        background: the other columns.
        codes: how many answers each code has, in the codebook's order.
        notes: what of the files is passed over, or read otherwise than it stands there.
    """

    populations: tuple[Population, ...]
    background: tuple[str, ...]
    codes: dict[str, int]
    notes: tuple[Note, ...] = ()


def check(
    files: Sequence[Path], columns: Columns | Sequence[Columns], codebook: Path | None = None
) -> Summary:
    """Read the files as every other step does, and say what they hold.

    Raises:
        TextminingError: whatever would stop another step, all bad rows at once.
    """
    book = read_codebook(codebook) if codebook else None
    answers, notes = read_with_notes(files, columns, book)
    given = Answers(answers)
    coded = [themes is not None for themes in given.themes]
    status = given.frame.assign(answered=given.answered, coded=coded)
    populations = tuple(
        Population(
            str(wave),
            str(question),
            respondents=group[RESPONDENT].nunique(),
            answered=int(group["answered"].sum()),
            coded=int(group["coded"].sum()),
        )
        for (wave, question), group in status.groupby([WAVE, QUESTION], sort=False)
    )
    found = Counter(code for codes in given.themes for code in codes or ())
    codes = book.codes if book else sorted(found)
    return Summary(
        populations, given.background, {code: found[code] for code in codes}, tuple(notes)
    )
