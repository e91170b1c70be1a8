"""Whom the answers speak for: those who answered beside those who were invited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textmining.counting import Representation
from textmining.report.outline import FigureTable
from textmining.report.publication import Publication
from textmining.report.voice import Noun, sentence
from textmining.report.wording import joined
from textmining.texts import Texts

_GOOD_RATE, _LARGEST_GAP = 0.6, 0.05
"""Response is called good from this share on, if no group's share among those who answered is
further from its share among the invited. Both are a convention of ours, not a test."""


@dataclass(frozen=True)
class Response:
    """Response in the newest wave.

    Args:
        answered: how many took part.
        invited: how many were invited.
        columns: by background column that the invited have, each group's response.
        design_effect: 1 + the squared variation of raking weights (Kish 1965); NaN without.
    """

    answered: int
    invited: int
    columns: Sequence[Representation]
    design_effect: float

    @property
    def rate(self) -> float:
        """The share (0-1) that took part."""
        return self.answered / self.invited

    @property
    def largest_gap(self) -> float:
        """The largest distance (0-1) of a group's share among those who answered."""
        gaps = [
            abs(group.answered / self.answered - group.invited / self.invited)
            for column in self.columns
            for group in column.groups
        ]
        return max(gaps, default=float("nan"))


def about_response(
    response: Response, noun: Noun, publication: Publication, texts: Texts
) -> Iterator[str]:
    """Say whom the answers speak for, and good things only where the figures allow them."""
    if not response.columns:
        return
    named = joined([publication.column(column.name) for column in response.columns], texts)
    gap = texts.numbers.limits(0, response.largest_gap * 100).split("–")[1]
    is_good = response.rate >= _GOOD_RATE and response.largest_gap <= _LARGEST_GAP
    is_alike = response.largest_gap <= _LARGEST_GAP
    key = "response.good" if is_good else "response.alike" if is_alike else "response.apart"
    yield sentence(texts(key, the_many=noun.the_many, columns=named, gap=gap))
    if not is_good:
        yield from _extremes(response, publication, texts)


def _extremes(response: Response, publication: Publication, texts: Texts) -> Iterator[str]:
    """The group that answered most and the one that answered least, where they are far apart."""
    groups = [(column.name, group) for column in response.columns for group in column.groups]
    groups.sort(key=lambda item: item[1].rate)
    (low_column, low), (high_column, high) = groups[0], groups[-1]
    if high.rate - low.rate >= 2 * _LARGEST_GAP:
        yield texts(
            "response.extremes",
            first=publication.value(high_column, high.name),
            high=texts.numbers.whole(100 * high.rate),
            last=publication.value(low_column, low.name),
            low=texts.numbers.whole(100 * low.rate),
        )


def response_table(response: Response, publication: Publication, texts: Texts) -> FigureTable:
    """Response by group as a table."""
    head = tuple(texts(f"response.{name}") for name in ("group", "invited", "answered", "rate"))
    rows = [
        (
            f"{publication.column(column.name)}: {publication.value(column.name, group.name)}",
            texts.numbers.whole(group.invited),
            texts.numbers.whole(group.answered),
            texts.numbers.percent(group.rate),
        )
        for column in response.columns
        for group in column.groups
    ]
    total = (
        texts("response.total"),
        texts.numbers.whole(response.invited),
        texts.numbers.whole(response.answered),
        texts.numbers.percent(response.rate),
    )
    return FigureTable(head, (*rows, total))
