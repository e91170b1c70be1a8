"""Parts of speech and morphology: the likeliest part of speech first, then its likeliest reading.

spaCy's morphologizer takes the likeliest reading (a part of speech with its morphology) at once,
which favours parts of speech that have few readings. Here the probabilities of all readings of a
part of speech are added up.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline.morphologizer import (  # type: ignore[import-not-found]  # compiled
    Morphologizer,
)
from spacy.tokens import Doc
from thinc.api import Model
from thinc.types import Floats2d


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
    """Make a morphologizer that knows no reading yet."""
    return NorwegianMorphologizer(
        nlp.vocab, model, name, overwrite=True, label_smoothing=label_smoothing, scorer=scorer
    )


class NorwegianMorphologizer(Morphologizer):  # type: ignore[misc]  # compiled, without stubs
    """spaCy's morphologizer with another way to choose."""

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
        best = likely.argmax(axis=1)
        chosen = np.where(in_part.T[best], scores, -np.inf).argmax(axis=1)
        return np.split(chosen, np.cumsum([len(doc) for doc in docs])[:-1])
