"""Decisions and quotes as the store's rows, and back."""

from typing import Any, Final

import sqlalchemy as sa

from textmining.answers import AnswerId
from textmining.review.decisions import Decision
from textmining.review.records import StoredQuote


def answer_of(row: sa.RowMapping) -> AnswerId:
    """Return the answer that a row is about."""
    return AnswerId(row["respondent"], row["wave"], row["question"])


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def decision_row(decision: Decision) -> dict[str, Any]:
    """Return a decision as a row, but for its number."""
    row = {name: getattr(decision, name) for name in _PLAIN} | decision.answer._asdict()
    row["themes"] = ";".join(decision.themes)
    row["proposed"] = None if decision.proposed is None else ";".join(decision.proposed)
    row["shown"], row["unsure"] = int(decision.shown), int(decision.unsure)
    return row


_PLAIN: Final = ("batch", "coder", "role", "at", "codebook_version", "model", "note")
_OF_QUOTES: Final = ("theme", "proposed", "text", "state", "coder", "at")


def decision_of(row: sa.RowMapping) -> Decision:
    """Return a row as the decision it is."""
    return Decision(
        answer=answer_of(row),
        themes=_codes(row["themes"]),
        proposed=None if row["proposed"] is None else _codes(row["proposed"]),
        shown=bool(row["shown"]),
        unsure=bool(row["unsure"]),
        number=row["number"],
        **{name: row[name] for name in _PLAIN},
    )


def quote_row(quote: StoredQuote) -> dict[str, Any]:
    """Return a quote as a row, but for its number."""
    return quote.answer._asdict() | {name: getattr(quote, name) for name in _OF_QUOTES}


def quote_of(row: sa.RowMapping) -> StoredQuote:
    """Return a row as the quote it is."""
    return StoredQuote(answer_of(row), **{name: row[name] for name in (*_OF_QUOTES, "number")})
