"""Answers that no machine has coded, as coded answers: what persons decide is all there is."""

import numpy as np
import pandas as pd

from textmining.answers.coded import Coded
from textmining.answers.decisions import Decisions
from textmining.answers.meta import Meta
from textmining.answers.names import free_names, probability_column
from textmining.answers.schema import ANSWER_COLUMNS, IDENTITY
from textmining.answers.statuses import ReviewStatus
from textmining.codebook import Codebook


def coded_by_hand(answers: pd.DataFrame, codebook: Codebook) -> tuple[Coded, Decisions]:
    """Return answers as coded answers without a machine, and the codes they came with.

    Every answer is to be read, so what has been read of it counts strictly: all of it exactly, a
    part of it as a random one (`docs/counts.md` says when that holds).

    Returns:
        Coded answers whose themes are empty and whose probabilities are unknown, and the
        decisions that the file itself holds.
    """
    answered = answers["text"].str.strip() != ""
    background = [name for name in answers.columns if name not in ANSWER_COLUMNS]
    names = free_names(map(str, background), codebook.codes)
    n = len(answers)
    frame = pd.DataFrame(
        {
            **{name: answers[name] for name in IDENTITY},
            **{names[str(name)]: answers[name] for name in background},
            "text": answers["text"],
            "themes": pd.Series([()] * n, dtype=object),
            **{probability_column(code): np.full(n, np.nan) for code in codebook.codes},
            "order": answered.cumsum().astype("Int64").where(answered),
            "review": np.where(answered, ReviewStatus.AUDIT, ReviewStatus.NONE),
            "stratum": "",
            "model": "",
            "codebook_version": codebook.version,
        }
    )
    own = answers.loc[answers["themes"].notna() & answered, [*IDENTITY, "themes"]]
    decided = own.reset_index(drop=True).assign(shown=False, codebook_version=codebook.version)
    return Coded(frame, Meta("", codebook)), Decisions(decided)
