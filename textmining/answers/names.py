"""The columns of a coded file, and how background columns keep out of their way."""

from collections.abc import Iterable

from textmining.answers.schema import IDENTITY

EARLIER_THEMES = "themes_in"
"""The column of a coded file with the human codes that the answers came with, if they did."""


def coded_columns(codes: Iterable[str], background: Iterable[str] = ()) -> list[str]:
    """Return the columns of a coded file, in order."""
    return [
        *(*IDENTITY, *background, "text", "themes"),
        *map(probability_column, codes),
        *("confidence", "language", "review", "order", "stratum", "inclusion"),
        *("model", "codebook_version", "novel"),
    ]


def probability_column(code: str) -> str:
    """Return the column with the machine's probability of a code."""
    return f"p_{code}"


def free_names(names: Iterable[str], codes: Iterable[str]) -> dict[str, str]:
    """Map background columns to the names they can keep: `order` becomes `order_in`.

    >>> free_names(["role", "order"], codes=["nav"])
    {'role': 'role', 'order': 'order_in'}
    """
    return apart(names, coded_columns(codes))


def apart(names: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """Map names to such that are neither taken nor given twice, by adding `_in`.

    >>> apart(["question", "question_in"], taken=["question"])
    {'question': 'question_in', 'question_in': 'question_in_in'}
    """
    taken = set(taken)
    free: dict[str, str] = {}
    for name in names:
        new = name
        while new in taken:
            new = f"{new}_in"
        taken.add(new)
        free[name] = new
    return free
