"""Clauses of an answer: the parts that each may speak of a theme of their own.

The cuts are a heuristic that needs no parser: sentence ends, semicolon, colon, new line, dash, a
word that sets against (but, while), and a comma before a conjunction or after six words.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

_SETS_AGAINST = "men|mens|medan|but|while|whereas|although"
_JOINS = (
    "og|eller|at|som|fordi|for|så|slik|når|hvis|dersom|selv om|også|samt|då|sidan|siden|òg|ei|"
    "and|or|so|because|since|when|if|which|also"
)
_CUT = re.compile(
    rf"[;:\n•]|\s[-–—]+(?=\s)|(?P<comma>,)(?P<joined>\s+(?:{_JOINS}|{_SETS_AGAINST})\b)?"
    rf"|\s(?=(?:{_SETS_AGAINST})\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_LONG = 6
"""Words after which a comma ends a clause."""

MOST_CLAUSES = 24
"""Clauses of one answer; what follows belongs to the last one."""


def clauses(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the characters of each clause; they cover the text without gap."""
    cuts = sorted({end for _, end in sentences} | _inner_cuts(text, sentences))
    found: list[tuple[int, int]] = []
    start = 0
    for cut in [*cuts, len(text)]:
        if _WORD.search(text, start, cut):
            found.append((start, cut))
            start = cut
    if not found:
        return [(0, len(text))]
    kept = found[:MOST_CLAUSES]
    kept[-1] = (kept[-1][0], len(text))
    return kept


def _inner_cuts(text: str, sentences: Sequence[tuple[int, int]]) -> set[int]:
    starts = [start for start, _ in sentences]
    cuts: set[int] = set()
    last = 0
    for match in _CUT.finditer(text):
        if match["comma"] and not match["joined"]:
            sentence = starts[bisect_right(starts, match.start()) - 1] if starts else 0
            if len(_WORD.findall(text, max(last, sentence), match.start())) < _LONG:
                continue
        last = match.start("comma") + 1 if match["comma"] else match.end()
        cuts.add(last)
    return cuts
