"""Files as such: whole-or-nothing writing, encodings, tables of text, hashes."""

from textmining.files.atomic import (
    atomic_file,
    atomic_files,
    atomic_folder,
    check_apart,
    check_folder,
)
from textmining.files.cells import guarded, unguarded
from textmining.files.encodings import decode
from textmining.files.hashes import sha256_of_bytes, sha256_of_file, sha256_of_folder
from textmining.files.records import Table
from textmining.files.shipped import shipped
from textmining.files.tables import ENDINGS, SAV_LABEL, read_table

__all__ = [
    "ENDINGS",
    "SAV_LABEL",
    "Table",
    "atomic_file",
    "atomic_files",
    "atomic_folder",
    "check_apart",
    "check_folder",
    "decode",
    "guarded",
    "read_table",
    "sha256_of_bytes",
    "sha256_of_file",
    "sha256_of_folder",
    "shipped",
    "unguarded",
]
