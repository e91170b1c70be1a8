"""What of a file is passed over or read otherwise than it stands there, for people to be told."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_LOG = logging.getLogger("textmining")


class NoteKind(StrEnum):
    """What a note is about."""

    TITLE = "title"
    """Rows above the header."""
    SHEETS = "sheets"
    """Sheets of a workbook beside the one that is read."""
    MERGED = "merged"
    """Cells of a workbook that are merged downwards."""
    HEADER = "header"
    """Rows below the header that belong to it."""
    FOOTER = "footer"
    """Rows at the end that sum up or tell where the table is from."""
    NAMELESS = "nameless"
    """Columns without a name."""
    OTHER = "other"
    """Another table below the one that is read, or beside it."""
    SHORT = "short"
    """Rows that end before the header does."""
    TWICE = "twice"
    """Columns whose name another has too."""
    NUMBERED = "numbered"
    """Respondents without an id, who are called by their row numbers."""
    MISSING = "missing"
    """Cells with a sign that says there is no value."""
    MARKUP = "markup"
    """Answers with tags or entities of a web page."""
    LOST = "lost"
    """Answers whose letters an earlier program has lost."""
    GROUPS = "groups"
    """Columns that name a group on its first row only."""
    PERSONAL = "personal"
    """Respondents whose ids say who they are."""
    REJECTED = "rejected"
    """Rows that a coder did not accept."""
    CODES = "codes"
    """Columns that may hold codes, and are kept as background."""


@dataclass(frozen=True)
class Note:
    """Something in a file that is passed over, or read otherwise than it stands there.

    Args:
        file: the file's name.
        kind: what it is.
        text: what a person is told, a sentence without any cell's text.
        rows: the rows it is about, if it is about some.
        columns: the columns it is about, by their place or name.
    """

    file: str
    kind: NoteKind
    text: str
    rows: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.text}"


def tell(notes: Iterable[Note]) -> None:
    """Log the notes as warnings: without any settings they come on standard error."""
    for note in notes:
        _LOG.warning("%s", note)
