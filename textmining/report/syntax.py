"""The SPSS syntax beside `respondents.sav`: alignment and multiple-response sets.

SPSS runs what stands in it, so nothing that comes from a file may end a string or a line: names
are written only if SPSS itself takes them, all else inside quotation marks.
"""

import re
import struct
from collections.abc import Mapping
from typing import Any

from textmining.files.sav_files import SavFile
from textmining.report.spss import LONGEST_NAME, ThemeVariables, free_name
from textmining.texts import Texts

_NAME = re.compile(r"[^\W\d_]([\w.$#@]*[\w$#@])?")
_FEWEST = 2  # variables of a set
_LONGEST_TEXT = 255
"""Bytes of a string, the longest that all versions of SPSS take in a label."""


def syntax(original: SavFile, themes: list[ThemeVariables], texts: Texts) -> str:
    """Return the SPSS syntax that sets alignment and defines the multiple-response sets."""
    lines = ["* Encoding: UTF-8.", f"* {texts('spss.about')}", "GET FILE='respondents.sav'."]
    alignment = original.meta.variable_alignment
    lines += [
        f"VARIABLE ALIGNMENT {name} ({side.upper()})."
        for name, side in alignment.items()
        if side in ("left", "right", "center") and _is_name(name)
    ]
    lines += ["MRSETS"]
    left_out = sets_left_out(original)
    counted = _counted_texts(original)
    for name, kept in original.meta.mr_sets.items():
        if name not in left_out:
            lines += _kept_set(name, kept, original, counted.get(name.lstrip("$").lower()))
    taken = {name.lstrip("$").lower() for name in original.meta.mr_sets}
    for part in (part for part in themes if len(part.names) >= _FEWEST):
        label = texts("spss.set", question=part.question)
        lines += [
            f"  /MDGROUP NAME=${free_name(f't_{part.question}', taken)} LABEL={_quoted(label)}"
            " CATEGORYLABELS=VARLABELS",
            f"    VARIABLES={' '.join(part.names)}",
            "    VALUE=1",
        ]
    lines += ["  /DISPLAY NAME=ALL.", "SAVE OUTFILE='respondents.sav'.", ""]
    return "\n".join(lines)


def sets_left_out(original: SavFile) -> list[str]:
    """Return the original's multiple-response sets that cannot be written, by name.

    Their name or a variable's is none that SPSS takes, they have but one variable, or the value
    they count is not known.
    """
    counted = _counted_texts(original)
    return [
        name
        for name, kept in original.meta.mr_sets.items()
        if not all(map(_is_name, [name.lstrip("$"), *kept["variable_list"]]))
        or len(f"${name.lstrip('$')}".encode()) > LONGEST_NAME
        or len(kept["variable_list"]) < _FEWEST
        or (
            kept["is_dichotomy"]
            and _value(kept, original, counted.get(name.lstrip("$").lower())) is None
        )
    ]


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and len(name.encode()) <= LONGEST_NAME


def _kept_set(
    name: str, kept: Mapping[str, Any], original: SavFile, counted: tuple[str, str] | None
) -> list[str]:
    """A multiple-response set of the original."""
    kind = "MDGROUP" if kept["is_dichotomy"] else "MCGROUP"
    said = [f"NAME=${name.lstrip('$')}"]
    if kept.get("label"):
        said.append(f"LABEL={_quoted(kept['label'])}")
    if kept["type"] == "E":
        said.append("CATEGORYLABELS=COUNTEDVALUES")
        said += ["LABELSOURCE=VARLABEL"] if counted and counted[0] == "11" else []
    lines = [f"  /{kind} {' '.join(said)}", f"    VARIABLES={' '.join(kept['variable_list'])}"]
    value = _value(kept, original, counted)
    return [*lines, f"    VALUE={value}"] if kept["is_dichotomy"] else lines


def _value(
    kept: Mapping[str, Any], original: SavFile, counted: tuple[str, str] | None
) -> str | None:
    """The value that a set counts: a number, or a text where its variables hold texts."""
    types = original.meta.original_variable_types
    if any(str(types.get(name, "")).startswith("A") for name in kept["variable_list"]):
        return None if counted is None else _quoted(counted[1])
    number = kept.get("counted_value")
    return str(number) if isinstance(number, int | float) else None


def _counted_texts(original: SavFile) -> dict[str, tuple[str, str]]:
    """How each set's categories are labelled, and what it counts, as the file says it.

    pyreadstat knows numbers only. The sets stand in extension records 7 and 19, a line each:
    `$name=D2 Ja 5 Label variables` or `$name=E 11 2 Ja …`, lengths in bytes (PSPP's description of
    the system file format).
    """
    if not original.meta.mr_sets:
        return {}
    content = original.path.read_bytes()
    encoding = original.meta.file_encoding or "utf-8"
    found = {}
    for order in "<>":
        for subtype in (7, 19):
            head = struct.pack(f"{order}3i", 7, subtype, 1)
            start = content.find(head) + len(head)
            if start >= len(head) and len(content) >= start + 4:
                (size,) = struct.unpack_from(f"{order}i", content, start)
                record = content[start + 4 : start + 4 + max(size, 0)]
                for line in re.finditer(rb"\$([^\s=]+)=(?:D|E (1|11) )(\d+) ", record):
                    value = record[line.end() : line.end() + int(line[3])]
                    name = line[1].decode(encoding, "replace").lower()
                    kind = (line[2] or b"").decode()
                    found[name] = (kind, value.decode(encoding, "replace").rstrip())
    return found


def _quoted(text: str) -> str:
    """A text as a string of SPSS syntax, on one line."""
    plain = "".join(mark if mark.isprintable() else " " for mark in text)
    cut = plain.encode("utf-8", "replace")[:_LONGEST_TEXT].decode(errors="ignore")
    return "'" + cut.replace("'", "''") + "'"
