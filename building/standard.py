"""Count how much words and endings tell about the written standard."""

import math
from collections import Counter
from collections.abc import Sequence

from building.treebank import Sentence
from textmining.language.standard import features

_SEEN = 10  # rarer features are left out
_TELLS = 1.0  # and so are those that tell less
_SMOOTHING = 0.3


def standard_weights(bokmaal: Sequence[Sentence], nynorsk: Sequence[Sentence]) -> str:
    """Return lines of feature, tab, log-likelihood ratio of nynorsk to bokmål."""
    nb, nn = _counts(bokmaal), _counts(nynorsk)
    weights = {
        feature: math.log((nn[feature] + _SMOOTHING) / (nb[feature] + _SMOOTHING))
        for feature in nb.keys() | nn.keys()
        if nb[feature] + nn[feature] >= _SEEN
    }
    return "".join(
        f"{feature}\t{weight:.1f}\n"
        for feature, weight in sorted(weights.items())
        if abs(weight) >= _TELLS
    )


def _counts(sentences: Sequence[Sentence]) -> Counter[str]:
    return Counter(
        feature
        for sentence in sentences
        for word in sentence.words
        if word.form.isalpha() and word.pos != "PROPN"
        for feature in features(word.form)
    )
