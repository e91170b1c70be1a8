"""Personal data that is recognised by how it is written: numbers and addresses.

Numbers with a check digit are found by the check digit, and by their usual grouping too: a
number with one digit wrong still points at a person.
"""

import re
from collections.abc import Iterator
from typing import Literal

from stdnum.no import fodselsnummer, kontonr

IdentifierKind = Literal[
    "name", "telephone", "email", "identity_number", "birth_date", "account_number", "address"
]

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]++ ?(?:@|\(at\)|\[at\]|\(a\)) ?[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?\b")

# Eleven digits: day, month, year and five more; D-numbers add 40 to the day, H-numbers and test
# numbers add 40 or 80 to the month.
_IDENTITY = re.compile(r"(?<![\d.,])([0-7]\d)([01489]\d)\d\d([ -]?)\d{3} ?\d{2}(?!\d)")
_IDENTITY_NAMED = re.compile(
    r"\b(?:fødsels?(?:nummer|nr)|person(?:nummer|nr)|fnr|d-nummer|pnr)\b\D{0,12}(\d[\d ]{7,13}\d)",
    re.I,
)
_DATE = (
    r"(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[./ -] ?\d{1,2}[./ -] ?(?:\d{4}|\d\d)|\d{8}|\d{6}|"
    r"\d{1,2}\.? ?(?:jan|feb|mars|apr|mai|jun|jul|aug|sep|okt|nov|des)[a-z]*\.?(?: \d{4})?)(?!\d)"
)
_BIRTH_DATE = re.compile(
    rf"\b(?:fødselsda(?:to|g)|født|fødd|fødde|f\.(?: ?dato)?)(?: ?:| den| er| var)* ?({_DATE})",
    re.I,
)
_ACCOUNT = re.compile(r"(?<![\d.,])\d{4}([. ]?)\d{2}\1\d{5}(?!\d)")
_ACCOUNT_NAMED = re.compile(r"\b\w{0,20}konto(?:nummer|nr)?\b\D{0,12}(\d[\d. ]{8,13}\d)", re.I)

_TELEPHONE = re.compile(
    r"""(?<![\w.,+-])
    (?:(?:\+|00)\s?47[ ]?)?
    (?: [2-9]\d{7} | [49]\d{2}[ .-]\d{2}[ .-]\d{3}
      | [2-9]\d(?:[ .-]\d{2}){3} | 800[ ]\d{2}[ ]\d{3} )
    (?![\d]|[.,]\d)""",
    re.VERBOSE,
)
_TELEPHONE_ABROAD = re.compile(r"(?<![\w+])(?:\+|00)[1-9](?:[ -]?\d){7,13}(?!\d)")
_TELEPHONE_NAMED = re.compile(
    r"\b(?:\w{0,20}(?:tlf|telefon(?:nummer|nr)?|mobil(?:nummer|nr)?)|mob|sms|ring(?:e|er)?|ringje?)\b"
    r"\D{0,12}(\+?\d[\d .-]{5,14}\d)",
    re.I,
)
_AMOUNT = re.compile(
    r"\s?(?:%|(?:kr|kroner|mill\w*|prosent|personer|personar|innbyggere|innbyggjarar|innbyggarar)\b)"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?: ?[-–/] ?|\s)(?:19|20)\d\d")
_DATE_DIGITS = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")

_STREET_ENDINGS = (
    "gata|gaten|gate|gt|vegen|veien|veg|vei|alléen|alleen|allé|alle|plassen|plass|torget|torg|stien|sti|"
    "bakken|bakke|svingen|sving|kroken|tunet|tun|lia|lien|haugen|åsen|ringen|løkka|jordet|"
    "terrassen|terrasse|brygga|brygge|kaia|smauet|stredet|toppen|myra|moen|feltet|grenda|kleiva"
)
_HOUSE = r"\s?\d{1,3}(?:\s?[A-Ha-h])?(?:-\d{1,3})?\b"
_POST = r"(?:\s?[,\n]?\s?(?:N-)?\d{4}\s[A-ZÆØÅ][\w-]+(?:\s[A-ZÆØÅ][\w-]+)?)?"
_NO_AMOUNT = (
    r"(?!\s?(?:%|km|meter|m|min|minutt\w*|ganger|gonger|timer|timar|dager|dagar|uker|veker|år|stk|"
    r"personer|personar|barn|elever|elevar|familier|familiar|kr|kroner|prosent)\b)"
)
_ADDRESS = re.compile(
    r"\b(?:[A-ZÆØÅ][\w.]{1,30}\s){0,2}(?:"
    rf"[A-ZÆØÅ][\wé-]{{0,30}}?(?:{_STREET_ENDINGS})|"
    r"[A-ZÆØÅ]\w{1,30}s?\s(?:gate|vei|veg|plass|allé|torg)|[a-zæøå]{3,30}(?:gata|gaten|vegen|veien)"
    rf"){_HOUSE}{_NO_AMOUNT}{_POST}"
)
_POST_BOX = re.compile(rf"\b[Pp]ostboks\s\d{{1,5}}(?:\s[A-ZÆØÅ]\w+)?{_POST}")


_Found = Iterator[tuple[int, int, IdentifierKind]]


def identifiers(text: str) -> _Found:
    """Give start, end and kind of each number or address that points at a person.

    Spans may overlap; the surest come first.
    """
    for find in (
        _emails,
        _identity_numbers,
        _birth_dates,
        _account_numbers,
        _telephones,
        _addresses,
    ):
        yield from find(text)


def _emails(text: str) -> _Found:
    for match in _EMAIL.finditer(text):
        yield *match.span(), "email"


def _identity_numbers(text: str) -> _Found:
    for match in _IDENTITY.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if fodselsnummer.is_valid(digits) or _could_be_a_birth_date(match):
            yield *match.span(), "identity_number"
    for match in _IDENTITY_NAMED.finditer(text):
        yield *match.span(1), "identity_number"


def _could_be_a_birth_date(match: re.Match[str]) -> bool:
    day, month = int(match[1]) % 40, int(match[2]) % 40
    plausible = 1 <= day <= 31 and 1 <= month <= 12
    return plausible and (bool(match[3]) or not kontonr.is_valid(match[0]))


def _birth_dates(text: str) -> _Found:
    """Only where the text says that it is one: most dates point at nobody."""
    for match in _BIRTH_DATE.finditer(text):
        yield *match.span(1), "birth_date"


def _account_numbers(text: str) -> _Found:
    for match in _IBAN.finditer(text):
        yield *match.span(), "account_number"
    for match in _ACCOUNT.finditer(text):
        if match[1] or kontonr.is_valid(match[0]):
            yield *match.span(), "account_number"
    for match in _ACCOUNT_NAMED.finditer(text):
        if not _counts_something(text, match, 1):
            yield *match.span(1), "account_number"


def _telephones(text: str) -> _Found:
    for match in _TELEPHONE.finditer(text):
        if not _DATE_DIGITS.fullmatch(match[0]) and not _counts_something(text, match, 0):
            yield *match.span(), "telephone"
    for match in _TELEPHONE_ABROAD.finditer(text):
        yield *match.span(), "telephone"
    for match in _TELEPHONE_NAMED.finditer(text):
        if not _counts_something(text, match, 1):
            yield *match.span(1), "telephone"


def _counts_something(text: str, match: re.Match[str], group: int) -> bool:
    """Whether the number is an amount or a pair of years."""
    return bool(_AMOUNT.match(text, match.end(group)) or _YEARS.fullmatch(match[group]))


def _addresses(text: str) -> _Found:
    for pattern in (_ADDRESS, _POST_BOX):
        for match in pattern.finditer(text):
            yield *match.span(), "address"
