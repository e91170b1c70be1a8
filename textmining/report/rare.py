"""What in an answer is rare enough in this survey to point at one respondent.

Personal data as such (names, telephone numbers, addresses) is found by `language.personal_data`.
Here are the places, roles and numbers that identify only because few others have them: a
municipality that two respondents mention, a title only one has, the number of inhabitants. And
whole claims of being the only one of a kind: they cannot be masked word by word.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from simplemma import is_known as is_known_word

from textmining.language.names import evidence

FEWEST = 3
"""Respondents who must share a name, a place or a role before it may stand in a quote."""

_WORD = re.compile(r"[^\W\d_][\w'.-]*\w|[^\W\d_]")
_OPENERS = " \t\u00a0\"«“'(["
_ENDERS = ".!?:;•\n-–*"
_ROLE = re.compile(
    r"(?:sjef|leder|leiar|rådgiver|rådgivar|konsulent|koordinator|ansvarlig|ansvarleg|direktør"
    r"|rektor|ordfører|ordførar|rådmann|mester|meister|lærer|lærar|kurator|kontakt|veileder"
    r"|rettleiar|saksbehandler|saksbehandlar|styrer|styrar|prest|lege|imam|jordmor|sykepleier"
    r"|sjukepleiar|helsesykepleier|helsesjukepleiar)(?:en|a|n|ene|ane|er|ar|s)?$"
)
_NUMBER = re.compile(r"\d[\d\s\u00a0\u202f.,]*\d{2,}|\d{3,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIQUE = re.compile(
    r"\b(?:den|det|dei|de|som|vi er|er)\s+(?:ein|en)[ae]ste\b"
    r"|\b(?:ein|en)[ae]ste\s+\w*(?:kommun|kontor|skul|skol|barnehag|bygd|by|øy|fylke|region|team"
    r"|tilbod|tilbud|mottak|senter|stad|sted|plass|ansatt|tilsett|person|lærer|lærar)"
    r"|\b(?:ein|en)[ae]ste\s+\w+\s+(?:i|på)\b"
    r"|\b(?:bare|berre|kun)\s+(?:vi|vår|én|ein|en|et|eit|ett|jeg|eg)\b"
    r"|\b(?:landets|norges|noregs|fylkets|regionens|kommunens|verdens"
    r"|(?:landet|noreg|norge|fylket|regionen|kommunen|verda|verden)\s+s(?:in[ea]?|itt|i))"
    r"\s+(?:\w+(?:est|st)e\b|(?:ein|en)[ae]ste\b)"
    r"|\b(?:min(?:ste|dste)|største|nordligste|nordlegaste|sørligste|sørlegaste|vestligste"
    r"|vestlegaste|østligste|austlegaste|eldste)\s+(?:kommun|by|øy|bygd|skul|skol)"
    r"|\b(?:størst|minst|eldst)\s+i\s+(?:fylket|landet|regionen|norge|noreg|verden|verda)\b"
    r"|\bingen andre\s+(?:kommun|enn oss|har|gjør|gjer)"
    r"|\b(?:the only|the smallest|the largest)\b",
    re.IGNORECASE,
)

_COUNT = (
    r"(?:\d+|en|én|ein|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|tolv|tjue"
    r"|one|two|three|four|five|six|ten)"
)
_ONE_PLACE = re.compile(
    # How often a ferry, a boat or a bus goes, and how far it is to the next place.
    rf"\b\w*(?:ferj|ferg|båt|buss|tog|fly|ferry|bus)\w*\b[^.!?]{{0,40}}\b{_COUNT}\s+"
    r"(?:gang|gong|avgang|tur|time)\w*\s+(?:om|i|per|pr\.?|kvar|hver|a)\s+"
    r"(?:dag|døgn|vek|uk|månad|måned|day|week)"
    rf"|\b{_COUNT}\s+(?:avgang|departure)\w*\b"
    rf"|\b{_COUNT}\s+(?:mil|km|kilometer|tim\w+|ferj\w+|ferg\w+|hours?|miles?)\s+"
    r"(?:\w+\s+){0,3}(?:til|frå|fra|unna|from|to)\b",
    re.IGNORECASE,
)


def claims_to_be_unique(text: str) -> bool:
    """Whether a text says what can be true of one place only, or that it is the only one.

    >>> claims_to_be_unique("Vi er den eneste kommunen uten mottak.")
    True
    >>> claims_to_be_unique("Ferja går tre ganger om dagen.")
    True
    """
    return _UNIQUE.search(text) is not None or _ONE_PLACE.search(text) is not None


def rare_spans(
    texts: Sequence[str], respondents: Sequence[str], rare_values: Iterable[str] = ()
) -> list[list[tuple[int, int]]]:
    """Return, for each text, the characters (start, end) that few respondents share.

    Args:
        texts: all answers of the survey; what is rare is judged by them.
        respondents: who gave each answer.
        rare_values: background values that few respondents have, wherever they are mentioned.
    """
    words = [
        [(m.start(), m.end(), m.group().strip(".'-")) for m in _WORD.finditer(t)] for t in texts
    ]
    people: dict[str, set[str]] = defaultdict(set)
    common: set[str] = set()
    for found, respondent in zip(words, respondents, strict=True):
        for _, _, word in found:
            people[word.lower()].add(respondent)
            if word[0].islower():
                common.add(word.lower())
    rare = {word for word, who in people.items() if len(who) < FEWEST}
    values = [value for value in rare_values if len(value) > 2]
    pattern = re.compile("|".join(map(re.escape, values)), re.IGNORECASE) if values else None
    return [
        sorted({*_words(text, found, rare, common), *_numbers(text), *_matches(pattern, text)})
        for text, found in zip(texts, words, strict=True)
    ]


def _words(
    text: str, words: Sequence[tuple[int, int, str]], rare: set[str], common: set[str]
) -> Iterator[tuple[int, int]]:
    """Rare names (words with a capital that are nobody's ordinary word) and rare roles."""
    for start, end, word in words:
        key = word.lower()
        if key not in rare:
            continue
        is_ordinary = _starts_sentence(text, start) and (key in common or _is_a_word(word))
        if (word[0].isupper() and not is_ordinary) or _ROLE.search(key):
            yield start, end


def _is_a_word(word: str) -> bool:
    """Whether a capital at the start of a sentence says nothing: a known word and no place."""
    is_known = any(is_known_word(word.lower(), lang=language) for language in ("nb", "nn"))
    return is_known and "p" not in evidence(word)


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 10) : start].rstrip(_OPENERS)
    return not before or before[-1] in _ENDERS


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Numbers of three digits and more, but not years."""
    for match in _NUMBER.finditer(text):
        if not _YEAR.fullmatch(match.group().strip()):
            yield match.start(), match.end()


def _matches(pattern: re.Pattern[str] | None, text: str) -> Iterator[tuple[int, int]]:
    if pattern is not None:
        yield from (match.span() for match in pattern.finditer(text))
