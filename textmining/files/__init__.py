"""Files as such: whole-or-nothing writing, encodings, tables of text, hashes."""

from textmining.files.atomic import (
    alone,
    atomic_file,
    atomic_files,
    atomic_folder,
    check_apart,
    check_folder,
    new_file,
)
from textmining.files.cells import guarded
from textmining.files.delimited import without_records
from textmining.files.encodings import decode, encoding_of
from textmining.files.hashes import sha256_of_bytes, sha256_of_file, sha256_of_folder
from textmining.files.headers import find_header
from textmining.files.locks import lock
from textmining.files.names import clean_name, name_key, nearest_names, shown_name, shown_names
from textmining.files.notes import Note, NoteKind, tell
from textmining.files.parquet_tables import (
    parquet_columns,
    parquet_end,
    parquet_length,
    read_parquet_rows,
    write_parquet_without,
)
from textmining.files.records import Table, check_once
from textmining.files.shipped import shipped
from textmining.files.spss import SAV_LABEL, check_sav
from textmining.files.stamps import stamp
from textmining.files.tables import DELIMITED, ENDINGS, Outline, outline_of, read_table
from textmining.files.witnesses import Cut
from textmining.files.workbooks import read_sheets
from textmining.files.workplace import is_workplace, recover

__all__ = [
    "DELIMITED",
    "ENDINGS",
    "SAV_LABEL",
    "Cut",
    "Note",
    "NoteKind",
    "Outline",
    "Table",
    "alone",
    "atomic_file",
    "atomic_files",
    "atomic_folder",
    "check_apart",
    "check_folder",
    "check_once",
    "check_sav",
    "clean_name",
    "decode",
    "encoding_of",
    "find_header",
    "guarded",
    "is_workplace",
    "lock",
    "name_key",
    "nearest_names",
    "new_file",
    "outline_of",
    "parquet_columns",
    "parquet_end",
    "parquet_length",
    "read_parquet_rows",
    "read_sheets",
    "read_table",
    "recover",
    "sha256_of_bytes",
    "sha256_of_file",
    "sha256_of_folder",
    "shipped",
    "shown_name",
    "shown_names",
    "stamp",
    "tell",
    "without_records",
    "write_parquet_without",
]
