"""Who was asked a question, where the settings say that not everybody was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmining.answers import Coded
from textmining.counting.domains import group_labels
from textmining.errors import Message


@dataclass(frozen=True)
class Asked:
    """Who was asked a question.

    Args:
        column: the background column that tells it.
        groups: its values that were asked.
        rows: which rows are of respondents in these groups, whatever question they stand at,
            shape `(n_answers,)`.
    """

    column: str
    groups: tuple[str, ...]
    rows: NDArray[np.bool_]


def asked_in(coded: Coded, asked_of: Mapping[str, tuple[str, ...]]) -> dict[str, Asked]:
    """Find by question who was asked; without questions whose groups no column has.

    Args:
        coded: coded answers.
        asked_of: by question, the groups it was asked of; empty means all.
    """
    if not any(asked_of.values()):
        return {}
    labels = {name: group_labels(coded.frame[name], "") for name in coded.background}
    found = {}
    for question, groups in asked_of.items():
        column = next((n for n, values in labels.items() if {*groups} <= {*values}), None)
        if groups and column is not None:
            rows = labels[column].isin(groups).to_numpy(dtype=np.bool_)
            found[question] = Asked(column, groups, rows)
    return found


def check_asked(coded: Coded, asked_of: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Say where the settings and the answers do not agree on who was asked."""
    found = asked_in(coded, asked_of)
    asked_at_all = set(coded.question_names)
    for question, groups in asked_of.items():
        if groups and question in asked_at_all and question not in found:
            yield Message(
                "[questions.{question}] asked_of {groups}: no background column has these values. "
                "The question is taken to have been asked of everybody.",
                question=question,
                groups=", ".join(groups),
            )
    for question, asked in found.items():
        answers = coded.answered & coded.of_question(question)
        if others := int((answers & ~asked.rows).sum()):
            yield Message(
                "[questions.{question}] asked_of: {n} of {all} answers are from other groups of "
                "{column}. They are counted too.",
                question=question,
                n=others,
                all=int(answers.sum()),
                column=asked.column,
            )
