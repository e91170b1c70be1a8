"""Bytes to text: UTF-8 with or without BOM, UTF-16, UTF-32, Windows-1252."""

import codecs
import collections
import io
import itertools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from textmining.errors import FileError

_BOMS = {  # that of UTF-32 begins as that of UTF-16 does
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
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
_CHUNK = 2**20
_START = 200  # bytes in which a web page says that it is one
_LONGEST = 2**24  # bytes between two line ends: five hundred times what a cell of Excel holds
_BOM = "\ufeff"
_OLD = {"mac_roman": "Mac Roman (CSV of Excel for Mac)", "cp850": "code page 850 (CSV of DOS)"}
_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ONCE, _TWICE = re.compile(rb"\xc3[\xa5\xa6\xb8]"), re.compile(rb"\xc3\x83\xc2[\xa5\xa6\xb8]")
"""The letters å, æ and ø in UTF-8, and in UTF-8 that was read as Windows-1252 and written again."""
_AROUND = "\u2018\u2019\u201a\xb4“”„«»…–—•®™°`¨"  # signs that stand before or after a word
_WORDS = 10_000  # from which an old encoding is told


def decode(content: bytes, path: Path) -> str:
    """Return the text of a file's content.

    Raises:
        FileError: the bytes are no text, or in none of the encodings above.
    """
    encoding = _encoding(io.BytesIO(content), path)
    return content.decode(encoding).lstrip(_BOM)


def encoding_of(path: Path) -> str:
    """Return the encoding of a file of text, by Python's name.

    Raises:
        FileError: as for `decode`.
    """
    with path.open("rb") as stream:
        return _encoding(stream, path)


@contextmanager
def reading_lines(path: Path) -> Iterator[Iterator[str]]:
    """Give a file's lines, with their ends as they are; they are decoded as they are read.

    Raises:
        FileError: as for `decode`, or a line is longer than any table's.
    """
    with path.open(encoding=encoding_of(path), newline="") as text:
        yield lines_from_start(text)


def lines_from_start(text: TextIO) -> Iterator[str]:
    """Yield all lines of a file that has just been opened, so that it can tell where it is."""
    # Two programs may have marked the file; the encoding's own mark is gone by now.
    return itertools.chain([text.readline().lstrip(_BOM)], iter(text.readline, ""))


def _encoding(stream: BinaryIO, path: Path) -> str:
    """The encoding in which all of a file can be decoded."""
    head = stream.read(_CHUNK)
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            raise FileError(
                path,
                "holds {kind}, not text as its ending says",
                "Give the file its right ending, or export it again.",
                kind=kind,
            )
    if (
        head[:_START]
        .lstrip(b"\xef\xbb\xbf\r\n\t ")
        .lower()
        .startswith((b"<!doctype html", b"<html"))
    ):
        raise FileError(
            path,
            "holds a web page, such as one to log in on, not a table",
            "Export it again.",
        )
    strange = 0
    for encoding in _candidates(head):
        stream.seek(0)
        found = _first_strange(stream, encoding, path)
        if found is None:
            return encoding
        strange = found
    raise FileError(
        path,
        "cannot be read as text (byte {place} fits neither UTF-8, UTF-16 nor Windows-1252)",
        "Save it again as CSV UTF-8.",
        place=strange + 1,
    )


def _candidates(head: bytes) -> list[str]:
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            return [name]
    header = head.partition(b"\n")[0]
    if len(header) > 1 and header.count(b"\0") * 3 > len(header):
        return ["utf-16-be" if header[0] == 0 else "utf-16-le"]
    return ["utf-8", "cp1252"]


def _first_strange(stream: BinaryIO, encoding: str, path: Path) -> int | None:
    """The position of the first byte that is not in an encoding; None if all are.

    Raises:
        FileError: a line is too long, or the letters are those of an old encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    done, before, words = 0, 0, collections.Counter[bytes]()
    n_twice = n_once = 0
    while chunk := stream.read(_CHUNK):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return done + error.start
        done += len(chunk)
        before = _check_lines(chunk, before, path)
        n_twice += len(_TWICE.findall(chunk))
        n_once += len(_ONCE.findall(chunk))
        if encoding == "cp1252" and words.total() < _WORDS:
            words.update(_WORD.findall(chunk))
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return done - 1
    _refuse_old(words, path)
    if encoding.startswith("utf-8") and n_twice > n_once:
        raise FileError(
            path,
            "was made UTF-8 twice (each ø is two other signs)",
            "Export it again as CSV UTF-8.",
        )
    if encoding == "cp1252" and n_once:
        raise FileError(
            path,
            "is UTF-8 in one part and Windows-1252 in another",
            "It is cut off, or put together from two files; save each as CSV UTF-8.",
        )
    return None


def _check_lines(chunk: bytes, before: int, path: Path) -> int:
    """How many bytes stand after the last line end, `before` of them in front of the chunk."""
    after = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    if after >= 0:
        return len(chunk) - after - 1
    if before + len(chunk) > _LONGEST:
        raise FileError(
            path, "has a line of more than 16 megabytes", "Export it again, a row per line."
        )
    return before + len(chunk)


def _refuse_old(words: Mapping[bytes, int], path: Path) -> None:
    """Raise FileError if more words are Norwegian in an old encoding than in Windows-1252."""
    strange = any(not _is_word(word.decode("cp1252").strip(_AROUND)) for word in words)
    here = sum(n for word, n in words.items() if _is_norwegian(word, "cp1252"))
    for encoding, name in _OLD.items():
        there = sum(n for word, n in words.items() if _is_norwegian(word, encoding))
        if strange and there > here:
            raise FileError(
                path, "seems to be written in {name}", "Save it again as CSV UTF-8.", name=name
            )


def _is_norwegian(word: bytes, encoding: str) -> bool:
    """Whether bytes are a word with æ, ø or å in an encoding; a lone æ is rather a sign."""
    text = word.decode(encoding, errors="replace")
    return _is_word(text) and text != "æ" and not {*"æøåÆØÅ"}.isdisjoint(text)


def _is_word(text: str) -> bool:
    """Whether text is letters with capitals where a word has them; an apostrophe may be inside."""
    letters = text.replace("\u2019", "")
    known = letters.islower() or letters.isupper() or letters[1:].islower()
    return not letters or (letters.isalpha() and known)
