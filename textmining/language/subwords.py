"""Word features that carry over to words never seen: beginnings, endings, shape.

Norwegian builds its inflection at the end of words and its new words by compounding, so a word's
last two to six letters say most of what a tagger needs. All but the shape are of the
lower-cased word, so that careless and edited writing share what is learnt.
"""

import re
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ORTH
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

FEATURES = 9
_REMEMBERED = 100_000  # words whose features and vectors are kept, about 60 MB
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
    features = _Features()
    layers: Model[list[Doc], list[Floats2d]] = chain(
        Model("subword_features", features),
        list2ragged(),
        with_array(concatenate(*tables)),
        with_array(mix),
        ragged2list(),
    )
    return Model(
        "subword_embedding",
        _Embedding(features, layers),
        init=layers.init,
        dims={"nO": width},
        layers=layers.layers,
    )


class _Embedding:
    """The forward pass of the embedding: a word's vector does not depend on the words around it.

    Outside training a word's vector is worked out once; training forgets them, since it changes
    the weights.

    Args:
        features: the first layer.
        layers: all of them; the third and fourth make vectors of features.
    """

    def __init__(self, features: "_Features", layers: Model[list[Doc], list[Floats2d]]) -> None:
        self._features = features
        self._layers = layers
        self._place: dict[int, int] = {}
        self._vectors = np.zeros((0, 0), dtype=np.float32)

    def __call__(
        self,
        model: Model[list[Doc], list[Floats2d]],
        docs: list[Doc],
        is_train: bool,  # noqa: FBT001 - thinc calls it so
    ) -> tuple[list[Floats2d], Callable[[list[Floats2d]], list[Doc]]]:
        del model
        if is_train or len(self._place) > _REMEMBERED:
            self._place.clear()
        if is_train:
            return self._layers(docs, is_train=True)
        texts = [doc.to_array(ORTH) for doc in docs]
        words, where = np.unique(np.concatenate([_NO_WORD, *texts]), return_inverse=True)
        self._learn(words, docs)
        places = np.array([self._place[word] for word in words.tolist()], dtype=np.intp)
        vectors = self._vectors[places[where]]
        ends = np.cumsum([len(text) for text in texts])
        return cast(list[Floats2d], np.split(vectors, ends[:-1])), lambda _: []

    def _learn(self, words: NDArray[np.uint64], docs: list[Doc]) -> None:
        """Work out the vectors of the words that are new."""
        new = [word for word in words.tolist() if word not in self._place]
        if not new:
            return
        strings = docs[0].vocab.strings
        rows = np.array([self._features.row(word, strings[word]) for word in new], dtype="uint64")
        _, _, tables, mix, _ = self._layers.layers
        vectors = mix.predict(tables.predict(rows))
        first = len(self._place)
        if first + len(new) > len(self._vectors):
            grown = np.zeros((2 * (first + len(new)), vectors.shape[1]), dtype=np.float32)
            if first:
                grown[:first] = self._vectors[:first]
            self._vectors = grown
        self._vectors[first : first + len(new)] = vectors
        self._place.update(zip(new, range(first, first + len(new)), strict=True))


_NO_WORD = np.zeros(0, dtype=np.uint64)


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
        return [self._rows(doc) for doc in docs], lambda _: []

    def _rows(self, doc: Doc) -> Ints2d:
        rows = [self.row(token.orth, token.orth_) for token in doc]
        return cast(Ints2d, np.array(rows, dtype="uint64").reshape(len(rows), FEATURES))

    def row(self, word: int, form: str) -> list[int]:
        """Return the hashed features of a word, whose number is `word`."""
        if len(self._remembered) > _REMEMBERED:
            self._remembered.clear()
        row = self._remembered.get(word)
        if row is None:
            row = self._remembered[word] = [get_string_id(one) for one in _features(form)]
        return row
