"""What the user chooses when counting."""

from dataclasses import dataclass

from textmining.answers import (
    CHANGE_COLUMNS,
    CORRECTED_COLUMNS,
    COUNT_COLUMNS,
    RESPONDENT_COLUMNS,
)
from textmining.errors import OptionError
from textmining.estimation import MOST_LOOKS


@dataclass(frozen=True)
class CountOptions:
    """What the user chooses when counting.

    Args:
        by: background columns, crossed.
        margins: whether totals over the groups are added.
        each: whether every column of `by` is broken down on its own, with totals, not crossed.
        level: confidence level, above 0 and below 1.
        looks: how many times the counts are looked at while the draw is read; the level holds for
            all of them together.
        strict: whether the machine is ignored.
        weights: background column with a weight for each answer.
        suppress: counts under it are held back; 0 holds back nothing.
        respondents: whether the share of respondents is added.
        changes: whether the change from the wave before is added.
        unit: background column with the unit that a respondent answers for; rows that count units
            are added.

    Raises:
        OptionError: a choice makes no sense.
    """

    by: tuple[str, ...] = ()
    margins: bool = False
    each: bool = False
    level: float = 0.95
    looks: int = 1
    strict: bool = False
    weights: str | None = None
    suppress: int = 0
    respondents: bool = False
    changes: bool = False
    unit: str | None = None

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise OptionError(
                "--level {level} is not between 0 and 1. Give 0.95, say.", level=self.level
            )
        if not 1 <= self.looks <= MOST_LOOKS:
            raise OptionError(
                "--looks {looks} is not between 1 and {most}.",
                looks=self.looks,
                most=MOST_LOOKS,
            )
        if self.strict and self.weights:
            raise OptionError("--strict counts answers and takes no weights. Leave one out.")
        if doubled := [name for name in self.by if self.by.count(name) > 1]:
            raise OptionError("--by {name} is given twice. Name each column once.", name=doubled[0])
        own = (*COUNT_COLUMNS, *RESPONDENT_COLUMNS, *CORRECTED_COLUMNS, *CHANGE_COLUMNS)
        clash = [name for name in self.by if name in own]
        if clash:
            raise OptionError(
                "--by {name} would be mistaken for a column of the count file. Rename it, or "
                "leave it out: waves and questions are told apart anyway.",
                name=clash[0],
            )
