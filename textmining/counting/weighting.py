"""Weights that let those who answered stand for those who were invited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import RESPONDENT, Coded
from textmining.answers.cells import as_id
from textmining.counting.domains import group_labels, missing_label
from textmining.counting.options import CountOptions
from textmining.counting.population import waves_of
from textmining.errors import ColumnError, Message, OptionError
from textmining.estimation import design_effect, rake

_WEIGHT = "raked_weight"


@dataclass(frozen=True)
class Raked:
    """Answers with weights that give their respondents, or units, the margins of those invited.

    Args:
        coded: the answers, with a column of weights that are 1 on average in every wave.
        options: how to count them.
        columns: the columns whose margins are met.
        effects: by wave, the design effect of the weights (1 + their squared variation, Kish 1965).
    """

    coded: Coded
    options: CountOptions
    columns: tuple[str, ...]
    effects: Mapping[str, float]


def raked(
    coded: Coded, invited: pd.DataFrame, columns: Sequence[str], options: CountOptions
) -> Raked:
    """Weight the answers by raking (Deming & Stephan 1940), each wave by itself.

    The groups of those who answered are read from the list of those invited if it names them, else
    from the answers. Answers of a wave without a list weigh 1; one without
    answers has nothing to weight.

    Args:
        coded: coded answers.
        invited: a row per invited unit, with `columns`, and `wave` if there are several.
        columns: whose margins are to be met.
        options: how is counted; its unit is weighted, or else the respondent.

    Raises:
        ColumnError: a column is missing, somebody who answered was not invited or stands in two
            groups, or nobody of a group answered.
        OptionError: there are weights already, or answers that are counted strictly.
    """
    if options.weights:
        raise OptionError("--rake makes weights of its own. Leave --weights out.")
    if options.strict or coded.meta is None:
        raise OptionError("--rake weights answers, and strict counts take no weights.")
    if lacking := [name for name in columns if name not in invited]:
        raise ColumnError(
            "The file of --population has no column {names}.", names=", ".join(lacking)
        )
    who, in_wave = coded.owners(options.unit), waves_of(invited)
    weights, effects = np.ones(len(coded)), {}
    for wave in coded.wave_names:
        frame = invited if in_wave is None else invited[in_wave == wave]
        rows = coded.of_wave(wave) & coded.answered
        if len(frame) and rows.any():
            margins = _Margins(columns, options.unit or RESPONDENT, missing_label(coded))
            of_each = margins.weights(frame, coded.frame[rows], who[rows])
            weights[rows] = who[rows].map(of_each)
            effects[wave] = design_effect(np.asarray(of_each, dtype=np.float64))
    frame = coded.frame.assign(**{_WEIGHT: weights})
    return Raked(
        replace(coded, frame=frame), replace(options, weights=_WEIGHT), tuple(columns), effects
    )


@dataclass(frozen=True)
class _Margins:
    """The columns whose margins are met, and the column that tells who is who."""

    columns: Sequence[str]
    identity: str
    missing: str

    def weights(
        self, invited: pd.DataFrame, answers: pd.DataFrame, who: pd.Series
    ) -> "pd.Series[float]":
        """The weight of everybody who answered in a wave, by id; 1 on average."""
        if self.identity in invited:
            ids = invited[self.identity].map(as_id)
            invited = invited[~ids.duplicated()].set_index(ids[~ids.duplicated()])
            people = pd.Index(who.unique())
            if len(strangers := people.difference(invited.index, sort=False)):
                raise ColumnError(
                    "{identity} {name} answered and does not stand in the file of "
                    "--population. Give a row for everybody who was invited.",
                    identity=self.identity,
                    name=strangers[0],
                )
            known = invited.loc[people]
        else:
            known = answers.assign(**{self.identity: who}).groupby(who).first()
            people = known.index
            self._check_one_group(answers, who)
        groups, totals = zip(*(self._groups(c, invited, known) for c in self.columns), strict=True)
        found = rake(groups, totals)
        if found is None:
            raise ColumnError(
                "--rake {columns}: the groups' shares cannot all be met. Leave a column out, or "
                "join groups.",
                columns=", ".join(self.columns),
            )
        return pd.Series(found / found.mean(), index=people)

    def _groups(
        self, column: str, invited: pd.DataFrame, known: pd.DataFrame
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The group of everybody who answered, and how many were invited of each group."""
        labels = group_labels(invited[column], self.missing)
        names = pd.Index(labels.unique())
        group = np.asarray(names.get_indexer(pd.Index(group_labels(known[column], self.missing))))
        sizes = np.asarray(labels.value_counts().reindex(names), dtype=np.float64)
        empty = np.bincount(group[group >= 0], minlength=len(names)) == 0
        if empty.any() or (group < 0).any():
            who = (
                Message("{column} {group} answered", column=column, group=names[empty][0])
                if empty.any()
                else Message("a group of {column} was invited", column=column)
            )
            raise ColumnError(
                "--rake: nobody of {who}. Join it with another group in the file of --population "
                "and in the answers, or leave the column out.",
                who=who,
            )
        return group, sizes

    def _check_one_group(self, answers: pd.DataFrame, who: pd.Series) -> None:
        for column in self.columns:
            if column not in answers:
                raise ColumnError("There is no column {column} for --rake.", column=column)
            of_each = group_labels(answers[column], self.missing).groupby(who).agg(set)
            several = of_each[of_each.map(len) > 1]
            if len(several):
                raise ColumnError(
                    "{identity} {name} has several values of {column}, and is weighted once. Give "
                    "the file of --population a column {identity}.",
                    identity=self.identity,
                    name=several.index[0],
                    column=column,
                )
