"""What one column of a vendor's file is taken for."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a column is."""

    RESPONDENT = "respondent"
    WAVE = "wave"
    QUESTION = "question"
    TEXT = "text"
    THEMES = "themes"
    BACKGROUND = "background"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Guess:
    """What one column probably is.

    Args:
        header: its name in the file.
        role: what it is.
        why: key of the reason in the catalogue `survey`, below `why`.
        short: the short name of a question or a background column, else "".
        unsure: whether a person should be asked.
        label: what the file says of it beside its name, such as the question's text; else "".
    """

    header: str
    role: Role
    why: str
    short: str = ""
    unsure: bool = False
    label: str = ""

    @property
    def text(self) -> str:
        """What is asked in it: its label, else its name."""
        return self.label or " ".join(self.header.split())
