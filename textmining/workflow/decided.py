"""Decisions from wherever they lie: review stores, and files of coded answers."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from textmining.answers import IDENTITY, read_decisions
from textmining.codebook import Codebook
from textmining.errors import DecisionError
from textmining.review import Store, is_store

__all__ = ["decisions_from", "joined", "with_decisions"]

_NAMED = 3
"""How many answers a message names."""


def decisions_from(sources: Sequence[str], codebook: Codebook) -> pd.DataFrame:
    """Read the codes that count, of all sources together.

    Args:
        sources: a database URL or a file ending in .sqlite or .db is a store; else an answer file.
        codebook: what codes there are.

    Returns:
        `respondent`, `wave`, `question`, `themes` (a tuple) of every decided answer, and
        `codebook_version` where it is known.

    Raises:
        TextminingError: a source cannot be read, has codes that the codebook lacks, or gives an
            answer other codes than another source does.
    """
    return joined(sources, [_read(source, codebook) for source in sources])


def _read(source: str, codebook: Codebook) -> pd.DataFrame:
    if not is_store(source):
        return read_decisions(Path(source), codebook=codebook)
    with Store(source, create=False) as store:
        return store.current(codebook)[[*IDENTITY, "themes", "codebook_version"]]


def joined(sources: Sequence[str], tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the decisions of several sources as one table; what two say alike stands once.

    Args:
        sources: their names, for the error.
        tables: `respondent`, `wave`, `question`, `themes` (a tuple) of each, perhaps more.

    Raises:
        DecisionError: two sources give an answer different codes.
    """
    decided = pd.concat(tables, ignore_index=True)
    origin = [
        source for source, table in zip(sources, tables, strict=True) for _ in range(len(table))
    ]
    first: dict[tuple[str, ...], int] = {}
    apart: dict[tuple[str, str], list[str]] = {}
    themes = decided["themes"].tolist()
    for row, identity in enumerate(decided[IDENTITY].itertuples(index=False, name=None)):
        before = first.setdefault(identity, row)
        if themes[before] != themes[row]:
            apart.setdefault((origin[before], origin[row]), []).append(" / ".join(identity))
    if apart:
        raise _contradiction(apart)
    return decided.iloc[list(first.values())].reset_index(drop=True)


def _contradiction(apart: dict[tuple[str, str], list[str]]) -> DecisionError:
    told = [
        f"{one} and {other} give {len(answers)} answers different codes "
        f"({'; '.join(answers[:_NAMED])}{'; …' if len(answers) > _NAMED else ''})."
        for (one, other), answers in apart.items()
    ]
    return DecisionError(f"{' '.join(told)} Settle them in one, or leave the other out.")


def with_decisions(
    answers: pd.DataFrame, sources: Sequence[str], codebook: Codebook
) -> pd.DataFrame:
    """Return the answers with the decided codes in place of those they came with.

    Raises:
        TextminingError: as for `decisions_from`, or no decision is about these answers.
    """
    decided = decisions_from(sources, codebook).set_index(IDENTITY)["themes"]
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
