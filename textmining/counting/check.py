"""Whether decisions fit the coded answers and the draw, and what it means where they do not."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from textmining.answers import Coded, Decisions
from textmining.arrays import Bools
from textmining.counting.in_turn import read_in_turn
from textmining.errors import DecisionError, Message

_NAMED = 5


def check_decisions(coded: Coded, decisions: Decisions) -> tuple[str, ...]:
    """Say which decisions do not fit, which drawn answers are unread, and what follows.

    Returns:
        A sentence or two for each finding; none if everything drawn is read and known.

    Raises:
        DecisionError: no decision is about any of these answers.
    """
    given, read = coded.given, coded.given.among(decisions.themes)
    known = set(given.ids_of(read))
    unknown = ~decisions.among(known)
    if len(decisions) and unknown.all():
        raise DecisionError(
            "None of the {n} decisions is about an answer of the coded files ({answers}). Name "
            "the decisions of these files; respondent, wave and question must be the same.",
            n=len(decisions),
            answers=_named(decisions, unknown),
        )
    in_draw = given.drawn
    findings = [
        *_unknown(decisions, unknown),
        *_unread(given, in_draw & ~given.by_hand, read),
        *_uncoded(given, in_draw & given.by_hand, read),
        *_early(int((in_draw & read & ~read_in_turn(given, decisions)).sum())),
        *_beyond(int((~in_draw & read).sum())),
        *(said for part in coded.files or (coded,) for said in _other_version(part, decisions)),
    ]
    return tuple(findings)


def check_learnt(coded: Coded, decisions: Decisions | None) -> None:
    """Check that nothing is counted by a model that no person has taught anything.

    Raises:
        DecisionError: a model of the codebook alone coded the answers, and none of them is read.
    """
    for part in coded.files or (coded,):
        learnt = part.meta.model.get("data", {}).get("answers") if part.meta else None
        if learnt == 0 and (decisions is None or not part.among(decisions.themes).any()):
            waves = ", ".join(part.wave_names)
            raise DecisionError(
                "Wave {waves} was coded by a model that has learnt from no coded answer, so its "
                "own count means nothing. Read the drawn answers first (textmining review).",
                waves=waves,
            )


def check_themes(coded: Coded) -> tuple[str, ...]:
    """Say which waves were coded with a codebook that lacks themes, a sentence for each."""
    given = coded.given
    findings = []
    for wave in given.wave_names:
        has = given.known_in(given.of_wave(wave)).tolist()
        lacking = [code for code, is_known in zip(coded.codes, has, strict=True) if not is_known]
        if lacking:
            findings.append(
                Message(
                    "Wave {wave} was coded with a codebook that lacks {codes}: there is no count "
                    "of that in it. Code the wave again with the newest codebook to get one.",
                    wave=wave,
                    codes=", ".join(lacking),
                )
            )
    return tuple(findings)


def _unknown(decisions: Decisions, rows: Bools) -> Iterator[str]:
    if rows.any():
        yield Message(
            "{n} decisions are about answers that the coded files do not hold ({answers}). They "
            "are left out, and the intervals are as without them.",
            n=int(rows.sum()),
            answers=_named(decisions, rows),
        )


def _unread(given: Coded, drawn: Bools, read: Bools) -> Iterator[str]:
    drawn = drawn.copy()
    for wave in given.wave_names:
        here = drawn & given.of_wave(wave)
        if here.any() and not (here & read).any():
            drawn &= ~here
            yield Message(
                "None of the {n} drawn answers of wave {wave} is read, so it has no intervals yet. "
                "Read them in the given order (textmining review).",
                n=int(here.sum()),
                wave=wave,
            )
    if (rows := drawn & ~read).any():
        yield Message(
            "{n} of {drawn} drawn answers are not read ({answers}). The intervals are wider, and "
            "they hold only if the unread ones are like the read ones: read on in the given order, "
            "and do not leave hard answers out.",
            n=int(rows.sum()),
            drawn=int(drawn.sum()),
            answers=_named(given, rows),
        )


def _uncoded(given: Coded, by_hand: Bools, read: Bools) -> Iterator[str]:
    if (rows := by_hand & ~read).any():
        yield Message(
            "{n} of {all} answers in waves coded by hand have no codes ({answers}). The intervals "
            "hold only if they are like those that are coded.",
            n=int(rows.sum()),
            all=int(by_hand.sum()),
            answers=_named(given, rows),
        )


def _early(n: int) -> Iterator[str]:
    if n:
        yield Message(
            "{n} drawn answers were decided together with others before their turn: copies of a "
            "text, say. Their codes are known, and they count as read once the reading has come to "
            "them.",
            n=n,
        )


def _beyond(n: int) -> Iterator[str]:
    if n:
        yield Message(
            "{n} decisions are about answers that were not drawn. They bound the counts and do not "
            "move the estimates.",
            n=n,
        )


def _other_version(coded: Coded, decisions: Decisions) -> Iterator[str]:
    if coded.meta is None:
        return
    version = coded.meta.codebook.version
    made_with = pd.Series(decisions.versions, dtype=object)
    is_other = ~made_with.isin(["", version]).to_numpy(dtype=np.bool_)
    if not is_other.any():
        return
    given = coded.given
    is_other &= decisions.among(set(given.ids_of(given.among(decisions.themes))))
    if is_other.any():
        versions = ", ".join(sorted(set(made_with[is_other])))
        yield Message(
            "{n} decisions were made with codebook version {versions}, the answers are coded with "
            "version {version} ({answers}). Where a theme changed, its interval mixes both "
            "meanings: review those answers again.",
            n=int(is_other.sum()),
            versions=versions,
            version=version,
            answers=_named(decisions, is_other),
        )


def _named(answers: Coded | Decisions, rows: Bools) -> str:
    """The first few of some answers, by respondent, wave and question."""
    names = [" / ".join(map(str, answer)) for answer in answers.ids_of(rows, _NAMED)]
    more = int(rows.sum()) - len(names)
    return "; ".join(names) + (f"; … (+{more})" if more > 0 else "")
