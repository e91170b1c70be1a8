"""What ties the counts of a survey together: totals, nets, and what coders may choose.

Every answer has at least one theme and a residual theme stands alone, so a place's answers are
those of its residual themes and those with any other theme, of which there are at least as many as
have one of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmining.answers import ALL_QUESTIONS
from textmining.codebook import Codebook
from textmining.disclosure.secondary import Bound, Relations, Sum, protected, union

__all__ = ["ANSWERS", "NET", "THEME", "Key", "System", "system"]

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Key = tuple[str, ...]
"""What is counted: wave, question, groups, theme, and one of the three kinds."""

THEME, NET, ANSWERS = "theme", "net", "answers"
"""Kinds of counts: of a theme, of a net, and of all answers of a place (its theme is empty)."""


@dataclass(frozen=True)
class System:
    """Counts of answers, and those of the respondents behind them, with what ties them together.

    Within one question a respondent answers once, so only counts over all questions have counts of
    respondents of their own: at least the answers to each question, at most their sum.

    Args:
        pooled: the counts over all questions.
        relations: of the answers' counts alone.
        people: of both, those of respondents standing after the answers' in the order of `pooled`.
    """

    pooled: NDArray[np.intp]
    relations: Relations
    people: Relations

    def protected(
        self, counts: Array, people: Array | None, hidden: Bools, kept: Bools, small: float
    ) -> tuple[Bools, Bools]:
        """Which counts of answers, and which of respondents, are hidden in the end.

        Args:
            counts: of answers, in the order of the system's keys.
            people: of respondents, in the same order; None if they are not published.
            hidden: which must be hidden.
            kept: which are not hidden to protect others.
            small: counts of respondents under it are hidden.
        """
        if people is None:
            hidden = protected(counts, hidden, self.relations, kept)
            return hidden, hidden
        both = np.concatenate([counts, people[self.pooled]])
        both_kept = np.concatenate([kept, kept[self.pooled]])
        of_people = hidden[self.pooled] | (people[self.pooled] < small)
        while True:
            found = protected(both, np.concatenate([hidden, of_people]), self.people, both_kept)
            hidden, of_people = found[: len(counts)], found[len(counts) :]
            if not (hidden[self.pooled] & ~of_people).any():
                break
            of_people = of_people | hidden[self.pooled]
        everywhere = hidden.copy()
        everywhere[self.pooled] = of_people
        return hidden, everywhere


def system(keys: Sequence[Key], by: Sequence[str], book: Codebook) -> System:
    """Everything that ties these counts together.

    Args:
        keys: what is counted.
        by: the background columns.
        book: the codebook.
    """
    pooled = [i for i, key in enumerate(keys) if key[1] == ALL_QUESTIONS]
    own = [keys[i] for i in pooled]
    of_people = {i: len(keys) + j for j, i in enumerate(pooled)}
    groups = {2 + position: "" for position in range(len(by))}
    over_questions = _sums(keys, {1: ALL_QUESTIONS})
    sums = (*over_questions, *_sums(keys, groups))
    bounds = tuple(_bounds(keys, book, are_people=False))
    several = (b for parts, whole in over_questions for b in union(parts, of_people[whole]))
    sums_of_people = [
        (tuple(of_people[pooled[i]] for i in parts), of_people[pooled[whole]])
        for parts, whole in _sums(own, groups)
    ]
    bounds_of_people = [
        (tuple(of_people[pooled[i]] for i in less), tuple(of_people[pooled[i]] for i in more))
        for less, more in _bounds(own, book, are_people=True)
    ]
    people = Relations((*sums, *sums_of_people), (*bounds, *several, *bounds_of_people))
    return System(np.array(pooled, dtype=np.intp), Relations(sums, bounds), people)


def _sums(keys: Sequence[Key], totals: Mapping[int, str]) -> tuple[Sum, ...]:
    """Every total among the keys with its parts.

    Args:
        keys: what is counted.
        totals: for each position of a key that is added up, what stands there in a total.
    """
    at = {key: i for i, key in enumerate(keys)}
    parts: dict[tuple[int, Key], list[int]] = {}
    for key, i in at.items():
        for position, total in totals.items():
            whole = (*key[:position], total, *key[position + 1 :])
            if key[position] != total and whole in at:
                parts.setdefault((position, whole), []).append(i)
    return tuple((tuple(cells), at[whole]) for (_, whole), cells in parts.items())


def _bounds(keys: Sequence[Key], book: Codebook, *, are_people: bool) -> Iterator[Bound]:
    """What holds within each place."""
    places: dict[Key, dict[tuple[str, str], int]] = {}
    for i, (*place, theme, kind) in enumerate(keys):
        places.setdefault(tuple(place), {})[theme, kind] = i
    for at in places.values():
        yield from _of_place(at, book, are_people=are_people)


def _of_place(
    at: Mapping[tuple[str, str], int], book: Codebook, *, are_people: bool
) -> Iterator[Bound]:
    """Nets and their themes; all answers and those with a theme.

    Over all questions a respondent may have a residual theme and others.
    """
    alone = [at[t.code, THEME] for t in book.themes if t.residual and (t.code, THEME) in at]
    content = [at[t.code, THEME] for t in book.themes if not t.residual and (t.code, THEME) in at]
    largest = set(content)
    for name, positions in book.nets.items():
        members = [(book.codes[k], THEME) for k in positions]
        parts = [at[member] for member in members if member in at]
        if parts and (name, NET) in at:
            net = at[name, NET]
            yield from union(parts, net)
            if not set(parts) & set(alone):
                content.append(net)
                largest = (largest - set(parts)) | {net}
    whole = at["", ANSWERS]
    if largest or alone:
        yield (whole,), (*sorted(largest), *alone)
    if are_people:
        yield from (((cell,), (whole,)) for cell in (*content, *alone))
    elif content:
        yield from (((cell, *alone), (whole,)) for cell in content)
    elif alone:
        yield tuple(alone), (whole,)
