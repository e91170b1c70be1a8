"""What the header of a vendor's column says of it, with the text that the file has beside it."""

import re

from textmining.survey.profiles import Profile, words_of
from textmining.survey.vocabulary import is_called, names_of, vocabulary

SCALE = 5
"""Values that most scales have."""
_LONG = 3.0
_DIGIT = re.compile(r"\d")


def says(column: Profile, kind: str) -> bool:
    """Whether a header, or what the file says of it, has a word of a kind."""
    return any(word in vocabulary(kind) for word in words_of(f"{column.header} {column.label}"))


def is_open(column: Profile) -> bool:
    """Whether a column asks for something said in one's own words, and holds no mere scale."""
    n, are_said = len(column.values), column.once > 0.5 and column.value_words >= _LONG
    is_list = n <= 2 or (n <= SCALE and not are_said)
    return says(column, "opening") and not says(column, "oneself") and not is_list


def of_a_person(header: str) -> str:
    """Return `person id` for «Informant-ID», «Deltakarnr» and the like; "" for other headers."""
    name = "".join(words_of(header))
    whose = next((word for word in vocabulary("person") if name.startswith(word)), None)
    return "person id" if whose and name.removeprefix(whose) in vocabulary("id") else ""


def numbers_persons(column: Profile) -> bool:
    """Whether a column called «Deltaker», say, has ids with numbers in them: P-0001."""
    called = any(name in vocabulary("person") for name in names_of(column.header))
    is_answer = is_called(column.header, "text")
    return called and not is_answer and all(_DIGIT.search(value) for value in column.values)


def slot_of(header: str) -> str:
    """Return the number of a column such as «Tema 2»; "" if it is none."""
    name, _, number = " ".join(words_of(header.replace("_", " "))).rpartition(" ")
    return number if number.isdecimal() and name in vocabulary("themes") else ""
