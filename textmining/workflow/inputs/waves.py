"""The waves to count: coded files, and answer files that persons coded by hand."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from textmining.answers import (
    Coded,
    Columns,
    Decisions,
    answers_in,
    coded_by_hand,
    is_coded_table,
    join_coded,
    meta_path,
    read_coded,
)
from textmining.codebook import Codebook, read_codebook, require_same
from textmining.files import read_table
from textmining.survey import mappings_of
from textmining.workflow.inputs.decided import Decided, decided_in


def read_waves(
    files: Sequence[Path],
    codebook: Path | None = None,
    columns: Columns | Sequence[Columns] | None = None,
    background: Collection[str] | None = None,
) -> tuple[Coded, Decisions | None]:
    """Read coded files, and with a codebook answer files that no machine has coded.

    Args:
        files: oldest wave first.
        codebook: must agree with the coded files' codebook; needed for the others.
        columns: what the columns of answer files are called, in all files or in each; those of
            the settings unless given.
        background: the background columns that are needed, if all is read to be counted; see
            `read_coded`.

    Returns:
        All waves below each other, and the codes that the answer files came with; None if there
        are no answer files.

    Raises:
        TextminingError: a file that cannot be read, or codebooks that contradict each other.
    """
    by_hand = [codebook is not None and not _is_coded(file) for file in files]
    if codebook is None or not any(by_hand):
        coded = read_coded(files, background)
        if codebook is not None and coded.meta is not None:
            require_same(read_codebook(codebook), coded.codebook, "the answers were coded with")
        return coded, None
    book = read_codebook(codebook)
    mappings = _mappings(files, columns)
    machine = [file for file, is_by_hand in zip(files, by_hand, strict=True) if not is_by_hand]
    coded_files = iter(read_coded(machine, background).files if machine else ())
    parts, own = [], []
    for file, mapping, is_by_hand in zip(files, mappings, by_hand, strict=True):
        if is_by_hand:
            part, decisions = coded_by_hand(answers_in([file], mapping, book), book)
            own.append(decisions.frame)
        else:
            part = next(coded_files)
        parts.append(part)
    return join_coded(parts), Decisions(pd.concat(own, ignore_index=True))


def decided_on(own: Decisions | None, sources: Sequence[str], codebook: Codebook) -> Decided | None:
    """Return what persons decided; what stands in the answer files counts where no source does.

    Raises:
        TextminingError: a source cannot be read, has unknown codes, or contradicts another.
    """
    decided = decided_in(sources, codebook) if sources else None
    if own is None or not len(own):
        return decided
    if decided is None:
        return Decided(own)
    theirs = decided.decisions
    mine = own.frame[~own.identity.isin(theirs.identity)]
    frame = pd.concat([theirs.frame, mine], ignore_index=True)
    return replace(decided, decisions=replace(theirs, frame=frame))


def _mappings(
    files: Sequence[Path], columns: Columns | Sequence[Columns] | None
) -> Sequence[Columns]:
    if columns is None:
        return mappings_of(files)
    return [columns] * len(files) if isinstance(columns, Columns) else columns


def _is_coded(file: Path) -> bool:
    """Whether a model or another program has coded a file: it has its codes and chances."""
    return meta_path(file).exists() or is_coded_table(read_table(file).columns)
