"""Answers that no machine has coded, as coded answers: what persons decide is all there is."""

import hashlib
from importlib.metadata import version

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers.answers import Answers
from textmining.answers.coded import Coded
from textmining.answers.decisions import Decisions
from textmining.answers.meta import Meta
from textmining.answers.names import free_names, probability_column
from textmining.answers.schema import IDENTITY, answer_ids
from textmining.answers.statuses import ReviewStatus
from textmining.codebook import Codebook


def coded_by_hand(answers: Answers, codebook: Codebook) -> tuple[Coded, Decisions]:
    """Return answers as coded answers without a machine, and the codes they came with.

    Every answer is to be read, so what has been read of it counts strictly: all of it exactly, a
    part of it as a random one (`docs/counts.md` says when that holds).

    Returns:
        Coded answers whose themes are empty and whose probabilities are unknown, and the
        decisions that the file itself holds.
    """
    given, n = answers.frame, len(answers)
    answered = pd.Series(answers.answered, index=given.index)
    order = pd.Series(order_by_chance(given), index=given.index, dtype="Int64")
    names = free_names(answers.background, codebook.codes)
    frame = pd.DataFrame(
        {
            **{name: given[name] for name in IDENTITY},
            **{free: given[name] for name, free in names.items()},
            "text": given["text"],
            "themes": pd.Series([()] * n, dtype=object),
            **{probability_column(code): np.full(n, np.nan) for code in codebook.codes},
            "order": order.where(answered),
            "review": np.where(answered, ReviewStatus.AUDIT, ReviewStatus.NONE),
            "stratum": "",
            "model": "",
            "codebook_version": codebook.version,
        }
    )
    own = answers.human_coded.frame[[*IDENTITY, "themes"]]
    decided = own.assign(shown=False, codebook_version=codebook.version)
    return Coded(
        frame, Meta(f"textmining-survey {version('textmining-survey')}", codebook)
    ), Decisions(decided)


def order_by_chance(frame: pd.DataFrame) -> NDArray[np.int64]:
    """Return every answer's place in the order in which persons code with no machine, from 1.

    It depends on who answered what alone (the hash of it), so that whoever stops early has read a
    random part.

    Args:
        frame: answers.
    """
    keys = ["\0".join(answer).encode("utf-8", "surrogatepass") for answer in answer_ids(frame)]
    hashes = [hashlib.sha256(key).digest() for key in keys]
    places = np.empty(len(keys), dtype=np.int64)
    places[sorted(range(len(keys)), key=hashes.__getitem__)] = np.arange(1, len(keys) + 1)
    return places
