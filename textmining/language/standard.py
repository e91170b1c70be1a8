"""Which of the two written standards of Norwegian an answer is written in.

Naive Bayes over words and their last three letters, with equal priors. The weights are
log-likelihood ratios counted in the Norwegian Dependency Treebank (CC BY-SA 4.0, see the
pipeline's README); `building/standard.py` of the project counts them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Literal

Standard = Literal["nb", "nn"]

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_WITH_ENDING = 6


def written_standard(text: str) -> Standard:
    """Guess the written standard of `text`; "nb" when nothing tells.

    >>> written_standard("Vi treng meir pengar"), written_standard("Vi trenger mer penger")
    ('nn', 'nb')
    """
    return "nn" if evidence_for_nynorsk(_WORD.findall(text)) > 0 else "nb"


def evidence_for_nynorsk(words: Iterable[str]) -> float:
    """Return the log-likelihood ratio of nynorsk to bokmål; 0 when nothing tells."""
    return sum(chain.from_iterable(map(_weights_of, words)))


@lru_cache(maxsize=100_000)
def _weights_of(word: str) -> tuple[float, ...]:
    """The weights of a word's features that tell anything."""
    weights = _weights()
    return tuple(weights[feature] for feature in features(word) if feature in weights)


def features(word: str) -> Iterator[str]:
    """Give the lower-cased word and, marked with "-", the ending of a long one."""
    lower = word.lower()
    yield lower
    if len(lower) >= _SHORTEST_WITH_ENDING:
        yield f"-{lower[-3:]}"


@cache
def _weights() -> dict[str, float]:
    table = files("textmining.language").joinpath("standard.tsv").read_text(encoding="utf-8")
    return {
        feature: float(weight)
        for feature, weight in (line.split("\t") for line in table.splitlines())
    }
