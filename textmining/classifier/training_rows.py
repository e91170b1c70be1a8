"""What a first level is learnt from: coded answers and theme descriptions as rows of numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmining.arrays import Array
from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.views import TextSettings, View, fit_views, view_matrices


@dataclass(frozen=True)
class TrainingRows:
    """Coded answers, then a row for every theme description.

    Args:
        answers: what the rows are of.
        settings: how the texts are read.
        views: by name.
        matrices: the rows in each view, as unit rows of shape `(n_rows, n_known)`.
        targets: 0 or 1, shape `(n_rows, n_themes)`.
        n_coded: how many of the rows are coded answers.
    """

    answers: AnalysedAnswers
    settings: TextSettings
    views: Mapping[str, View]
    matrices: Mapping[str, sparse.csr_array]
    targets: Array
    n_coded: int

    @property
    def questions(self) -> Sequence[str]:
        """The question each coded answer is to."""
        return self.answers.questions[: self.n_coded]


def training_rows(
    answers: AnalysedAnswers,
    themes: NDArray[np.bool_],
    respondents: NDArray[np.int64],
    described: AnalysedAnswers,
    settings: TextSettings,
) -> TrainingRows:
    """Read coded answers and theme descriptions.

    Args:
        answers: the coded answers.
        themes: their themes, shape `(n_answers, n_themes)`.
        respondents: 0, 1, ... for the person behind each answer, shape `(n_answers,)`.
        described: a text per theme, as if it were an answer to no question, or none.
        settings: how to read texts.
    """
    rows = AnalysedAnswers(
        [*answers.texts, *described.texts],
        [*answers.analyses, *described.analyses],
        [*answers.questions, *described.questions],
    )
    n_themes = themes.shape[1]
    # A description is a person of its own, who says what one theme is about.
    people = np.concatenate(
        [respondents, respondents.max(initial=-1) + 1 + np.arange(len(described))]
    )
    views = fit_views(rows, people, n_themes, settings)
    return TrainingRows(
        rows,
        settings,
        views,
        view_matrices(rows, views, settings),
        np.vstack([themes, np.eye(n_themes)[: len(described)]]),
        len(answers),
    )
