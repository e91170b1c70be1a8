"""Clauses of an answer: the parts that each may speak of a theme of their own.

The cuts are a heuristic that needs no parser: sentence ends, semicolon, colon, new line, dash, a
word that sets against (but, while), and a comma before a conjunction or after six words.
"""

import re
from collections.abc import Sequence

from textmining.classifier.answers import Answers

__all__ = ["clauses"]

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


def clauses(answers: Answers) -> list[list[tuple[int, int]]]:
    """Return the characters of each answer's clauses; they cover the text without gap."""
    return [
        _clauses(text, analysis.sentences)
        for text, analysis in zip(answers.texts, answers.analyses, strict=True)
    ]


def _clauses(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    cuts = sorted({end for _, end in sentences} | _inner_cuts(text, sentences))
    found: list[tuple[int, int]] = []
    start = 0
    for cut in [*cuts, len(text)]:
        if _WORD.search(text, start, cut):
            found.append((start, cut))
            start = cut
    if not found:
        return [(0, len(text))]
    found[-1] = (found[-1][0], len(text))
    return found


def _inner_cuts(text: str, sentences: Sequence[tuple[int, int]]) -> set[int]:
    starts = {start for start, _ in sentences}
    cuts: set[int] = set()
    last = 0
    for match in _CUT.finditer(text):
        if match["comma"] and not match["joined"]:
            begin = max([last, *(s for s in starts if s <= match.start())])
            if len(_WORD.findall(text, begin, match.start())) < _LONG:
                continue
        last = match.start("comma") + 1 if match["comma"] else match.end()
        cuts.add(last)
    return cuts
