"""Why each theme was proposed, and which coded answers are most like the one that is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.answers import IDENTITY, Answers
from textmining.classifier import AnalysedAnswers, Model
from textmining.classifier.reasons import WordSpan
from textmining.language import Analysis, Pipeline, clean, is_function_word

_SIMILAR = 3
_READ_AT_LEAST, _READ_AT_MOST = 1_000, 10_000  # answers; nobody reads further than that
_READ_AGAIN = 2  # a person who reads further than the draw seldom doubles the work
_LONGEST = 20_000  # characters; nobody looks for marks in more

ReasonsRecord = dict[str, Any]


@dataclass(frozen=True)
class ReadingOrder:
    """In which order the answers are read.

    Args:
        order: the reading order from 1, 0 where nothing was answered, shape `(n_answers,)`.
        n_drawn: how many answers were drawn, and are read first.
    """

    order: NDArray[np.int64]
    n_drawn: int

    def first(self) -> list[int]:
        """Return the rows of the answers that are likely to be read at all."""
        last = min(max(_READ_AGAIN * self.n_drawn, _READ_AT_LEAST), _READ_AT_MOST)
        return np.flatnonzero((self.order > 0) & (self.order <= last)).tolist()


@dataclass(frozen=True)
class TextReader:
    """Reads texts with a pipeline, but for those whose analysis is known."""

    pipeline: Pipeline
    known: Mapping[str, Analysis]

    def analysed(self, answers: Sequence[tuple[str, str]]) -> AnalysedAnswers:
        """Analyse answers, given as cleaned texts with their questions; no encoder is asked."""
        texts = [text for text, _ in answers]
        new = list(dict.fromkeys(text for text in texts if text not in self.known))
        read = dict(zip(new, self.pipeline.analyse(new, vectors=False), strict=True))
        analyses = [self.known.get(text) or read[text] for text in texts]
        return AnalysedAnswers(texts, analyses, [question for _, question in answers])


def reasons(
    answers: Answers,
    themes: NDArray[np.bool_],
    order: ReadingOrder,
    model: Model,
    examples: Answers | None,
    reader: TextReader,
) -> Iterator[ReasonsRecord]:
    """Yield the records of the reasons file, for the answers that are read first.

    Themes are the proposed ones, shape `(n_answers, n_themes)`. Without examples, which are coded
    answers, no similar ones are told.
    """
    asked = {row: (clean(answers.texts[row]), answers.questions[row]) for row in order.first()}
    distinct = {same: row for row, same in asked.items() if len(same[0]) <= _LONGEST}
    once = reader.analysed(list(distinct))
    proposed = themes[list(distinct.values())]
    words = dict(zip(distinct, model.reasons(once, proposed), strict=True))
    similar = dict(zip(distinct, _similar(once.texts, model, examples), strict=True))
    for row, same in asked.items():
        identity = answers.ids[row]._asdict()
        others = [
            o for o in similar.get(same, []) if any(o[key] != identity[key] for key in IDENTITY)
        ]
        yield {
            **identity,
            "reasons": {
                code: in_original(_telling(spans, same[0]), same[0], answers.texts[row])
                for code, spans in words.get(same, {}).items()
            },
            "similar": others[:_SIMILAR],
        }


def _similar(
    texts: Sequence[str], model: Model, examples: Answers | None
) -> list[list[ReasonsRecord]]:
    """The most similar coded answers of each text, one more than is shown: it may be itself."""
    examples = examples.part(examples.answered) if examples else None
    if not examples or not texts:
        return [[] for _ in texts]
    others = [clean(text) for text in examples.texts]
    places, likeness = model.nearest(texts, others, _SIMILAR + 1)
    columns = [*IDENTITY, "text", "themes"]
    records = [
        dict(zip(columns, row, strict=True))
        for row in examples.frame[columns].itertuples(index=False, name=None)
    ]
    return [
        [
            {**records[place], "similarity": round(float(how_like), 4)}
            for place, how_like in zip(row_places, row_likeness, strict=True)
        ]
        for row_places, row_likeness in zip(places, likeness, strict=True)
    ]


def _telling(spans: Sequence[WordSpan], text: str) -> list[WordSpan]:
    """The spans of words that say something by themselves; the others would only distract."""
    return [span for span in spans if not is_function_word(text[span[0] : span[1]].strip())]


def in_original(spans: Sequence[WordSpan], cleaned: str, original: str) -> list[WordSpan]:
    """Move spans from the cleaned text to the same words of the text as it was written.

    Cleaning changes white space, bullets and the like between words, so the n-th occurrence of a
    word is the same one in both; a word that cleaning itself changed is left out.

    >>> in_original([(2, 5, 0.5)], "a nav", "a   nav")
    [(4, 7, 0.5)]
    """
    if cleaned == original:
        return list(spans)
    moved = []
    for start, end, weight in spans:
        word = cleaned[start:end]
        place = -1
        for _ in range(cleaned.count(word, 0, start) + 1):
            place = original.find(word, place + 1)
            if place < 0:
                break
        if place >= 0:
            moved.append((place, place + len(word), weight))
    return moved
