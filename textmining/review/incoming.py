"""Answers as they come to a review, from a frame or one by one, as columns of the same shape."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import (
    EARLIER_THEMES,
    ReviewStatus,
    answer_ids,
    coded_columns,
    probability_column,
)
from textmining.answers.cells import as_text
from textmining.codebook import Codebook
from textmining.review.answers import IDENTITY_OF, REVIEWS, Answer

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
    is_coded = "model" in frame
    order = frame["order"] if "order" in frame else pd.Series(_by_chance(frame), frame.index)
    texts = frame["text"].fillna("").tolist() if "text" in frame else [""] * len(frame)
    kept = np.array([bool(str(text).strip()) for text in texts], dtype=np.bool_)
    kept &= order.notna().to_numpy(dtype=np.bool_)
    rows = frame[kept]
    if not is_coded:
        order = pd.Series(_by_chance(frame), frame.index)
    reviews = rows["review"].fillna("") if is_coded and "review" in rows else None
    novel = rows["novel"].eq(1).fillna(value=False) if is_coded and "novel" in rows else None
    n = len(rows)
    labels = {name: _labels(rows[name], is_id=True) for name in IDENTITY_OF}
    labels["model"] = _labels(rows["model"], is_id=True) if is_coded else (np.zeros(n, int), [""])
    labels |= {f"background {name}": _labels(rows[name]) for name in background if name in rows}
    return AnswerRows(
        rows["respondent"].tolist(),
        [str(text) for text, is_kept in zip(texts, kept, strict=True) if is_kept],
        labels,
        np.full(n, is_coded),
        _indicator(rows["themes"] if is_coded else [()] * n, codes),
        _probabilities(rows, codes) if is_coded else np.full((n, len(codes)), np.nan),
        np.zeros(n, np.int8) if not is_coded else _reviews(reviews, n),
        np.asarray(order[kept], dtype=np.int64),
        np.zeros(n, np.bool_) if novel is None else novel.to_numpy(dtype=np.bool_),
    )


def _reviews(given: pd.Series | None, n: int) -> NDArray[np.int8]:
    statuses = [ReviewStatus.NONE] * n if given is None else given
    return np.array([_SHOWN[str(status)] for status in statuses], dtype=np.int8)


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


def _by_chance(frame: pd.DataFrame) -> list[int]:
    """Every answer's place in an order by chance: that of the hash of its identity."""
    keys = ["\0".join(answer).encode("utf-8", "surrogatepass") for answer in answer_ids(frame)]
    hashes = [hashlib.sha256(key).digest() for key in keys]
    places = {
        row: place for place, row in enumerate(sorted(range(len(keys)), key=hashes.__getitem__))
    }
    return [places[row] for row in range(len(keys))]


def rows_of_answers(
    answers: Sequence[Answer], codes: Sequence[str], background: Sequence[str]
) -> AnswerRows:
    """Return single answers."""
    labels: dict[str, tuple[NDArray[Any], Sequence[str]]] = {
        "wave": _labels(pd.Series([a.id.wave for a in answers], dtype=object), is_id=True),
        "question": _labels(pd.Series([a.id.question for a in answers], dtype=object), is_id=True),
        "model": _labels(pd.Series([a.model for a in answers], dtype=object), is_id=True),
    }
    for name in background:
        cells = pd.Series([a.background.get(name, "") for a in answers], dtype=object)
        labels[f"background {name}"] = _labels(cells)
    chances = [[a.probabilities.get(code, np.nan) for code in codes] for a in answers]
    n = len(answers)
    return AnswerRows(
        [a.id.respondent for a in answers],
        [a.text for a in answers],
        labels,
        np.array([a.proposed is not None for a in answers], dtype=np.bool_),
        _indicator([a.proposed or () for a in answers], codes),
        np.array(chances, dtype=np.float64).reshape(n, len(codes)),
        np.array([_SHOWN[str(a.review)] for a in answers], dtype=np.int8),
        np.array([a.order for a in answers], dtype=np.int64),
        np.array([a.novel for a in answers], dtype=np.bool_),
    )
