"""Coded files written whole or not at all: the answers, what they were made with, and why."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.answers.coded import read_coded_file
from textmining.answers.meta import (
    Meta,
    index_names,
    index_path,
    meta_path,
    reasons_path,
    with_sha256,
)
from textmining.answers.writing import check_target, write_table_to
from textmining.files import atomic_files, sha256_of_file


def write_coded(
    frame: pd.DataFrame, meta: Meta, path: Path, reasons: Iterable[Mapping[str, Any]] | None = None
) -> None:
    """Write a coded file, its meta file and its reasons: all of them, or none.

    Without reasons, those of an older coded file are removed: they quote its texts. So does what
    a review kept beside it.

    Raises:
        FileError: unknown ending, unwritable folder, full disk.
        RowsError: cells the format cannot hold.
    """
    check_target(path)
    without = [reasons_path(path)] if reasons is None else []
    without += [index_path(path)] if index_names(index_path(path)) else []
    targets = [path, *([] if reasons is None else [reasons_path(path)]), meta_path(path)]
    with atomic_files(targets, private=targets, without=without) as (coded, *why, beside):
        write_table_to(frame, coded, path)
        for target in why:
            _write_reasons(reasons or (), target)
        beside.write_text(meta.to_json(sha256_of_file(coded)), encoding="utf-8", newline="\n")


def write_coded_to(
    frame: pd.DataFrame, meta: Meta, path: Path, reasons: Iterable[Mapping[str, Any]] | None
) -> None:
    """Write a coded file into a folder that is to become another (see `atomic_folder`).

    Raises:
        RowsError: cells the format cannot hold.
    """
    write_table_to(frame, path, path)
    if reasons is not None:
        _write_reasons(reasons, reasons_path(path))
    meta_text = meta.to_json(sha256_of_file(path))
    meta_path(path).write_text(meta_text, encoding="utf-8", newline="\n")


def _write_reasons(reasons: Iterable[Mapping[str, Any]], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in reasons)


def remove_from_coded(path: Path, respondent: str, wave: str) -> None:
    """Take a respondent's rows out of a coded file; its meta file keeps all else that it says.

    Raises:
        FileError, ColumnError, RowsError: as for `read_coded`, and as for `write_coded`.
    """
    part = read_coded_file(path)
    theirs = (part.cells("respondent") == respondent) & (part.cells("wave") == wave)
    if not theirs.any():
        return
    left = part.part(~theirs)
    meta = meta_path(path)
    targets = [path, meta] if part.meta is not None else [path]
    with atomic_files(targets, private=targets) as (coded, *beside):
        write_table_to(left.frame, coded, path)
        for target in beside:
            text = meta.read_text(encoding="utf-8")
            changed = with_sha256(text, sha256_of_file(coded), set(left.ids))
            target.write_text(changed, encoding="utf-8", newline="\n")
