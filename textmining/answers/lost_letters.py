"""Letters that an earlier program has lost: what is in the file is no longer what was written."""

import re
from collections.abc import Sequence

_TWICE = [letter.encode().decode("cp1252") for letter in "æøåÆØ"]
_LOST = re.compile("|".join(["\ufffd", *_TWICE]))
_ASKED = re.compile(r"[^\W\d_]\?[^\W\d_]")
_LETTERS = re.compile("[æøåÆØÅ]")
_SHARE = 0.1  # of all answers; 78 % of the Norwegian ones in Tidstyver have one within a word
_FEW = 2  # answers in which a question mark may stand within a word for another reason


def n_lost(texts: Sequence[str]) -> int:
    """Return how many texts have lost letters.

    A question mark within a word stands for one only where no text has æ, ø or å, and many have it.

    >>> n_lost(["Vi \ufffdnsker", "bra"]), n_lost(["m\u00c3\u00b8te", "bra"])
    (1, 1)
    >>> n_lost(["s?knad", "m?te", "f?r og n?"]), n_lost(["s?knad", "m?te", "før og nå"])
    (3, 0)
    """
    found = [_LOST.search(text) is not None for text in texts]
    if not any(_LETTERS.search(text) for text in texts):
        asked = [_ASKED.search(text) is not None for text in texts]
        if sum(asked) > max(_FEW, _SHARE * len(texts)):
            found = [one or other for one, other in zip(found, asked, strict=True)]
    return sum(found)
