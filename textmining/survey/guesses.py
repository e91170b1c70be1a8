"""What one column of a vendor's file is taken for."""

import re
from dataclasses import dataclass
from enum import StrEnum

_NUMBER = re.compile(
    r"^(?i:q|sp|spm|spørsmål|question|g\d\d?q)? ?\d{1,2}(?!\d)[a-z]? ?[.):–-] +(?=[«\"(]?[A-ZÆØÅ])"
)
"""What survey programs put before a question: `5. `, `Q5) `, `Spørsmål 5: `, `G02Q03. `.

Not the ordinal of «10. trinn», nor what tells questions apart: «Tiltak 2: ».
"""


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
        """What is asked in it: its label, else its name; without the number before the question.

        >>> Guess("Q5. Hva savner dere?", Role.TEXT, "long").text
        'Hva savner dere?'
        """
        return _NUMBER.sub("", self.label or " ".join(self.header.split()))
