"""How far a store has come, so that an older state that takes its place is noticed."""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from textmining.review.schema import DECISIONS, EVENTS, QUOTES, THEME_PROPOSALS, UNDONE

_ERASABLE: Final = (DECISIONS, QUOTES, THEME_PROPOSALS)


def _highest(table: sa.TableClause) -> Any:
    return sa.select(sa.literal_column(f"'{table.name}'"), sa.func.max(table.c.number))


_N_UNDONE: Final[Any] = sa.select(sa.literal_column("'undone'"), sa.func.count(UNDONE.c.batch))
_GIVEN: Final[Any] = sa.select(sa.table("sqlite_sequence", sa.column("name"), sa.column("seq")))
_NUMBERS: Final = {
    # the highest numbers that were ever given
    "sqlite": sa.union_all(_GIVEN, _N_UNDONE),
    # the highest that are there: restored, a sequence may be ahead of what was given
    "postgresql": sa.union_all(*map(_highest, (EVENTS, *_ERASABLE)), _N_UNDONE),
}


class Reached:
    """How far a store had come when it was looked at last."""

    def __init__(self) -> None:
        self._numbers: Mapping[str, int] = {}

    def is_older(self, connection: sa.Connection) -> bool:
        """Return whether the store has come less far than before; if not, remember how far."""
        before = self._numbers  # first: others may reach more while this transaction reads
        kind = connection.dialect.name
        found = {str(name): int(n or 0) for name, n in connection.execute(_NUMBERS[kind])}
        names = {*before}
        if kind != "sqlite" and found[EVENTS.name] > before.get(EVENTS.name, 0):
            names -= {table.name for table in _ERASABLE}  # an erasure takes rows, and is an event
        if any(found.get(name, 0) < before[name] for name in names):
            return True
        self._numbers = found
        return False
