"""Find what identifies a person in an answer, and mask it so that the answer still reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmining.language.cleaning import clean
from textmining.language.identifiers import IdentifierKind, identifiers
from textmining.language.person_names import person_names
from textmining.language.pipeline import Pipeline

_MASKS: dict[IdentifierKind, str] = {
    "name": "[navn]",
    "telephone": "[telefon]",
    "email": "[e-post]",
    "identity_number": "[fødselsnummer]",
    "birth_date": "[fødselsdato]",
    "account_number": "[kontonummer]",
    "address": "[adresse]",
}


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `end` of the cleaned text, and what they are."""

    start: int
    end: int
    kind: IdentifierKind


def find(texts: Sequence[str], pipeline: Pipeline, jobs: int = 1) -> list[tuple[Span, ...]]:
    """Return the personal data in each text, in order and without overlaps.

    Args:
        texts: answers; they are cleaned first, and the spans are of the cleaned texts.
        pipeline: one that finds names.
        jobs: processes that share the work.

    Raises:
        LanguageError: the pipeline does not find names.
    """
    entities = pipeline.entities(texts, jobs)
    return [
        _apart(
            [
                *(Span(*found) for found in identifiers(cleaned)),
                *(Span(start, end, "name") for start, end in person_names(cleaned, names)),
            ]
        )
        for cleaned, names in zip(map(clean, texts), entities, strict=True)
    ]


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the cleaned text with a word in brackets for each span: "[navn]", "[telefon]".

    The words are the same in both written standards: who searches for them finds all.

    >>> mask("Ring Kari på 912 34 567", [Span(5, 9, "name"), Span(13, 23, "telephone")])
    'Ring [navn] på [telefon]'
    """
    text = clean(text)
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + _MASKS[span.kind] + text[span.end :]
    return text


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join overlapping spans; the joint one is of the kind that comes first, the surest."""
    rank = {span: i for i, span in reversed(list(enumerate(spans)))}
    groups = list[list[Span]]()
    reached = 0
    for span in sorted(rank):
        if not groups or span.start >= reached:
            groups.append([])
        groups[-1].append(span)
        reached = max(reached, span.end)
    return tuple(
        Span(
            start=group[0].start,
            end=max(span.end for span in group),
            kind=min(group, key=rank.__getitem__).kind,
        )
        for group in groups
    )
