"""Answers become the arrays that a review reads: in memory, or added to files part by part.

Each array has a row an answer. `text`, `folded` (without upper case) and `respondent` are each a
`content` and the `ends` in it; `wave`, `question`, `model` and the background are places among
names; `coded` says whether a machine coded the answer, `least` how sure it is of the code it is
least sure of (endless without one), `said` which texts are identical. What is ordered over all
answers comes last: `line`, the positions as they are read; `by hash`, `by shape`; `by text`, ranks.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import AnswerId, by_machine
from textmining.codebook import Codebook
from textmining.review.answers import IDENTITY_OF, ReviewedAnswers, hashed
from textmining.review.array_files import ArrayFiles
from textmining.review.incoming import AnswerRows, background_of, rows_of_frame
from textmining.review.near import odd_letters, shapes, skeleton
from textmining.review.strings import strings_of

_NO_THEME: Final = np.inf
_QUESTIONS: Final = 10  # bits; 4,096 waves of 1,024 questions are told apart


def answers_of(frame: pd.DataFrame, codebook: Codebook) -> ReviewedAnswers:
    """Return the answered rows of coded answers, or of answers that no machine has coded.

    In a coded file they are those with a place in the reading order; a text of nothing but
    invisible signs has none. Without a machine everything is to be read: every answer is `AUDIT`,
    in an order by chance that depends on who answered what alone, so that whoever stops early has
    read a random part.
    """
    coded = by_machine(frame)
    given = coded.themes if coded else ()
    codes = dict.fromkeys([*codebook.codes, *chain.from_iterable(given)])
    filling = Filling([*codes], background_of(frame.columns, codebook))
    filling.add(frame)
    return filling.answers()


class Filling:
    """Columns that grow part by part.

    Args:
        codes: the codes of proposals and probabilities.
        background: the background columns of all parts.
        arrays: where the columns are kept; in memory unless given.
    """

    def __init__(
        self, codes: Sequence[str], background: Sequence[str], arrays: ArrayFiles | None = None
    ) -> None:
        self._codes, self._background = tuple(codes), tuple(background)
        self._arrays = arrays or ArrayFiles(None)
        own = (*IDENTITY_OF, "model")
        self._names: dict[str, dict[str, int]] = {
            name: {} for name in (*own, *(f"background {name}" for name in background))
        }
        self._sizes = dict.fromkeys(("respondent", "text", "folded"), 0)

    @property
    def names(self) -> dict[str, list[str]]:
        """The texts that columns of labels hold, by column."""
        return {column: [*names] for column, names in self._names.items()}

    def add(self, frame: pd.DataFrame) -> None:
        """Add the answered rows of a frame; see `answers_of`."""
        self.add_rows(rows_of_frame(frame, self._codes, self._background))

    def add_rows(self, rows: AnswerRows) -> None:
        """Add answers."""
        wave, question = (self._label(name, rows) for name in IDENTITY_OF)
        waves, questions = ([*self._names[name]] for name in IDENTITY_OF)
        ids = [
            AnswerId(*one)
            for one in zip(
                rows.respondents,
                (waves[code] for code in wave),
                (questions[code] for code in question),
                strict=True,
            )
        ]
        skeletons = [skeleton(text) for text in rows.texts]
        of_both = (wave.astype(np.int64) << _QUESTIONS) + question
        least = np.where(rows.proposed, np.nan_to_num(rows.probabilities, nan=1.0), _NO_THEME)
        self._add_strings("respondent", rows.respondents)
        self._add_strings("text", rows.texts)
        self._add_strings("folded", [text.casefold() for text in rows.texts])
        columns: dict[str, NDArray[Any]] = {
            "coded": rows.coded,
            "proposed": rows.proposed,
            "probabilities": rows.probabilities,
            "least": least.min(axis=1, initial=_NO_THEME),
            "review": rows.review,
            "order": rows.order,
            "novel": rows.novel,
            "digest": np.array([_digest(text) for text in rows.texts], dtype="S16"),
            "hash": np.array([hashed(answer) for answer in ids], dtype=np.uint64),
            "shape": shapes(skeletons, of_both),
            "letters": odd_letters(skeletons),
        }
        columns |= {"wave": wave, "question": question}
        columns |= {n: self._label(n, rows) for n in self._names if n not in IDENTITY_OF}
        for name, column in columns.items():
            self._arrays.add(name, column)

    def _label(self, name: str, rows: AnswerRows) -> NDArray[np.int32]:
        """A column of labels as places among the names of all parts so far."""
        known = self._names[name]
        if name not in rows.labels:
            return np.full(len(rows.texts), -1, dtype=np.int32)
        codes, names = rows.labels[name]
        places = [known.setdefault(text, len(known)) for text in names]
        return np.asarray(np.array([*places, -1], dtype=np.int32)[codes])

    def _add_strings(self, name: str, texts: Sequence[str]) -> None:
        content, ends = strings_of(texts, self._sizes[name])
        self._sizes[name] += len(content)
        self._arrays.add(f"{name} content", content)
        self._arrays.add(f"{name} ends", ends)

    def answers(self) -> ReviewedAnswers:
        """Return the answers, once all are added."""
        arrays = self._arrays
        _, said = np.unique(arrays.whole("digest"), return_inverse=True)
        arrays.remove("digest")
        arrays.add("said", said.astype(np.int32))
        known = ReviewedAnswers(
            {name: arrays.whole(name) for name in arrays.kinds},
            self.names,
            self._codes,
            self._background,
        )
        arrays.add("by text", known.folded.ranks())
        arrays.add("by hash", _sorted(known.arrays["hash"]))
        arrays.add("by shape", _sorted(known.arrays["shape"]))
        arrays.add("line", _line(known))
        return replace(known, arrays={name: arrays.whole(name) for name in arrays.kinds})


def _sorted(numbers: NDArray[Any]) -> NDArray[np.int32]:
    return np.argsort(numbers, kind="stable").astype(np.int32)


def _line(answers: ReviewedAnswers) -> NDArray[np.int32]:
    """The positions as they are read: drawn ones, doubtful ones, the rest, each in its order."""
    ranks = []
    for name in IDENTITY_OF:
        labels = answers.labels(name)
        ranks.append(labels.each({text: k for k, text in enumerate(sorted(labels.names))}))
    keys = (ranks[1], ranks[0], answers.respondents.ranks())
    found = np.lexsort((*keys, answers.arrays["order"], answers.arrays["review"]))
    return np.asarray(found, dtype=np.int32)


def _digest(text: str) -> bytes:
    """What identical texts share; all of nothing but punctuation say the same: nothing."""
    signs = (sign for sign in text if not sign.isspace())
    is_punctuation = all(unicodedata.category(sign).startswith("P") for sign in signs)
    said = "." if is_punctuation and text.strip() else text.strip()
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()
