"""Word features that carry over to words never seen: beginnings, endings, shape.

Norwegian builds its inflection at the end of words and its new words by compounding, so a word's
last two to six letters say most of what a tagger needs. All but the shape are of the
lower-cased word, so that careless and edited writing share what is learnt.
"""

import re
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
)
from thinc.types import Floats2d, Ints1d, Ints2d

from textmining.language.names import evidence

__all__ = ["subword_embedding"]

FEATURES = 9
_REMEMBERED = 100_000  # words whose features are kept, about 20 MB
_DIGITS = re.compile(r"\d")


def _shape(word: str) -> str:
    """Return how the word is written: capital at the start, in the middle, digits, signs."""
    start = "X" if word[0].isupper() else "d" if word[0].isdigit() else "x"
    kinds = {
        "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word[1:]
    }
    return f"{start}{''.join(sorted(kinds))}{min(len(word), 4)}"


def _features(word: str) -> list[str]:
    lower = _DIGITS.sub("0", word.lower())
    return [
        lower,
        _shape(word),
        lower[:3],
        lower[:5],
        lower[-2:],
        lower[-3:],
        lower[-4:],
        lower[-6:],
        evidence(word),
    ]


@registry.architectures("textmining.SubwordEmbedding.v1")  # type: ignore[untyped-decorator]  # spaCy's
def subword_embedding(
    width: int, embedded: int, rows: Sequence[int]
) -> Model[list[Doc], list[Floats2d]]:
    """Return the embedding layer.

    Args:
        width: of the vectors that come out.
        embedded: width of each feature's own vector.
        rows: of the hash tables, one number a feature: word, shape, first three and five letters,
            last two, three, four and six, lists of names that hold it.
    """
    tables: list[Model[Ints1d, Floats2d]] = [
        HashEmbed(embedded, count, column=column, seed=column + 1, dropout=0.0)
        for column, count in enumerate(rows)
    ]
    mix: Model[Floats2d, Floats2d] = Maxout(
        width, embedded * len(rows), nP=3, dropout=0.0, normalize=True
    )
    return chain(
        Model("subword_features", _Features()),
        list2ragged(),
        with_array(concatenate(*tables)),
        with_array(mix),
        ragged2list(),
    )


class _Features:
    """The forward pass of the first layer: hashed features, remembered word by word."""

    def __init__(self) -> None:
        self._remembered: dict[int, list[int]] = {}

    def __call__(
        self,
        model: Model[list[Doc], list[Ints2d]],
        docs: list[Doc],
        is_train: bool,  # noqa: FBT001 - thinc calls it so
    ) -> tuple[list[Ints2d], Callable[[list[Ints2d]], list[Doc]]]:
        del model, is_train
        if len(self._remembered) > _REMEMBERED:
            self._remembered.clear()
        return [self._rows(doc) for doc in docs], lambda _: []

    def _rows(self, doc: Doc) -> Ints2d:
        rows = []
        for token in doc:
            row = self._remembered.get(token.orth)
            if row is None:
                row = [get_string_id(feature) for feature in _features(token.orth_)]
                self._remembered[token.orth] = row
            rows.append(row)
        return cast(Ints2d, np.array(rows, dtype="uint64").reshape(len(rows), FEATURES))
