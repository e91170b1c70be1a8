"""A small made-up survey and a language analysis without spaCy, for the classifier's tests."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmining.classifier import AnalysedAnswers, TrainingAnswers
from textmining.codebook import Codebook, Theme
from textmining.language.clauses import clauses

_WORD = re.compile(r"\w+|[^\w\s]")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*\s*")


@dataclass(frozen=True)
class PlainAnalysis:
    tokens: tuple[str, ...]
    begins: tuple[int, ...]
    lemmas: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]
    vector: NDArray[np.float32] | None = field(default=None, compare=False)
    clause_vectors: NDArray[np.float32] | None = field(default=None, compare=False)


def analyse(texts: Sequence[str]) -> list[PlainAnalysis]:
    return [_analyse(text) for text in texts]


def _analyse(text: str) -> PlainAnalysis:
    found = [*_WORD.finditer(text)]
    tokens = tuple(match.group() for match in found)
    sentences = tuple(match.span() for match in _SENTENCE.finditer(text))
    lemmas = tuple(token.lower() for token in tokens)
    begins = tuple(match.start() for match in found)
    return PlainAnalysis(tokens, begins, lemmas, sentences, tuple(clauses(text, sentences)))


def answers(texts: Sequence[str], questions: Sequence[str] | None = None) -> AnalysedAnswers:
    return AnalysedAnswers(texts, analyse(texts), questions or ["q"] * len(texts))


CODEBOOK = Codebook(
    "park",
    "1",
    (
        Theme("path", "Paths", "Paths for walking and cycling"),
        Theme("tree", "Trees", "More trees and shade"),
        Theme("dog", "Dogs", "Dogs, leads and dog parks"),
        Theme("good", "Content", "Only praise", residual="content"),
        Theme("none", "No comment", "Nothing", residual="none"),
    ),
    language="en",
)

_PARTS = {
    "path": ["better paths for bikes", "the walking path floods", "a paved path to the lake"],
    "tree": ["plant more trees", "shade from old trees", "too few trees by the pond"],
    "dog": ["dogs run without a lead", "we want a dog park", "dog owners should clean up"],
    "good": ["all is well", "I am happy with it", "nice park"],
    "none": ["no", "nothing", "don't know"],
}


def survey(n: int = 120, seed: int = 0) -> TrainingAnswers:
    """`n` answers of people who give one or two answers each."""
    rng = np.random.default_rng(seed)
    texts, themes, respondents = [], [], []
    for i in range(n):
        first, second = rng.choice(["path", "tree", "dog", "good", "none"], 2, replace=False)
        alone = first in {"good", "none"} or second in {"good", "none"} or rng.random() < 0.6
        chosen = [first] if alone else [first, second]
        parts = [rng.choice(_PARTS[code]) for code in chosen]
        texts.append(f"{', and '.join(parts)} {'please' if rng.random() < 0.5 else ''}".strip())
        themes.append(chosen)
        respondents.append(f"r{i // 2 if i % 3 else i}")
    return TrainingAnswers(answers(texts), respondents, CODEBOOK.indicator(themes))
