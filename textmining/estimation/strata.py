"""The strata of the answers that a count is about, and how much of each was read."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Strata:
    """Answers split by how they were read.

    Args:
        certain: answers in strata that were read whole, positions.
        members: answers of every other stratum, positions.
        read: the read ones among each of `members`, positions.
    """

    certain: NDArray[np.intp]
    members: tuple[NDArray[np.intp], ...]
    read: tuple[NDArray[np.intp], ...]

    def among_read(self) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Size of every other stratum, and its read answers as positions among all read ones."""
        everyone = np.sort(np.concatenate([self.certain, *self.read]))
        for members, read in zip(self.members, self.read, strict=True):
            yield len(members), np.searchsorted(everyone, read)


def strata(stratum: NDArray[np.int64], read: NDArray[np.bool_]) -> Strata:
    """Split answers by stratum; a stratum of which nothing was read joins its nearest neighbour.

    Nearest means by number, and rather one that was read in part than one read whole.

    Args:
        stratum: numbers, those of one population close together, shape `(n_answers,)`.
        read: which were drawn and read, at least one, shape `(n_answers,)`.
    """
    labels = np.unique(stratum)
    index = np.searchsorted(labels, stratum)
    size = np.bincount(index, minlength=len(labels))
    known = np.bincount(index[read], minlength=len(labels))
    partly = (known > 0) & (known < size)
    hosts = np.flatnonzero(partly if partly.any() else known > 0)
    empty = np.flatnonzero(known == 0)
    home = np.arange(len(labels))
    distance = np.abs(labels[empty][:, None] - labels[hosts][None, :])
    home[empty] = hosts[distance.argmin(axis=1)]
    index = home[index]
    whole = np.bincount(index, minlength=len(labels)) == known
    open_strata = [h for h in np.unique(index).tolist() if not whole[h]]
    return Strata(
        certain=np.flatnonzero(whole[index]),
        members=tuple(np.flatnonzero(index == h) for h in open_strata),
        read=tuple(np.flatnonzero((index == h) & read) for h in open_strata),
    )
