"""Codes that are worth another look: probably slips of the hand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from textmining.codebook import Codebook
from textmining.review.answers import Answer
from textmining.review.decisions import Codes, Decision, Standing
from textmining.review.near import skeleton

_SURE: Final = 0.9


@dataclass(frozen=True)
class Suspect:
    """An answer whose codes and the machine's are far apart.

    Args:
        position: where the answer is.
        themes: the codes that count.
        missing: codes the machine is sure of and the person did not give.
        extra: codes the person gave and the machine is sure are wrong.
        distance: the largest difference between a person's 0 or 1 and the probability, 0-1.
        proposal: the codes that the machine would give instead; None if there is no such set.
    """

    position: int
    themes: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    distance: float
    proposal: tuple[str, ...] | None = None


def against_the_machine(
    decided: Iterable[tuple[int, Answer]], codes: Codes, codebook: Codebook
) -> list[Suspect]:
    """Return decided answers where person and machine are far apart, the farthest first.

    What was chosen again with the machine's proposal in view, or settled, is confirmed and left
    out.

    Answers come with their positions.
    """
    found = []
    for position, answer in decided:
        standing = codes.standing(answer.id)
        if standing is None or standing.counts is None or not answer.probabilities:
            continue
        suspect = _suspect(position, answer, standing.counts.themes)
        if (suspect.missing or suspect.extra) and not _is_confirmed(standing.counts, codes):
            found.append(replace(suspect, proposal=_proposal(suspect, answer, codebook)))
    return sorted(found, key=lambda suspect: (-suspect.distance, suspect.position))


def _is_confirmed(counting: Decision, codes: Codes) -> bool:
    before = [d.themes for d in codes.history(counting.answer) if d.number < counting.number]
    return counting.role == "adjudication" or (counting.shown and counting.themes in before)


def _suspect(position: int, answer: Answer, themes: tuple[str, ...]) -> Suspect:
    probability = answer.probabilities
    missing = [c for c, p in probability.items() if c not in themes and p >= _SURE]
    extra = [c for c in themes if probability.get(c, 0.5) <= 1 - _SURE]
    distances = [probability[c] for c in missing] + [1 - probability[c] for c in extra]
    return Suspect(position, themes, tuple(missing), tuple(extra), max(distances, default=0.0))


def _proposal(suspect: Suspect, answer: Answer, codebook: Codebook) -> tuple[str, ...] | None:
    """The person's codes as the machine would correct them, else the machine's own."""
    corrected = {*suspect.themes, *suspect.missing} - {*suspect.extra}
    for themes in (codebook.sets(codebook.indicator([corrected]))[0], answer.proposed or ()):
        if themes and set(themes) != set(suspect.themes) and not codebook.not_alone(themes):
            return themes
    return None


def coded_differently(decided: Iterable[tuple[int, Answer]], codes: Codes) -> list[tuple[int, ...]]:
    """Return groups of nearly the same text, to one question, that have different codes.

    Answers come with their positions.
    """
    groups: dict[tuple[str, str], list[tuple[int, Standing]]] = {}
    for position, answer in decided:
        standing = codes.standing(answer.id)
        if standing is not None and standing.counts is not None:
            key = (answer.id.question, skeleton(answer.text))
            groups.setdefault(key, []).append((position, standing))
    return [
        tuple(position for position, _ in group)
        for group in groups.values()
        if len({s.counts.themes for _, s in group if s.counts is not None}) > 1
    ]
