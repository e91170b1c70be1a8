"""Whether decisions fit the coded answers and the draw, and what it means where they do not."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from textmining.answers import Coded, Decisions
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
    given = coded.part(coded.answered)
    known, decided = given.identity, decisions.identity
    unknown = ~decided.isin(known)
    if len(decided) and unknown.all():
        raise DecisionError(
            "None of the {n} decisions is about an answer of the coded files ({answers}). Name "
            "the decisions of these files; respondent, wave and question must be the same.",
            n=len(decided),
            answers=_named(decided),
        )
    in_draw, read = given.drawn, known.isin(decided)
    findings = [
        *_unknown(decided[unknown]),
        *_unread(known[in_draw & ~read], int(in_draw.sum())),
        *_early(known[in_draw & read & ~read_in_turn(given, decisions)]),
        *_beyond(known[~in_draw & read]),
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
        if learnt == 0 and (decisions is None or not part.identity.isin(decisions.identity).any()):
            waves = ", ".join(part.wave_names)
            raise DecisionError(
                "Wave {waves} was coded by a model that has learnt from no coded answer, so its "
                "own count means nothing. Read the drawn answers first (textmining review).",
                waves=waves,
            )


def check_themes(coded: Coded) -> tuple[str, ...]:
    """Say which waves were coded with a codebook that lacks themes, a sentence for each."""
    given = coded.part(coded.answered)
    findings = []
    for wave in given.wave_names:
        has = np.all(given.known[given.of_wave(wave)], axis=0).tolist()
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


def _unknown(rows: pd.MultiIndex) -> Iterator[str]:
    if len(rows):
        yield Message(
            "{n} decisions are about answers that the coded files do not hold ({answers}). They "
            "are left out, and the intervals are as without them.",
            n=len(rows),
            answers=_named(rows),
        )


def _unread(rows: pd.MultiIndex, drawn: int) -> Iterator[str]:
    if len(rows):
        yield Message(
            "{n} of {drawn} drawn answers are not read ({answers}). The intervals are wider, and "
            "they hold only if the unread ones are like the read ones: read on in the given order, "
            "and do not leave hard answers out.",
            n=len(rows),
            drawn=drawn,
            answers=_named(rows),
        )


def _early(rows: pd.MultiIndex) -> Iterator[str]:
    if len(rows):
        yield Message(
            "{n} drawn answers were decided together with others before their turn: copies of a "
            "text, say. Their codes are known, and they count as read once the reading has come to "
            "them.",
            n=len(rows),
        )


def _beyond(rows: pd.MultiIndex) -> Iterator[str]:
    if len(rows):
        yield Message(
            "{n} decisions are about answers that were not drawn. They bound the counts and do not "
            "move the estimates.",
            n=len(rows),
        )


def _other_version(coded: Coded, decisions: Decisions) -> Iterator[str]:
    if coded.meta is None:
        return
    version = coded.meta.codebook.version
    made_with = pd.Series(decisions.versions, dtype=object)
    is_here = decisions.identity.isin(coded.part(coded.answered).identity)
    is_other = is_here & ~made_with.isin(["", version]).to_numpy(dtype=np.bool_)
    other = decisions.identity[is_other]
    if len(other):
        versions = ", ".join(sorted(set(made_with[is_other])))
        yield Message(
            "{n} decisions were made with codebook version {versions}, the answers are coded with "
            "version {version} ({answers}). Where a theme changed, its interval mixes both "
            "meanings: review those answers again.",
            n=len(other),
            versions=versions,
            version=version,
            answers=_named(other),
        )


def _named(rows: Sequence[tuple[str, str, str]] | pd.MultiIndex) -> str:
    """The first few answers, by respondent, wave and question."""
    names = [" / ".join(map(str, row)) for row in list(rows)[:_NAMED]]
    more = len(rows) - len(names)
    return "; ".join(names) + (f"; … (+{more})" if more > 0 else "")
