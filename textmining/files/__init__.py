"""Files as such: whole-or-nothing writing, encodings, tables of text, hashes."""

from textmining.files.hashes import sha256_of_bytes, sha256_of_file, sha256_of_folder
from textmining.files.shipped import shipped
from textmining.files.whole import whole_file, whole_files, whole_folder

__all__ = [
    "sha256_of_bytes",
    "sha256_of_file",
    "sha256_of_folder",
    "shipped",
    "whole_file",
    "whole_files",
    "whole_folder",
]
