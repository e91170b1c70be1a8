"""Bytes to text: UTF-8 with or without BOM, UTF-16, Windows-1252."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from textmining.errors import FileError

__all__ = ["decode"]

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SIGNATURES = {
    b"PK\x03\x04": "an Excel workbook or another zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"PAR1": "a Parquet file",
    b"$FL2": "an SPSS file",
    b"$FL3": "an SPSS file",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a gzip archive",
}


def decode(content: bytes, path: Path) -> str:
    """Return the text of a file's content.

    Raises:
        FileError: the bytes are no text, or in none of the encodings above.
    """
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise FileError(
                path,
                f"holds {kind}, not text as its ending says",
                "Give the file its right ending, or export it again.",
            )
    try:
        return content.decode(_encoding(content, path))
    except UnicodeDecodeError as error:
        raise _undecodable(path, error.start) from None


def _encoding(content: bytes, path: Path) -> str:
    for mark, name in _BOMS.items():
        if content.startswith(mark):
            return name
    header = content.partition(b"\n")[0]
    if len(header) > 1 and header.count(b"\0") * 3 > len(header):
        return "utf-16-be" if header[0] == 0 else "utf-16-le"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if from_bytes(content, cp_isolation=["cp1252"]).best() is None:
            raise _undecodable(path, error.start) from None
        return "cp1252"
    return "utf-8"


def _undecodable(path: Path, position: int) -> FileError:
    return FileError(
        path,
        f"cannot be read as text (byte {position + 1} fits neither UTF-8, UTF-16 nor Windows-1252)",
        "Save it again as CSV UTF-8.",
    )
