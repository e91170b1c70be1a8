"""Answers as they come to a review in a frame, as columns of one shape."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import (
    EARLIER_THEMES,
    RESPONDENT,
    TEXT,
    THEMES,
    by_machine,
    coded_columns,
    order_by_chance,
    probability_column,
)
from textmining.answers.cells import as_text
from textmining.codebook import Codebook
from textmining.review.answers import IDENTITY_OF, REVIEWS

_SHOWN: Final = {str(status): place for place, status in enumerate(REVIEWS)}


@dataclass(frozen=True)
class AnswerRows:
    """Some answers, column by column; `labels` are places among names, -1 for an empty cell."""

    respondents: Sequence[str]
    texts: Sequence[str]
    labels: Mapping[str, tuple[NDArray[Any], Sequence[str]]]
    coded: NDArray[np.bool_]
    proposed: NDArray[np.bool_]
    probabilities: NDArray[np.float64]
    review: NDArray[np.int8]
    order: NDArray[np.int64]
    novel: NDArray[np.bool_]


def background_of(columns: Iterable[Any], codebook: Codebook) -> list[str]:
    """The background columns; whoever codes anew must not see the codes that answers came with."""
    ours = {*coded_columns(codebook.codes), EARLIER_THEMES}
    return [str(name) for name in columns if str(name) not in ours]


def rows_of_frame(
    frame: pd.DataFrame, codes: Sequence[str], background: Sequence[str]
) -> AnswerRows:
    """Return the answered rows of a frame; see `answers_of`."""
    coded, n_all = by_machine(frame), len(frame)
    texts = frame[TEXT].fillna("").tolist() if TEXT in frame else [""] * n_all
    told = coded.order if coded else None
    order = order_by_chance(frame).astype(np.float64) if told is None else told
    kept = np.array([bool(str(text).strip()) for text in texts], dtype=np.bool_)
    kept &= np.isfinite(order)
    rows, n = frame[kept], int(kept.sum())
    labels = {name: _labels(rows[name], is_id=True) for name in IDENTITY_OF}
    models = coded.models if coded else pd.Series("", frame.index)
    labels |= {"model": _labels(models[kept], is_id=True)}
    labels |= {f"background {name}": _labels(rows[name]) for name in background if name in rows}
    reviews = coded.reviews if coded else [str(REVIEWS[0])] * n_all
    return AnswerRows(
        rows[RESPONDENT].tolist(),
        [str(text) for text, is_kept in zip(texts, kept, strict=True) if is_kept],
        labels,
        np.full(n, coded is not None),
        _indicator(rows[THEMES] if coded else [()] * n, codes),
        _probabilities(rows, codes) if coded else np.full((n, len(codes)), np.nan),
        np.array([_SHOWN[str(review)] for review in reviews], dtype=np.int8)[kept],
        order[kept].astype(np.int64),
        coded.novel[kept] if coded else np.zeros(n, np.bool_),
    )


def _probabilities(rows: pd.DataFrame, codes: Sequence[str]) -> NDArray[np.float64]:
    names = [probability_column(code) for code in codes]
    return rows.reindex(columns=names).to_numpy(dtype=np.float64, na_value=np.nan)


def _indicator(themes: Iterable[Sequence[str]], codes: Sequence[str]) -> NDArray[np.bool_]:
    place = {code: k for k, code in enumerate(codes)}
    sets = [tuple(some) for some in themes]
    found = np.zeros((len(sets), len(codes)), dtype=np.bool_)
    for row, some in enumerate(sets):
        found[row, [place[code] for code in some]] = True
    return found


def _labels(column: pd.Series, *, is_id: bool = False) -> tuple[NDArray[Any], Sequence[str]]:
    """Each cell as a place among texts; -1 for an empty one, which an id never is."""
    if column.dtype == object and not is_id:  # 1, 1.0 and True are one to a table of hashes
        column = pd.Series([None if _is_empty(cell) else as_text(cell) for cell in column])
    codes, values = pd.factorize(column)
    names = [as_text(value) for value in values]
    if is_id:
        return codes, names
    places = np.array([-1 if not name else k for k, name in enumerate(names)] + [-1])
    return places[codes], names


def _is_empty(cell: Any) -> bool:
    return cell is None or cell is pd.NA or cell is pd.NaT or as_text(cell) == ""
