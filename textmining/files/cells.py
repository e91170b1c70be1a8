"""Text cells that a spreadsheet would run as a formula, and their guard in .csv files."""

_RISKY = ("=", "+", "-", "@", "'", "\t", "\r")


def guarded(text: str) -> str:
    """Put `'` before text that a spreadsheet would run.

    >>> guarded("=1+1"), guarded("nei")
    ("'=1+1", 'nei')
    """
    return f"'{text}" if text.startswith(_RISKY) else text


def unguarded(text: str) -> str:
    """Take away the `'` that `guarded` put there; other text is left as it is.

    >>> unguarded("'=1+1"), unguarded("'sitat'")
    ('=1+1', "'sitat'")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_RISKY) else text
