"""The strata of the answers that a count is about, and how much of each was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Ints

_MOST_APART = 2**20  # numbers that are looked up in a table, and not sorted


@dataclass(frozen=True)
class Strata:
    """Answers split by how they were read.

    Args:
        certain: answers in strata that were read whole, positions.
        members: answers of every other stratum, positions.
        read: the read ones among each of `members`, positions.
    """

    certain: Ints
    members: tuple[Ints, ...]
    read: tuple[Ints, ...]

    def among_read(self) -> Iterator[tuple[int, Ints]]:
        """Size of every other stratum, and its read answers as positions among all read ones."""
        everyone = np.sort(np.concatenate([self.certain, *self.read]))
        for members, read in zip(self.members, self.read, strict=True):
            yield len(members), np.searchsorted(everyone, read)


def strata(stratum: NDArray[np.integer[Any]], read: NDArray[np.bool_]) -> Strata:
    """Split answers by stratum; a stratum of which nothing was read joins its nearest neighbour.

    Nearest means by number, and rather one that was read in part than one read whole.

    Args:
        stratum: numbers, those of one population close together, shape `(n_answers,)`.
        read: which were drawn and read, at least one, shape `(n_answers,)`.
    """
    labels, index = _numbered(stratum)
    size = np.bincount(index, minlength=len(labels))
    known = np.bincount(index[read], minlength=len(labels))
    partly = (known > 0) & (known < size)
    hosts = np.flatnonzero(partly if partly.any() else known > 0)
    empty = np.flatnonzero(known == 0)
    home = np.arange(len(labels), dtype=index.dtype)
    distance = np.abs(labels[empty][:, None] - labels[hosts][None, :])
    home[empty] = hosts[distance.argmin(axis=1)]
    index = home[index]
    whole = np.bincount(index, minlength=len(labels)) == known
    open_strata = [h for h in np.unique(index).tolist() if not whole[h]]
    return Strata(
        certain=_positions(whole[index]),
        members=tuple(_positions(index == h) for h in open_strata),
        read=tuple(_positions((index == h) & read) for h in open_strata),
    )


def _numbered(stratum: NDArray[np.integer[Any]]) -> tuple[Ints, NDArray[np.integer[Any]]]:
    """The strata that there are, sorted, and which of them each answer is of."""
    lowest = stratum.min(initial=0)
    if stratum.max(initial=0) - lowest > len(stratum) + _MOST_APART:
        return np.unique(stratum, return_inverse=True)
    place = stratum - lowest
    labels = np.flatnonzero(np.bincount(place))
    number = np.zeros(labels.max(initial=0) + 1, dtype=np.min_scalar_type(len(labels)))
    number[labels] = np.arange(len(labels))
    return labels + lowest, number[place]


def _positions(rows: NDArray[np.bool_]) -> Ints:
    """Where some answers stand, in four bytes each: they are kept."""
    return np.flatnonzero(rows).astype(np.int32)
