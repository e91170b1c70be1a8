"""Coding of frames on whichever engine shares them out: Spark, Ray, Dask, or a loop.

What is coded of an answer depends on the answer and the model alone, so a frame may be cut
anywhere. The draw looks at all answers together and comes afterwards: `textmining draw` takes what
this adds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from textmining.answers import probability_column
from textmining.answers.cells import as_id
from textmining.errors import ColumnError
from textmining.language import clean
from textmining.workflow.coding.by_parts import coded_survey
from textmining.workflow.coding.models import open_model
from textmining.workflow.coding.part import PartCoder
from textmining.workflow.coding.workers import make_ready

_QUESTION = "answer"  # of a file without any


@dataclass(frozen=True)
class FrameCoder:
    """Codes frames with an answer a row; small enough to be sent to workers, which load the model.

    Args:
        model: the model folder; the same on every machine.
        text: the column with the answers.
        question: the column with the questions; without it, or in an empty cell, it is `answer`.
        pipeline: where the model's spaCy pipeline is, if it is not installed.
        encoder: its sentence encoder, if that is not the one that ships: a folder.

    Example:
        coder = FrameCoder("model")
        answers.mapInPandas(coder.batches, schema)  # Spark; `added` has the new columns
        answers.map_batches(coder, batch_format="pandas")  # Ray
        answers.map_partitions(coder, meta=coder(answers._meta))  # Dask
    """

    model: str
    text: str = "text"
    question: str = "question"
    pipeline: str | None = None
    encoder: str | None = None

    def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with the columns of `added`, as a coded file has them.

        `themes` are codes joined by `;`, the chances and the confidence lie between 0 and 1.

        Raises:
            ColumnError: there is no column with answers.
            ModelError, LanguageError: as for `Coder.load`.
        """
        if self.text not in frame:
            raise ColumnError(
                "there is no column {text} with answers; name it as text.", text=self.text
            )
        coder = _loaded(self.model, self.pipeline, self.encoder)
        texts = [clean("" if pd.isna(text) else str(text)) for text in frame[self.text]]
        found = coded_survey(
            texts,
            questions_in(frame, self.question),
            coder,
            jobs=1,
        )
        book, predictions = coder.model.codebook, found.predictions
        chances = zip(map(probability_column, book.codes), predictions.probabilities.T, strict=True)
        return frame.assign(
            themes=pd.Series(map(";".join, book.sets(predictions.themes)), frame.index, "str"),
            **dict(chances),
            confidence=predictions.confidence,
            language=pd.Series(found.standards.tolist(), frame.index, "str"),
        )

    def batches(self, frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Code frame after frame, as Spark's `mapInPandas` hands them over."""
        return map(self, frames)

    def added(self) -> dict[str, str]:
        """Return the columns that coding adds, with their types as SQL has them."""
        codes = _loaded(self.model, self.pipeline, self.encoder).model.codebook.codes
        shares = [*map(probability_column, codes), "confidence"]
        return {"themes": "string", **dict.fromkeys(shares, "double"), "language": "string"}


def questions_in(frame: pd.DataFrame, column: str) -> list[str]:
    """Return each row's question, called as files' questions are: 2 and 2.0 are the same.

    >>> questions_in(pd.DataFrame({"q": [2.0, None]}), "q"), questions_in(pd.DataFrame([1]), "q")
    (['2', 'answer'], ['answer'])
    """
    asked = frame[column] if column in frame else [None] * len(frame)
    return [as_id(question) or _QUESTION for question in asked]


@lru_cache(maxsize=1)
def _loaded(model: str, pipeline: str | None, encoder: str | None) -> PartCoder:
    """What a process codes with, loaded once."""
    make_ready()
    return PartCoder(*open_model(Path(model), pipeline=pipeline, encoder=encoder))
