"""What is counted: themes and nets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from textmining.arrays import Array, Bools
from textmining.codebook import Codebook


@dataclass(frozen=True)
class Category:
    """What is counted: a theme, or a net (any of several themes).

    Args:
        theme: the theme's code or the net's name.
        label: what readers see.
        themes: positions of its themes in the codebook.
        questions: the questions it is for; empty means all.
        net: whether it is a net.
    """

    theme: str
    label: str
    themes: tuple[int, ...]
    questions: frozenset[str]
    net: bool

    @property
    def names(self) -> dict[str, str]:
        """The cells of the table that name it."""
        return {"theme": self.theme, "label": self.label}

    def asked(self, question: str) -> bool:
        """Whether a question can have it."""
        return not self.questions or question in self.questions

    def among(self, codes: Bools) -> Bools:
        """Which rows of codes, shape `(n_rows, n_themes)`, have it: any of its themes."""
        return np.asarray(codes[:, self.themes].any(axis=1))

    def chance(self, of_themes: Sequence[Array]) -> Array:
        """Probability of it from its themes', taken as independent, each of shape `(n_rows,)`."""
        return np.asarray(1 - reduce(np.multiply, [1 - p for p in of_themes]))


def categories_of(book: Codebook) -> tuple[Category, ...]:
    """The themes of a codebook in its order, then its nets."""
    themes = [
        Category(theme.code, theme.label, (k,), frozenset(theme.questions), net=False)
        for k, theme in enumerate(book.themes)
    ]
    nets = []
    for name, members in book.nets.items():
        asked = [themes[k].questions for k in members]
        questions = frozenset().union(*asked) if all(asked) else frozenset[str]()
        nets.append(Category(name, name, members, questions, net=True))
    return (*themes, *nets)


def columns_of(categories: Sequence[Category], codes: Bools) -> Bools:
    """Which rows of codes have each category, shape `(n_rows, n_categories)`."""
    return np.column_stack([category.among(codes) for category in categories])
