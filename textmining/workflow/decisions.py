"""Decisions: out of the store to a workbook or a table, and a workbook back into the store."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textmining.answers import check_target, write_decisions
from textmining.codebook import read_codebook
from textmining.review import (
    Desk,
    Imported,
    Store,
    check_workbook,
    export_workbook,
    import_workbook,
    store_exists,
)
from textmining.survey import mappings_of
from textmining.texts import Language, known_language
from textmining.workflow.inputs.reviewable import reviewable


def export_decisions(
    store: str,
    files: Sequence[Path],
    out: Path,
    *,
    codebook: Path | None = None,
    text: bool = True,
    language: Language | None = None,
) -> int:
    """Write a review to a workbook for reading and filling in, or the codes that count to a table.

    Args:
        store: the store; a workbook may begin a review, so it makes one that does not exist.
        files: the coded files, or answer files that are coded by hand with `codebook`.
        out: .xlsx is the workbook; another ending is an answer file of the codes that count.
        codebook: for answer files that no machine has coded.
        text: whether the answers' text and background are in the workbook.
        language: of its headings; None is the codebook's.

    Returns:
        How many answers are decided.

    Raises:
        TextminingError: an input that cannot be read, or a file that cannot be written.
    """
    check_target(out, [*files, codebook, store])
    found = reviewable(files, mappings_of(files), codebook)
    as_workbook = out.suffix.lower() == ".xlsx"
    with Store(store, create=as_workbook) as opened:
        opened.require_erased()
        desk = Desk(opened, found.answers, found.codebook)
        current = desk.current()
        if as_workbook:
            own = known_language(found.codebook.language) or "nb"
            export_workbook(desk, out, text=text, language=language or own)
        else:
            write_decisions(current, out)
    return len(current)


def import_decisions(
    file: Path, store: str, coder: str, *, codebook: Path | None = None
) -> Imported:
    """Record what was filled in in a workbook.

    Args:
        file: the workbook.
        store: where the decisions go; a new one is made if there is none.
        coder: whose they are.
        codebook: must be the workbook's, if given.

    Raises:
        TextminingError: a file that is no such workbook, or rows that cannot be understood.
    """
    given = read_codebook(codebook) if codebook else None
    check_workbook(file, coder, given)  # before a store is made
    is_new = not store_exists(store)
    with Store(store) as opened:
        return replace(import_workbook(file, opened, coder, given), is_new_store=is_new)
