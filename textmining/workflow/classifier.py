"""The classifier as scikit-learn knows classifiers: texts in, an indicator of themes out."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from textmining.classifier import AnalysedAnswers, TrainingAnswers, description_texts, train
from textmining.codebook import Codebook, Theme
from textmining.language import clean, load_pipeline


class ThemeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc] # untyped bases
    """Codes texts with several themes each; runs in `cross_val_predict` and `GridSearchCV`.

    Args:
        codebook: its themes are the columns of `y`; None makes one of bare numbers.
        pipeline: another spaCy pipeline than the default, by package name or folder.
        descriptions: whether what the codebook says of the themes is learnt from too.
        seed: of everything random.

    Attributes:
        classes_: the codes of the themes, shape `(n_themes,)`.
        model_: the trained model.
        pipeline_: what texts are read with.
    """

    def __init__(
        self,
        codebook: Codebook | None = None,
        *,
        pipeline: str | None = None,
        descriptions: bool = True,
        seed: int = 0,
    ) -> None:
        self.codebook = codebook
        self.pipeline = pipeline
        self.descriptions = descriptions
        self.seed = seed

    def fit(
        self,
        X: ArrayLike,  # noqa: N803 - scikit-learn's name
        y: ArrayLike,
        respondents: Sequence[str] | None = None,
    ) -> Self:
        """Learn from coded texts.

        Args:
            X: the texts, shape `(n_texts,)`.
            y: which themes each has, 0 and 1, shape `(n_texts, n_themes)`.
            respondents: who wrote each text; all different if None.

        Raises:
            ModelError: there is nothing to learn from.
            ValueError: the shapes do not fit.
        """
        texts, themes = _texts(X), np.asarray(y).astype(np.bool_)
        book = self.codebook or _numbered(themes.shape[1] if themes.ndim == 2 else 0)
        if themes.shape != (len(texts), len(book.codes)):
            raise ValueError(f"y must have shape ({len(texts)}, {len(book.codes)})")
        self.pipeline_ = load_pipeline(self.pipeline)
        people = [str(i) for i in range(len(texts))] if respondents is None else respondents
        described = self.pipeline_.analyse(description_texts(book)) if self.descriptions else ()
        self.model_ = train(
            TrainingAnswers(self._read(texts), list(people), themes),
            book,
            descriptions=described,
            language=self.pipeline_.identity.record(),
            seed=self.seed,
        )
        self.classes_ = np.array(book.codes)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.int64]:  # noqa: N803 - scikit-learn's name
        """Return the proposed sets of themes, 0 and 1, shape `(n_texts, n_themes)`."""
        check_is_fitted(self)
        return self.model_.predict(self._read(_texts(X))).themes.astype(np.int64)

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803 - scikit-learn's
        """Return the probability of each theme, 0-1, shape `(n_texts, n_themes)`."""
        check_is_fitted(self)
        return self.model_.predict(self._read(_texts(X))).probabilities

    def _read(self, texts: Sequence[str]) -> AnalysedAnswers:
        return AnalysedAnswers(texts, self.pipeline_.analyse(texts), [""] * len(texts))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.target_tags.two_d_labels, tags.target_tags.required = True, True
        tags.classifier_tags.multi_label, tags.classifier_tags.multi_class = True, False
        return tags


def _texts(texts: ArrayLike) -> list[str]:
    return [clean(str(text)) for text in np.asarray(texts, dtype=object).ravel()]


def _numbered(n_themes: int) -> Codebook:
    return Codebook("", "", tuple(Theme(str(k), str(k)) for k in range(n_themes)))
