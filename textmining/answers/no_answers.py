"""Numbers that programs write where nothing was answered."""

from collections import Counter
from collections.abc import Sequence

_CODES = frozenset(sign + digit * n for sign in ("", "-") for digit in "789" for n in (1, 2, 3, 4))
_OTHERS = frozenset({"98", "97", "96", "998", "997", "996", "9998", "9997"})
_FEW = 3  # respondents who may each have meant the number


def n_codes(texts: Sequence[str]) -> int:
    """Return how many answers are nothing but such a number, which stands there several times.

    Statistics programs give those who did not answer, or did not know, a number that nobody can
    have meant: 9 or 8, as often as the longest value has digits.

    >>> n_codes(["Flere tolker", "99", "99", "99", "-9"]), n_codes(["99", "Flere tolker"])
    (3, 0)
    """
    times = Counter(text.strip() for text in texts)
    found = {text: n for text, n in times.items() if text in _CODES | _OTHERS and n >= _FEW}
    return sum(found.values())
