"""How a step tells how far it has come."""

from typing import Protocol


class Progress(Protocol):
    """Called with what is being done now and, where the end is known, how much of it is done."""

    def __call__(self, step: str, done: int = 0, total: int | None = None) -> None:
        """Tell what is being done."""


def silent(step: str, done: int = 0, total: int | None = None) -> None:
    """Tell nobody."""
    del step, done, total
