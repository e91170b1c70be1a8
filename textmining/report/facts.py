"""What the method note and the quality declaration tell about, beside the counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from textmining.answers import QUESTION, WAVE, Meta
from textmining.estimation import Agreement


@dataclass(frozen=True)
class Facts:
    """What the note tells about.

    Args:
        answers: a row an answer, also one that is empty: `respondent, wave, question`, and whether
            it is `answered`, was `asked` for, `read` by a person, `drawn` for the count, and was
            coded when the proposal had been `shown`; whether its wave is coded `by_hand`, without
            a machine; and its `unit` where units are counted.
        meta: what the coded files were made with, or None if one of them does not say.
        made: the same for each file, with the names of its waves; empty if there is but one.
        labels: the label of every code.
        level: level of the intervals (0-1).
        looks: how many looks together the level holds for.
        is_strict: whether only what persons read was used.
        coders: how many persons decided; 0 if the decisions come from a file.
        agreement: by code, how far coders agree; empty if nothing was coded twice.
        invited: by wave, how many were invited; empty if unknown.
        weights: the column with the answers' weights; "" if they have none.
        raked_by: what they are weighted by to stand for the invited, as it is called.
        effects: by wave, the design effect of those weights; NaN where it is held back.
        suppress: the limit below which counts are held back; 0 for none.
        untold: waves of which the table does not tell how many answered some question.
        quotes: how many quotes are published.
        held_back: approved quotes that were not.
        hashes: SHA-256 by the name of the file.
        subgroups: by column, the group of each of `answers` that was read, by which the machine is
            judged; they then have `right`: whether its codes are those that a person gave.
        trained_on: how many of the answers that were read had trained the model; None if unknown.
        is_apart: whether the count knows which they are, and learns nothing of the machine by them.
        unit: the column with the units that are counted; "" for answers.
        is_corrected: whether there are shares with the coders' errors taken out.
    """

    answers: pd.DataFrame
    meta: Meta | None
    labels: Mapping[str, str]
    level: float = 0.95
    looks: int = 1
    is_strict: bool = False
    coders: int = 0
    agreement: Mapping[str, Agreement] = field(default_factory=dict)
    invited: Mapping[str, int] = field(default_factory=dict)
    weights: str = ""
    raked_by: Sequence[str] = ()
    effects: Mapping[str, float] = field(default_factory=dict)
    made: Sequence[tuple[str, Meta | None]] = ()
    suppress: int = 0
    untold: Collection[str] = ()
    quotes: int = 0
    held_back: int = 0
    hashes: Mapping[str, str] = field(default_factory=dict)
    subgroups: Mapping[str, pd.Series] = field(default_factory=dict)
    trained_on: int | None = None
    is_apart: bool = False
    unit: str = ""
    is_corrected: bool = False

    @property
    def is_by_hand(self) -> bool:
        """Whether no machine has coded anything."""
        return bool(self.answers["by_hand"].all())

    @property
    def too_small(self) -> set[str]:
        """Waves whose numbers would tell how many answered a question that few answered."""
        sizes = self.answers.groupby([WAVE, QUESTION], sort=False)["answered"].sum()
        return {*self.untold, *sizes[sizes < self.suppress].index.get_level_values(WAVE)}
