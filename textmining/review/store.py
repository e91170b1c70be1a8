"""The store of a review: the only state the program has.

Decisions are only ever added; which codes count is a view of them (`Codes`). Any number of
processes may write at once, and what a method has returned from is on disk.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple, Self, get_args

import pandas as pd
import sqlalchemy as sa

from textmining.codebook import Codebook
from textmining.errors import StoreError
from textmining.review.current import current_codes
from textmining.review.database import Database
from textmining.review.decisions import Codes, Decision, now
from textmining.review.records import (
    Event,
    EventKind,
    QuoteState,
    StoredQuote,
    ThemeProposal,
    is_quote_of,
)
from textmining.review.rows import answer_of, decision_of, decision_row, quote_of, quote_row
from textmining.review.schema import (
    DECISIONS,
    EVENTS,
    KEYS,
    QUOTES,
    THEME_PROPOSALS,
    UNDONE,
    migrate,
)
from textmining.review.settings import ReviewSettings, refuse_closed, refuse_erased, settings_from


class Mark(NamedTuple):
    """How far a store has come; equal marks mean that nothing has changed."""

    decisions: int
    newest: int
    undone: int
    events: int


class Store:
    """A review's decisions and what belongs to them.

    Args:
        name: a path of a SQLite file, or a URL (`postgresql://user@host/base`).
        create: make a SQLite file that does not exist.

    Raises:
        FileError: the file does not exist (and `create` is off), or its folder does not.
        StoreError: the database cannot be reached, is another program's or of a newer version.
    """

    def __init__(self, name: str | Path, *, create: bool = True) -> None:
        self._database = Database(name, create=create)
        try:
            migrate(self._database.writing_alone)
        except BaseException:
            self._database.close()
            raise
        self._database.ready()

    @property
    def is_read_only(self) -> bool:
        """Whether it lies where nothing can be written: it can be read, and counted."""
        return self._database.is_read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def record(self, decisions: Sequence[Decision]) -> None:
        """Add decisions, all or none; one whose batch and answer are there already stays as it is.

        Raises:
            StoreError: a wave is closed, or a respondent has been erased.
        """
        if not decisions:
            return
        with self._database.writing() as connection:
            settings = settings_from(_events(connection))
            refuse_closed(settings, {decision.answer.wave for decision in decisions})
            refuse_erased(settings, {decision.answer for decision in decisions})
            connection.execute(
                self._database.insert_new(DECISIONS), [decision_row(d) for d in decisions]
            )

    def undo(self, batch: str, coder: str) -> bool:
        """Take back a batch of the coder's own; return whether there was one to take back.

        Raises:
            StoreError: the wave is closed.
        """
        own = (DECISIONS.c.batch == batch) & (DECISIONS.c.coder == coder)
        with self._database.writing_alone() as connection:
            waves = set(connection.scalars(sa.select(DECISIONS.c.wave).where(own)))
            undone = connection.scalar(sa.select(UNDONE.c.at).where(UNDONE.c.batch == batch))
            if not waves or undone is not None:
                return False
            refuse_closed(settings_from(_events(connection)), waves)
            connection.execute(UNDONE.insert().values(batch=batch, coder=coder, at=now()))
        return True

    def decisions(self, after: int = 0) -> list[Decision]:
        """Return all decisions numbered above `after`, also those that were taken back."""
        query = sa.select(DECISIONS).where(DECISIONS.c.number > after).order_by(DECISIONS.c.number)
        with self._database.reading() as connection:
            return [decision_of(row) for row in connection.execute(query).mappings()]

    def undone(self) -> set[str]:
        """Return the batches that were taken back."""
        with self._database.reading() as connection:
            return set(connection.scalars(sa.select(UNDONE.c.batch)))

    def codes(self) -> Codes:
        """Return every answer's standing: the view of all decisions."""
        return Codes(self.decisions(), self.undone())

    def current(self, codebook: Codebook) -> pd.DataFrame:
        """Return the codes that count; see `current_codes`."""
        return current_codes(self.codes(), codebook)

    def mark(self) -> Mark:
        """Return how far the store has come."""
        numbers = sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(DECISIONS.c.number), 0))
        with self._database.reading() as connection:
            decisions, newest = connection.execute(numbers.select_from(DECISIONS)).one()
            undone = connection.scalar(sa.select(sa.func.count()).select_from(UNDONE))
            events = connection.scalar(sa.select(sa.func.count()).select_from(EVENTS))
        return Mark(decisions, newest, undone or 0, events or 0)

    def events(self) -> list[Event]:
        """Return what happened to the review as a whole, first to last."""
        with self._database.reading() as connection:
            return _events(connection)

    def add_event(self, event: Event) -> None:
        """Put on record that a wave is closed or reopened, or that a setting changes.

        Raises:
            ValueError: the event is an erasure; `erase` puts that on record itself.
        """
        if event.kind in {"erasing", "erased"} or event.kind not in get_args(EventKind):
            raise ValueError(event.kind)
        with self._database.writing_alone() as connection:
            connection.execute(EVENTS.insert().values(asdict(event)))

    def people(self) -> set[tuple[str, str]]:
        """Return (respondent, wave) of all that anything is kept about."""
        with self._database.reading() as connection:
            return {
                (row.respondent, row.wave)
                for table in (DECISIONS, THEME_PROPOSALS, QUOTES)
                for row in connection.execute(sa.select(table.c.respondent, table.c.wave))
            }

    def settings(self) -> ReviewSettings:
        """Return what has been chosen for the review as a whole."""
        return settings_from(self.events())

    def erase(
        self,
        respondent: str,
        wave: str,
        coder: str,
        from_files: Callable[[str, str], None] | None = None,
    ) -> None:
        """Delete all that is kept about a respondent's answers in a wave, for good.

        What stays is that it happened. A closed wave does not prevent it.

        Args:
            respondent: who is erased.
            wave: the wave of the answers.
            coder: who erases.
            from_files: takes (respondent, wave) out of files. Nobody else erases meanwhile: two who
                rewrite the same file would each bring back whom the other took out.

        That it was begun is on record first, and from then on the respondent is gone from the
        review. If it fails or is killed, it can be done again (see `finish_erasing`).
        """
        begun = Event("erasing", coder, wave=wave, respondent=respondent)
        with self._database.writing_alone() as connection:
            connection.execute(EVENTS.insert().values(asdict(begun)))
        self._erase(respondent, wave, coder, from_files)

    def finish_erasing(self, from_files: Callable[[str, str], None] | None = None) -> None:
        """Finish the erasures that were begun and not finished, since a program was stopped."""
        for event in self.events():
            person = (event.respondent, event.wave)
            if event.kind == "erasing" and person in self.settings().erasing:
                self._erase(*person, event.coder, from_files)

    def require_erased(self) -> None:
        """Refuse to hand on what belongs to somebody whose erasure has begun.

        Raises:
            StoreError: an erasure was cut off, and is finished when a review begins.
        """
        if self.settings().erasing:
            raise StoreError(
                "the erasure of a respondent was cut off and is not finished. Start `textmining "
                "review` on the files once; it finishes first."
            )

    def _erase(
        self,
        respondent: str,
        wave: str,
        coder: str,
        from_files: Callable[[str, str], None] | None,
    ) -> None:
        with self._database.writing_alone() as connection:
            if from_files is not None:
                from_files(respondent, wave)
            for table in (DECISIONS, THEME_PROPOSALS, QUOTES):
                theirs = (table.c.respondent == respondent) & (table.c.wave == wave)
                connection.execute(table.delete().where(theirs))
            event = Event("erased", coder, wave=wave, respondent=respondent)
            connection.execute(EVENTS.insert().values(asdict(event)))
        self._database.empty_journal()

    def propose_theme(self, proposal: ThemeProposal) -> None:
        """Keep a theme that a coder misses in the codebook.

        Raises:
            StoreError: the answer's wave is closed, or its respondent has been erased.
        """
        row = asdict(proposal)
        row.update(row.pop("answer")._asdict())
        with self._database.writing() as connection:
            settings = settings_from(_events(connection))
            refuse_closed(settings, {proposal.answer.wave})
            refuse_erased(settings, {proposal.answer})
            connection.execute(THEME_PROPOSALS.insert().values(row))

    def theme_proposals(self) -> list[ThemeProposal]:
        """Return the themes that coders miss, first to last."""
        query = sa.select(THEME_PROPOSALS).order_by(THEME_PROPOSALS.c.number)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            ThemeProposal(answer_of(row), row["coder"], row["label"], row["definition"], row["at"])
            for row in rows
        ]

    def propose_quotes(self, quotes: Iterable[StoredQuote]) -> None:
        """Add quotes for a person to judge; one that was proposed before stays as it is.

        Quotes of closed waves and erased respondents are passed over.
        """
        with self._database.writing_alone() as connection:
            kept = connection.execute(sa.select(QUOTES)).mappings().all()
            there = {(answer_of(row), row["theme"], row["proposed"]) for row in kept}
            settings = settings_from(_events(connection))
            for quote in quotes:
                key = (quote.answer, quote.theme, quote.proposed)
                is_open = quote.answer.wave not in settings.closed
                if key not in there and is_open and quote.answer[:2] not in settings.erased:
                    there.add(key)
                    proposed = replace(quote, state="proposed", coder="")
                    connection.execute(QUOTES.insert().values(quote_row(proposed)))

    def quotes(self, state: QuoteState | None = None) -> list[StoredQuote]:
        """Return the quotes of a state, or all, in the order they were proposed."""
        query = sa.select(QUOTES).order_by(QUOTES.c.number)
        if state is not None:
            query = query.where(QUOTES.c.state == state)
        with self._database.reading() as connection:
            return [quote_of(row) for row in connection.execute(query).mappings()]

    def judge_quote(
        self, number: int, *, approved: bool, text: str, coder: str, original: str = ""
    ) -> None:
        """Approve or reject a quote as a person has read it.

        Args:
            number: the quote.
            approved: whether it may be published.
            text: the proposed text, or what may be made of it (see `is_quote_of`).
            coder: who judges.
            original: the whole answer.

        Raises:
            StoreError: no such quote, nobody judges it, words were changed, its wave is closed.
        """
        this = QUOTES.c.number == number
        with self._database.writing_alone() as connection:
            row = connection.execute(sa.select(QUOTES).where(this)).mappings().one_or_none()
            if row is None or not coder:
                raise StoreError("a quote is approved by a named person, on the review page.")
            refuse_closed(settings_from(_events(connection)), {row["wave"]})
            if not is_quote_of(text, row["proposed"], original):
                raise StoreError(
                    "in a quote, words can be taken out (write […] in their place), not changed."
                )
            state = "approved" if approved else "rejected"
            judged = {"state": state, "text": text, "coder": coder, "at": now()}
            connection.execute(QUOTES.update().where(this).values(judged))

    def secret(self) -> bytes:
        """Return the store's own secret (32 bytes), made once, with which the page signs."""
        return bytes.fromhex(self._key("page", secrets.token_hex(32)))

    def identity(self, wish: str = "") -> str:
        """Return what tells the store from others, made once.

        Args:
            wish: what it is to be where there is none yet; "" makes one up.
        """
        return self._key("identity", wish or secrets.token_hex(16))

    def _key(self, name: str, value: str) -> str:
        """The value kept under a name; where there is none, the one given is kept."""
        with self._database.writing_alone() as connection:
            connection.execute(self._database.insert_new(KEYS), {"name": name, "value": value})
            return str(connection.scalar(sa.select(KEYS.c.value).where(KEYS.c.name == name)))


def _events(connection: sa.Connection) -> list[Event]:
    rows = connection.execute(sa.select(EVENTS).order_by(EVENTS.c.number)).mappings()
    return [Event(**{key: row[key] for key in row if key != "number"}) for row in rows]
