"""Words that say little by themselves: "eg", "her", "og"."""

from functools import cache
from importlib.resources import files


def is_function_word(word: str) -> bool:
    """Return whether a word, in bokmål or nynorsk, says little by itself.

    >>> is_function_word("Eg"), is_function_word("tolk")
    (True, False)
    """
    return word.casefold() in _words()


@cache
def _words() -> frozenset[str]:
    text = files("textmining.language").joinpath("function_words.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(" ".join(lines).split())
