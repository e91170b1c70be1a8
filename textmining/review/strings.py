"""What lies in arrays, in memory or in mapped files: each part is made when it is asked for."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Bools

Made_co = TypeVar("Made_co", covariant=True)


class OnDemand(Sequence[Made_co]):
    """A sequence that makes what stands at a place when it is asked for."""

    @abstractmethod
    def made(self, row: int) -> Made_co:
        """Make what stands at a place, from 0."""

    @overload
    def __getitem__(self, place: int) -> Made_co: ...
    @overload
    def __getitem__(self, place: slice) -> list[Made_co]: ...
    def __getitem__(self, place: int | slice) -> Made_co | list[Made_co]:
        rows = range(len(self))[place]
        return [self.made(row) for row in rows] if isinstance(rows, range) else self.made(rows)

    def __iter__(self) -> Iterator[Made_co]:
        return map(self.made, range(len(self)))


@dataclass(frozen=True)
class Strings:
    """Texts one after the other.

    Args:
        content: all of them as UTF-8, shape `(n_bytes,)`.
        ends: where each one ends, shape `(n,)`.
    """

    content: NDArray[np.uint8]
    ends: NDArray[np.int64]

    def __getitem__(self, position: int) -> str:
        return self.content[self.span(position)].tobytes().decode("utf-8", "surrogatepass")

    def span(self, position: int) -> slice:
        """Where a text lies in the content."""
        return slice(int(self.ends[position - 1]) if position else 0, int(self.ends[position]))

    def having(self, part: str) -> Bools:
        """Which texts have a part, shape `(n,)`."""
        from pyarrow import compute

        found = compute.match_substring(self._arrow(), part)
        return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.bool_)

    def ranks(self) -> NDArray[np.int32]:
        """Each text's place in their order, equal ones the same, shape `(n,)`."""
        from pyarrow import compute

        ranks = compute.rank(self._arrow(), tiebreaker="dense")
        return np.asarray(ranks.to_numpy(), dtype=np.int32)

    def _arrow(self) -> Any:
        import pyarrow as pa

        offsets = np.concatenate([np.zeros(1, dtype=np.int64), self.ends])
        buffers = (pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(self.content)))
        return pa.LargeStringArray.from_buffers(len(self.ends), *buffers)


def strings_of(texts: Iterable[str], start: int = 0) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return texts as the content and the ends of `Strings` that already hold `start` bytes."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = np.cumsum([start, *map(len, encoded)], dtype=np.int64)[1:]
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), ends


@dataclass(frozen=True)
class Labels:
    """A column of which many cells are alike.

    Args:
        codes: the place of each cell's text among the names, -1 for an empty one, shape `(n,)`.
        names: the different texts, in the order in which they first stand there.
    """

    codes: NDArray[np.int32]
    names: Sequence[str]

    def __getitem__(self, position: int) -> str:
        code = self.codes[position]
        return self.names[code] if code >= 0 else ""

    def at(self, rows: NDArray[Any] | slice) -> "Labels":
        """Some of the cells."""
        return Labels(self.codes[rows], self.names)

    def are(self, name: str) -> Bools:
        """Which cells hold a text, shape `(n,)`."""
        code = self.names.index(name) if name in self.names else len(self.names)
        return np.asarray(self.codes == code)

    def used(self) -> list[str]:
        """The texts that some cell holds."""
        there = np.bincount(self.codes + 1, minlength=len(self.names) + 1)[1:]
        return [name for name, n in zip(self.names, there.tolist(), strict=True) if n]

    def each(self, values: Mapping[str, int]) -> NDArray[np.int64]:
        """A number for every cell by its text, shape `(n,)`; every cell has one."""
        of_name = np.array([values[name] for name in self.names], dtype=np.int64)
        return np.asarray(of_name[self.codes] if len(of_name) else self.codes, dtype=np.int64)
