"""An answer as the page shows it to one coder: nothing they should not see yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final
from uuid import uuid4

from textmining.answers import AnswerId
from textmining.codebook import Codebook, Theme
from textmining.review import Answer, Barrier, Decision, Desk, Reasons, Similar
from textmining.review.reasons import WordSpan

_TAKEN: Final = "nuz"  # note, unsure, undo
KEYS: Final = "123456789" + "".join(k for k in "abcdefghijklmopqrstvwxyæøå" if k not in _TAKEN)
"""The key of each theme, by its place in the codebook; themes beyond have none."""


@dataclass(frozen=True)
class Segment:
    """A piece of an answer's text and the codes it spoke for (none: plain text)."""

    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ThemeRow:
    """A theme to tick."""

    theme: Theme
    key: str
    checked: bool
    proposed: bool
    probability: float | None


@dataclass(frozen=True)
class NearAnswer:
    """An answer that says nearly the same and can be coded in the same stroke."""

    position: int
    text: str


@dataclass(frozen=True)
class Card:
    """One answer as one coder may see it now.

    Args:
        position: where the answer is.
        place: its place in the queue, from 1.
        answer: the answer itself.
        text: its text, cut at the words that spoke for a theme.
        rows: the themes to tick, proposed ones first.
        copies: how many other answers are identical.
        near: nearly identical answers nobody has coded.
        similar: the most similar coded answers.
        own: the coder's own last decision.
        others: what other coders decided, if it may be seen.
        barrier: what keeps it from being decided on.
        is_blind: whether the machine's proposal is there but not shown.
        settled: the decision that settled a disagreement.
        disagreed: whether coders disagree.
        batch: the name of the next stroke.
    """

    position: int
    place: int
    answer: Answer
    text: list[Segment]
    rows: list[ThemeRow]
    copies: int
    near: list[NearAnswer]
    similar: tuple[Similar, ...]
    own: Decision | None
    others: list[Decision]
    barrier: Barrier
    is_blind: bool
    settled: Decision | None
    disagreed: bool
    batch: str

    @property
    def chosen(self) -> Decision | None:
        """The decision that the coder's next one takes the place of: their own, or the settling."""
        return self.settled or self.own

    def with_ticked(self, themes: Collection[str]) -> "Card":
        """Return the card with these themes ticked, as a coder left it."""
        rows = [replace(row, checked=row.theme.code in themes) for row in self.rows]
        return replace(self, rows=rows)

    @property
    def proposed(self) -> list[ThemeRow]:
        """The themes the machine proposes."""
        return [row for row in self.rows if row.proposed]

    @property
    def rest(self) -> list[ThemeRow]:
        """The other themes."""
        return [row for row in self.rows if not row.proposed]


def card(desk: Desk, reasons: Mapping[AnswerId, Reasons], position: int, coder: str) -> Card:
    """Return the answer at `position` as the coder may see it now."""
    answer = desk.answers[position]
    item = desk.queue.item_of(position)
    sight = desk.sight(position, coder)
    standing = desk.standing(position)
    own = standing.by_coder.get(coder) if standing else None
    settled = standing.settled if standing else None
    others = [d for c, d in standing.by_coder.items() if c != coder] if standing else []
    counts = standing.counts if standing and sight.others else None
    shows_machine = sight.proposal and answer.proposed is not None
    by_hand = answer.proposed is None and sight.others
    why = reasons.get(answer.id) if sight.proposal or by_hand else None
    proposed = answer.proposed or () if shows_machine else ()
    ticked = _ticked(settled or own, counts, proposed)
    return Card(
        position=position,
        place=desk.place(position) + 1,
        answer=answer,
        text=segments(answer.text, _shown_spans(why, proposed)),
        rows=_rows(desk.codebook, answer, ticked, shown=shows_machine),
        copies=len(item.answers) - 1,
        near=[NearAnswer(p, desk.answers.text(p)) for p in desk.nearly_same(position)],
        similar=_with_codes_of_today(desk, why.similar, coder) if why else (),
        own=own,
        others=others if sight.others else [],
        barrier=desk.barrier(position),
        is_blind=answer.proposed is not None and not sight.proposal,
        settled=settled,
        disagreed=standing is not None and standing.disagreed and sight.others,
        batch=uuid4().hex,
    )


def _with_codes_of_today(desk: Desk, similar: Sequence[Similar], coder: str) -> tuple[Similar, ...]:
    """Similar answers of this very review show what they are coded as by now; erased ones go."""
    there = (other for other in similar if other.id[:2] not in desk.settings.erased)
    return tuple(_of_today(desk, other, coder) for other in there)


def _of_today(desk: Desk, other: Similar, coder: str) -> Similar:
    """The answer with its codes of today; without any if the coder is to code it unseen."""
    position = desk.position.get(other.id)
    if position is not None and not desk.sight(position, coder).others:
        return replace(other, themes=())
    standing = desk.codes.standing(other.id)
    counts = standing.counts if standing is not None else None
    return other if counts is None else replace(other, themes=counts.themes)


def _ticked(chosen: Decision | None, counts: Decision | None, proposed: Sequence[str]) -> set[str]:
    """What is ticked at first: what was chosen, else the codes that count, else the machine's."""
    if chosen is not None:
        return set(chosen.themes)
    return set(counts.themes if counts is not None else proposed)


def _rows(codebook: Codebook, answer: Answer, ticked: set[str], *, shown: bool) -> list[ThemeRow]:
    proposed = answer.proposed or () if shown else ()
    asked = codebook.asked([answer.id.question])[0]
    rows = [
        ThemeRow(
            theme,
            key=KEYS[k] if k < len(KEYS) else "",
            checked=theme.code in ticked,
            proposed=theme.code in proposed,
            probability=answer.probabilities.get(theme.code) if shown else None,
        )
        for k, theme in enumerate(codebook.themes)
        if asked[k] or theme.code in ticked
    ]
    return sorted(rows, key=lambda row: not row.proposed)


def _shown_spans(
    why: Reasons | None, proposed: Sequence[str]
) -> Mapping[str, Sequence[tuple[int, int, float]]]:
    """The words that spoke for what is proposed; for all else they would only distract."""
    if why is None:
        return {}
    return {code: spans for code, spans in why.spans.items() if code in proposed}


def segments(text: str, spans: Mapping[str, Sequence[WordSpan]]) -> list[Segment]:
    """Cut a text so that every piece speaks for the same codes from its first to last character.

    >>> [(s.text, s.codes) for s in segments("mer tolk nå", {"tolk": [(4, 8, 1.0)]})]
    [('mer ', ()), ('tolk', ('tolk',)), (' nå', ())]
    """
    within = {
        code: [(max(start, 0), min(end, len(text))) for start, end, _ in spans_of]
        for code, spans_of in spans.items()
    }
    cuts = sorted({0, len(text)} | {cut for pairs in within.values() for p in pairs for cut in p})
    return [Segment(text[start:end], _codes_at(start, within)) for start, end in pairwise(cuts)]


def _codes_at(place: int, spans: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[str, ...]:
    return tuple(
        code for code, pairs in spans.items() if any(start <= place < end for start, end in pairs)
    )
