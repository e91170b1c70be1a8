"""Answers as they are typed, pasted and exported, made into plain text."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_BULLET = re.compile(
    r"^[ ]*(?:[•·∙▪▫◦‣●○■□➢➤✓\uf0b7\uf0a7*]+[ ]*|[-\u2013\u2014](?=[^\W\d]|[ ]))[ ]*", re.MULTILINE
)
_SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # any but a single space
_BLANK_LINES = re.compile(r" ?\n[ \n]*")
# Formatting characters that are part of what is written: joiners of emoji and Indic and Persian
# letters. The others (marks of direction, soft hyphens, byte order marks) only look like nothing.
_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    r"""Return `text` in Unicode NFC, without control characters, doubled spaces and blank lines.

    Bullets at the start of a line become "- ". Cleaning twice changes nothing more, and an
    answer of nothing but space becomes empty.

    >>> clean("•\tMer  penger\r\n\r\n•\tfleire\x00 lærarar ")
    '- Mer penger\n- fleire lærarar'
    """
    text = _LINE_ENDS.sub("\n", text)
    text = "".join(map(_plain, text)) if not text.isprintable() else text
    text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text)
    text = _BULLET.sub("- ", text)
    return _BLANK_LINES.sub("\n", text).strip()


def _plain(character: str) -> str:
    if character in "\n\t":
        return character
    match unicodedata.category(character):
        case "Cc":
            return ""
        case "Cf":
            return character if character in _JOINERS else ""
        case "Cs":
            return "\ufffd"
    return character
