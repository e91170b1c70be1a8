"""Text cells that a spreadsheet would run as a formula, and their guard in .csv files."""

import re

_AS_TEXT = re.compile(r'="([^"]*)"')
_RISKY = ("=", "+", "-", "@", "'", "\t", "\r")


def guarded(text: str) -> str:
    """Put `'` before text that a spreadsheet would run.

    >>> guarded("=1+1"), guarded("nei")
    ("'=1+1", 'nei')
    """
    return f"'{text}" if text.startswith(_RISKY) else text


def unguarded(text: str) -> str:
    """Take away the `'` that `guarded` put there; other text is left as it is.

    Some programs write `="0301"`, so that Excel keeps the zero: that is 0301.

    >>> unguarded("'=1+1"), unguarded("'sitat'"), unguarded('="0301"')
    ('=1+1', "'sitat'", '0301')
    """
    if text.startswith("'") and text[1:].startswith(_RISKY):
        return text[1:]
    as_text = _AS_TEXT.fullmatch(text)
    return as_text[1] if as_text else text
