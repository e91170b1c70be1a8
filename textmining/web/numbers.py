"""Numbers as browsers send them: whole, and no longer than any that the page itself sends.

In the addresses of routes they are written `{position:whole}`.
"""

import re
from typing import Final

from starlette.convertors import IntegerConvertor, register_url_convertor

_WHOLE: Final = "[0-9]{1,9}"


class _Whole(IntegerConvertor):
    regex = _WHOLE


register_url_convertor("whole", _Whole())


def whole_number(text: str) -> int | None:
    """Return the number that `text` is, or None.

    >>> whole_number("12"), whole_number("-1"), whole_number("9" * 5000)
    (12, None, None)
    """
    return int(text) if re.fullmatch(_WHOLE, text) else None
