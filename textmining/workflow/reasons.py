"""Why each theme was proposed, and which coded answers are most like the one that is read."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.answers import IDENTITY, Answers
from textmining.classifier import AnalysedAnswers, Model
from textmining.language import Pipeline
from textmining.workflow.analysis import analysed
from textmining.workflow.progress import silent

__all__ = ["in_original", "reasons"]

_SIMILAR = 3
_READ_AT_MOST = 10_000  # nobody reads further, and big surveys stay quick
_LONGEST = 20_000  # characters; nobody looks for marks in more

Span = tuple[int, int, float]
Record = dict[str, Any]


def reasons(
    answers: Answers,
    prepared: AnalysedAnswers,
    themes: NDArray[np.bool_],
    order: NDArray[np.int64],
    model: Model,
    examples: Answers | None,
    pipeline: Pipeline,
) -> Iterator[Record]:
    """Yield the records of the reasons file, for the answers that are read first.

    Args:
        answers: the answers.
        prepared: their cleaned texts and analyses.
        themes: the proposed themes, shape `(n_answers, n_themes)`.
        order: the reading order from 1, 0 where nothing was answered, shape `(n_answers,)`.
        model: the model.
        examples: coded answers; without them, no similar ones are told.
        pipeline: what the model's language is read with.
    """
    rows = [int(row) for row in np.flatnonzero((order > 0) & (order <= _READ_AT_MOST))]
    asked = {row: (prepared.texts[row], prepared.questions[row]) for row in rows}
    distinct = {same: row for row, same in asked.items() if len(same[0]) <= _LONGEST}
    once = list(distinct.values())
    words = dict(zip(distinct, model.reasons(prepared.at(once), themes[once]), strict=True))
    similar = dict(
        zip(distinct, _similar(prepared.at(once), model, examples, pipeline), strict=True)
    )
    for row, same in asked.items():
        identity = answers.ids[row]._asdict()
        others = [
            o for o in similar.get(same, []) if any(o[key] != identity[key] for key in IDENTITY)
        ]
        yield {
            **identity,
            "reasons": {
                code: in_original(spans, same[0], answers.texts[row])
                for code, spans in words.get(same, {}).items()
            },
            "similar": others[:_SIMILAR],
        }


def _similar(
    prepared: AnalysedAnswers, model: Model, examples: Answers | None, pipeline: Pipeline
) -> list[list[Record]]:
    """The most similar coded answers of each answer, one more than is shown: it may be itself."""
    if examples is None or not len(prepared):
        return [[] for _ in range(len(prepared))]
    others = analysed(examples, pipeline, jobs=1, progress=silent)
    places, likeness = model.nearest(prepared, others, _SIMILAR + 1)
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


def in_original(spans: Sequence[Span], cleaned: str, original: str) -> list[Span]:
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
