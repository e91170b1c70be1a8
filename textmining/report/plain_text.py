"""The one rule about characters that a document cannot hold, at the entrance of the report."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

import pandas as pd

Value = TypeVar("Value")

_BREAKS: Final = re.compile("[\v\f\x1c-\x1f\x85\u2028\u2029]+")
"""What other programs write for a soft line break or a new page."""

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Neither in XML 1.0 (https://www.w3.org/TR/xml/#charsets), of which Word and Excel files are
made, nor a control character of the second set, which XML 1.0 discourages."""


def plain_text(text: str) -> str:
    r"""Return the text with a space for every odd break, and without what no document can hold.

    >>> plain_text("Oslo\vog\x00 Viken\uffff")
    'Oslo og Viken'
    """
    return _NOT_IN_XML.sub("", _BREAKS.sub(" ", text))


def plain(value: Value) -> Value:
    """Return records, tables, lists and the like with every text in them made plain."""
    return _plain(value)  # type: ignore[no-any-return] # of the same type as it came


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, pd.DataFrame):
        return value.map(_plain).rename(columns=_plain)
    if isinstance(value, Mapping):
        return {_plain(key): _plain(held) for key, held in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_plain(held) for held in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.init}
        return replace(value, **kept)
    return value
