"""Parts of speech and morphology: the likeliest part of speech first, then its likeliest reading.

spaCy's morphologizer takes the likeliest reading (a part of speech with its morphology) at once,
which favours parts of speech that have few readings. Here the probabilities of all readings of a
part of speech are added up, and a word that is frequent in the treebank stays what it is there.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.parts_of_speech import IDS  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.pipeline.morphologizer import (  # type: ignore[import-not-found]  # compiled
    Morphologizer,
)
from spacy.tokens import Doc
from thinc.api import Model
from thinc.types import Floats2d

__all__ = ["NorwegianMorphologizer"]


@Language.factory(
    "norwegian_morphologizer",
    assigns=["token.morph", "token.pos"],
    default_config={"scorer": {"@scorers": "spacy.morphologizer_scorer.v1"}},
)
def make_morphologizer(
    nlp: Language,
    name: str,
    model: Model[list[Doc], list[Floats2d]],
    label_smoothing: float,
    scorer: Callable[..., dict[str, Any]],
) -> "NorwegianMorphologizer":
    """Make a morphologizer that knows no word yet."""
    return NorwegianMorphologizer(
        nlp.vocab, model, name, overwrite=True, label_smoothing=label_smoothing, scorer=scorer
    )


class NorwegianMorphologizer(Morphologizer):  # type: ignore[misc]  # compiled, without stubs
    """spaCy's morphologizer with another way to choose."""

    @property
    def words(self) -> Mapping[str, str]:
        """The parts of speech of frequent words: {"på": "ADP ADV"}, lower-cased."""
        known: Mapping[str, str] = self.cfg.get("words", {})
        return known

    @words.setter
    def words(self, words: Mapping[str, str]) -> None:
        self.cfg["words"] = words  # what is in `cfg` is saved with the component

    def predict(self, docs: Sequence[Doc]) -> list[NDArray[np.int64]]:
        """Return the label of every token, as its place in `labels`; one array a document."""
        docs = list(docs)
        if not any(docs):
            return [np.empty(0, dtype=np.int64) for _ in docs]
        scores = np.concatenate(self.model.predict(docs))
        parts, part_of_label = np.unique(
            [self.cfg["labels_pos"][label] for label in self.labels], return_inverse=True
        )
        in_part = part_of_label[:, None] == np.arange(len(parts))  # (n_labels, n_parts)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True)) @ in_part.astype(scores.dtype)
        best = np.where(self._possible(docs, parts), likely, -1).argmax(axis=1)
        chosen = np.where(in_part.T[best], scores, -np.inf).argmax(axis=1)
        return np.split(chosen, np.cumsum([len(doc) for doc in docs])[:-1])

    def _possible(self, docs: Sequence[Doc], parts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which parts of speech each token can have: (n_tokens, n_parts)."""
        words = self.words
        known = [words.get(token.lower_, "") for doc in docs for token in doc]
        rows = {names: np.isin(parts, [IDS[n] for n in names.split()]) for names in set(known)}
        rows[""] = np.ones(len(parts), dtype=bool)
        return np.array([rows[names] for names in known])
