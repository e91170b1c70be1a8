"""Names of persons: what the pipeline recognises, weighed against lists of names.

A recogniser trained on newspapers takes offices and unusual words for persons now and then, and
misses names in careless writing. The lists of names catch what it misses where two names stand
together, and a single word it points at must look like a name or be in a list.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise

from textmining.language.names import evidence, is_listed, names
from textmining.language.pipeline import Entity

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_BETWEEN = re.compile(r" (?:[A-ZÆØÅ]\.? )?")  # between names of one person, or an initial
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n]|^- |\n- )[\s\"«(]*$")
_PLACE = re.compile(r"\b(?:i|på|ved)\s$", re.I)
# The definite form of a long compound is an office; a long name ends like "-sen".
_INSTITUTION = re.compile(r".{6,}(?:(?<!s)en|et|ene|ane|inga|tenesta|teneste|tjeneste)s?")
_GREETING = re.compile(
    r"\b(?:mvh|vh|hilsen|hilsning|helsing|helsingar|hilsninger)\b[:,.!]?\s+(?:fra |frå )?$", re.I
)
_TITLES = (
    "rådgiver|rådgjevar|saksbehandler|sakshandsamar|veileder|rettleiar|rektor|lærer|lærar|lege|"
    "leder|leiar|koordinator|kontaktperson|tolk|ordfører|ordførar|frivillig|kollega|fru|herr|hr"
)
_TITLE = re.compile(rf"\b(?:{_TITLES})\.?\s$", re.I)
# With a capital at the start of a sentence they look like a part of the name that follows.
_BEFORE_A_NAME = re.compile(rf"{_TITLES}|hei|hils|kontakt|ring|send|snakk|spør|takk", re.I)
_NEAR = 40  # characters
_OFFICES = frozenset(name.lower() for name in names("offices"))
_ALSO_WORDS = frozenset(name.lower() for name in names("words"))


def person_names(text: str, entities: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    """Give start and end of each name of a person; spans may overlap."""
    yield from _believed(text, [entity for entity in entities if entity.label == "PER"])
    words = list(_WORD.finditer(text))
    for first, second in pairwise(words):
        beside = _BETWEEN.fullmatch(text, first.end(), second.start())
        if beside and _full_name(first[0], second[0]):
            yield first.start(), second.end()
    for word in words:
        if _is_given(word[0]):
            named = _stands_out(text, word) or _introduced(text, word.start())
        else:
            # "lærer per elev" is no person, "mvh per" is one.
            named = _is_word(word[0]) and (
                _signed(text, word.start())
                or (word[0].istitle() and _introduced(text, word.start()))
            )
        if named:
            yield word.span()


def _believed(text: str, entities: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    """Give the entities that look like a person, and those that repeat words of one that does."""
    words = {entity: list(_WORD.finditer(text, entity.start, entity.end)) for entity in entities}
    persons = [found for found in words.values() if _is_person(text, found)]
    known = {word[0] for found in persons for word in _name_in(found)}
    forms = known | {f"{word}s" for word in known}
    for entity, found in words.items():
        name = _name_in(found)
        if name and forms.issuperset(word[0] for word in name):
            yield name[0].start(), entity.end


def _name_in(words: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    return list(dropwhile(lambda word: _BEFORE_A_NAME.fullmatch(word[0]), words))


def _is_person(text: str, words: Sequence[re.Match[str]]) -> bool:
    if any(word[0].lower() in _OFFICES for word in words):
        return False
    if len(words) == 1:
        return _believed_alone(text, words[0])
    return any(is_listed(word[0]) or word[0].istitle() for word in words)


def _believed_alone(text: str, word: re.Match[str]) -> bool:
    """Whether a single word that the pipeline takes for a person is one."""
    if _introduced(text, word.start()):
        return True
    if "p" in evidence(word[0]):
        return False
    if word[0].islower():
        return is_listed(word[0]) and not _is_word(word[0])
    if is_listed(word[0]) or _is_word(word[0]):
        return True
    before = _just_before(text, word.start())
    return (
        _stands_out(text, word)
        and not _SENTENCE_START.search(before)
        and not _PLACE.search(before)
        and not _INSTITUTION.fullmatch(word[0])
    )


def _full_name(first: str, second: str) -> bool:
    """Whether two words are a given name and another name: "Kari Nordmann", "kari hansen"."""
    titled = first.istitle() and second.istitle()
    if _is_word(first):
        return titled and ("s" in evidence(second) or _is_given(second))
    if "g" not in evidence(first):
        return False
    return ("s" in evidence(second) and (titled or not _is_word(second))) or (
        titled and "p" not in evidence(second)
    )


def _is_given(word: str) -> bool:
    return "g" in evidence(word) and not _is_word(word)


def _is_word(word: str) -> bool:
    return word.lower() in _ALSO_WORDS


def _stands_out(text: str, word: re.Match[str]) -> bool:
    """Whether only this word has a capital, so that the capital says something."""
    return word[0].istitle() and not text.isupper()


def _introduced(text: str, start: int) -> bool:
    return _signed(text, start) or bool(_TITLE.search(_just_before(text, start)))


def _signed(text: str, start: int) -> bool:
    return bool(_GREETING.search(_just_before(text, start)))


def _just_before(text: str, start: int) -> str:
    """Return the few words before; looking at all of them would cost the square of the length."""
    return text[max(0, start - _NEAR) : start]
