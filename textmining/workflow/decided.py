"""Decisions from wherever they lie: a review store, or a file of coded answers."""

from pathlib import Path

import pandas as pd

from textmining.answers import IDENTITY, read_decisions
from textmining.codebook import Codebook
from textmining.errors import DecisionError
from textmining.review import Store, is_store

__all__ = ["decisions_from", "with_decisions"]


def decisions_from(source: str, codebook: Codebook) -> pd.DataFrame:
    """Read the codes that count.

    Args:
        source: a database URL or a file ending in .sqlite or .db is a store; else an answer file.
        codebook: what codes there are.

    Returns:
        `respondent`, `wave`, `question`, `themes` (a tuple) of every decided answer, and
        `codebook_version` where it is known.

    Raises:
        TextminingError: the source cannot be read, or has codes that the codebook lacks.
    """
    if not is_store(source):
        return read_decisions(Path(source), codebook=codebook)
    with Store(source, create=False) as store:
        return store.current(codebook)[[*IDENTITY, "themes", "codebook_version"]]


def with_decisions(answers: pd.DataFrame, source: str, codebook: Codebook) -> pd.DataFrame:
    """Return the answers with the decided codes in place of those they came with.

    Raises:
        TextminingError: as for `decisions_from`, or no decision is about these answers.
    """
    decided = decisions_from(source, codebook).set_index(IDENTITY)["themes"]
    own = answers.set_index(IDENTITY)["themes"]
    if not decided.index.isin(own.index).any():
        raise DecisionError(
            f"no decision (of {len(decided)}) is about an answer of these files. Name the "
            "files they were made on; respondent, wave and question must be the same."
        )
    return answers.assign(
        themes=[
            decided.get(identity, themes) for identity, themes in zip(own.index, own, strict=True)
        ]
    )
