"""The keystroke-level model: how long a practised person takes for what is done on a page.

Card, Moran & Newell 1980, "The keystroke-level model for user performance time with interactive
systems", CACM 23(7), 396-410; their constants. A press of a mouse button is from Kieras 2001,
"Using the keystroke-level model to estimate execution times" (University of Michigan). Reading:
Brysbaert 2019, "How many words do we read per minute?", J. Mem. Lang. 109, 104047.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from time import monotonic

__all__ = ["Effort", "Ledger"]

KEY = 0.28  # seconds; an average person who is no typist
POINT = 1.10
HOME = 0.40  # the hand from mouse to keyboard, or back
MENTAL = 1.35
BUTTON = 0.10  # down, or up
WORDS_A_SECOND = 238 / 60


@dataclass
class Effort:
    """What some work takes of a person.

    Args:
        clicks: presses of the mouse, each after pointing.
        keys: keystrokes.
        homings: times the hand moves between mouse and keyboard.
        thoughts: times a person makes up their mind.
        words: how many words are read.
        pages: how many pages are loaded.
        waits: seconds in which the program works and nobody can go on.
    """

    clicks: int = 0
    keys: int = 0
    homings: int = 0
    thoughts: int = 0
    words: int = 0
    pages: int = 0
    waits: float = 0.0

    @property
    def hands(self) -> float:
        """Seconds for all but reading and waiting."""
        return (
            self.clicks * (POINT + 2 * BUTTON)
            + self.keys * KEY
            + self.homings * HOME
            + self.thoughts * MENTAL
        )

    @property
    def reading(self) -> float:
        """Seconds of reading."""
        return self.words / WORDS_A_SECOND

    @property
    def minutes(self) -> float:
        """All of it, in minutes."""
        return (self.hands + self.reading + self.waits) / 60

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Effort)))


@dataclass
class Ledger:
    """What is done, part by part.

    Args:
        parts: what each part of the work takes, by its name.
        now: the part that is being done.
    """

    parts: dict[str, Effort] = field(default_factory=dict)
    now: str = ""

    @contextmanager
    def part(self, name: str) -> Iterator[Effort]:
        """Do a part of the work; what is noted goes to it."""
        before, self.now = self.now, name
        yield self.parts.setdefault(name, Effort())
        self.now = before

    @property
    def effort(self) -> Effort:
        """The part that is being done."""
        return self.parts[self.now]

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Wait for the program."""
        start = monotonic()
        yield
        self.effort.waits += monotonic() - start
