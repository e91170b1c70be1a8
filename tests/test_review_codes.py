"""Codes followed by several threads at once: what is read is of one moment, and kept as such."""

from collections.abc import Callable
from dataclasses import replace
from threading import Thread

import pytest

from textmining.answers import AnswerId
from textmining.review import Codes, Decision

ONE, OTHER = AnswerId("r1", "2021", "q"), AnswerId("r2", "2021", "q")


class _InterruptedName(str):
    """A coder's name: whoever reads it is interrupted once by another thread."""

    __slots__ = ("meanwhile",)
    meanwhile: Callable[[], None]

    def _interrupt(self) -> None:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()

    def __eq__(self, other: object) -> bool:
        self._interrupt()
        return str.__eq__(self, other)

    def __hash__(self) -> int:
        self._interrupt()
        return str.__hash__(self)


@pytest.mark.parametrize("read", ["standing", "last_batch"])
def test_what_another_thread_adds_while_codes_are_read_is_there_afterwards(read: str) -> None:
    name = _InterruptedName("Kari")
    name.meanwhile = lambda: None
    first = Decision(ONE, name, ("nav",), "1", number=1)
    codes = Codes([first])
    more = [
        replace(first, coder="Kari", themes=("tolk",), batch="b", number=2),
        Decision(OTHER, "Ola", ("nav",), "1", number=3),
    ]
    thread = Thread(target=codes.add, args=(more,))

    def meanwhile() -> None:
        thread.start()
        thread.join(timeout=0.5)  # it may have to wait until the reading is done

    name.meanwhile = meanwhile
    _ = codes.standing(ONE) if read == "standing" else codes.last_batch("Kari")
    thread.join()
    standing = codes.standing(ONE)
    assert standing is not None
    assert standing.counts == more[0]
    assert codes.last_batch("Kari") == "b"
    assert len(codes) == 3
