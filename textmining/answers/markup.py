"""Answers without what a web form or an editor put around them: tags, entities, invisible signs."""

import html
import re
import unicodedata

_NAMES = (
    "a|abbr|b|big|blockquote|body|br|center|code|dd|del|div|dl|dt|em|font|h[1-6]|head|hr|html|i|img|"
    "ins|label|li|link|mark|meta|o:p|ol|p|pre|q|s|section|small|span|strike|strong|style|sub|sup|"
    "table|tbody|td|th|thead|title|tr|tt|u|ul|xml"
)
_HIDDEN = re.compile(r"<!--.*?-->|<(style|script|xml|head)\b[^>]*>.*?</\1\s*>", re.I | re.S)
_BREAK = re.compile(r"\s*<(?:br|hr)\b[^<>]*>\s*|\s*</(?:p|div|h[1-6]|tr|blockquote)\s*>\s*", re.I)
_ITEM = re.compile(r"\s*<li\b[^<>]*>\s*", re.I)
_CELL = re.compile(r"</t[dh]\s*>", re.I)
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MOST = 3  # times that one program after another has written & as &amp;


def without_markup(text: str) -> str:
    r"""Return a text as a person reads it in a browser; other text is returned as it is.

    >>> without_markup("<p>Vi &oslash;nsker<br/>mer&nbsp;tid</p>")
    'Vi ønsker\nmer tid'
    >>> without_markup("a < b & c; 1 <2> 3"), without_markup("&lt;b&gt;nei&lt;/b&gt;")
    ('a < b & c; 1 <2> 3', 'nei')
    """
    for _ in range(_MOST):
        before = text
        if "<" in text:
            text = _without_tags(text)
        if "&" in text:
            text = _ENTITY.sub(_sign, text)
        if text == before:
            return text
    return text


def _without_tags(text: str) -> str:
    found = _HIDDEN.sub("", text)
    found = _CELL.sub(" ", _ITEM.sub("\n- ", _BREAK.sub("\n", found)))
    found = _TAG.sub("", found)
    return text if found == text else found.strip()


def _sign(entity: re.Match[str]) -> str:
    return html.unescape(entity[0]).replace("\xa0", " ")


def is_blank(text: str) -> bool:
    """Whether a text has only spaces and signs that nobody sees, such as zero-width ones."""
    return all(sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf") for sign in text)
