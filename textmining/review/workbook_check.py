"""Whether a workbook belongs to the store that it is to be taken back into."""

from collections.abc import Collection
from pathlib import Path

from textmining.codebook import Codebook
from textmining.errors import CodebookError, FileError
from textmining.review.decisions import Codes, Decision
from textmining.review.store import Store


def check_belongs(
    path: Path, store: Store, codes: Codes, book: Codebook, identity: str, waves: Collection[str]
) -> None:
    """Raise unless the workbook was exported from the store, with the codebook used since.

    A store without decisions takes any workbook, and those from the same store after it.

    `identity` is that of the store that it was exported from, "" in older workbooks; `waves` are
    those that it has answers of.

    Raises:
        FileError: it is from another review.
        CodebookError: a wave was coded since with another version of the codebook, or the store
            has codes that the codebook of an older workbook lacks.
    """
    stands = [codes.history(answer) for answer in codes.answers()]
    decisions = [decision for history in stands for decision in history]
    if not decisions:
        store.identity(identity)
        return
    if identity:
        if store.identity() != identity:
            raise FileError(
                path,
                "was exported from another review than this store's",
                "Name the store it was exported from, or export again from this one.",
            )
    elif strange := sorted({code for d in decisions for code in d.themes} - {*book.codes}):
        raise CodebookError(
            "{path}: its codebook lacks codes that the store has ({strange}), so it is of another "
            "survey or version. Export again from this store.",
            path=path,
            strange=", ".join(strange),
        )
    for wave in sorted(waves):
        _check_version(path, wave, [d for d in decisions if d.answer.wave == wave], book)


def _check_version(path: Path, wave: str, decisions: list[Decision], book: Codebook) -> None:
    newest = max(decisions, key=lambda decision: decision.number, default=None)
    if newest is not None and newest.codebook_version != book.version:
        raise CodebookError(
            "{path}: was made with version {version} of the codebook; wave {wave} has been coded "
            "with version {codebook_version} since. Export again and fill that in.",
            path=path,
            version=book.version,
            wave=wave,
            codebook_version=newest.codebook_version,
        )
