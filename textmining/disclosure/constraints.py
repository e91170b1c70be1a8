"""What ties the counts of a survey together: totals, nets, and what coders may choose.

Every answer has at least one theme and a residual theme stands alone, so a place's answers are
those of its residual themes and those with any other theme, of which there are at least as many as
have one of them. Behind the answers stand respondents and units, which are counted too.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import chain

from textmining.answers import ALL_QUESTIONS
from textmining.codebook import Codebook
from textmining.disclosure.relations import Bound, Relations, Sum, union

Key = tuple[str, ...]
"""What is counted: whose, then wave, question, groups, theme, and one of the three kinds."""

ANSWERS, PEOPLE, UNITS = "answers", "people", "units"
"""Whose counts: answers, and respondents and units behind them where these are fewer."""

THEME, NET, PLACE, WEIGHT = "theme", "net", "place", "weight"
"""Kinds of counts: of a theme, of a net, of all in a place, and what these weigh (no theme)."""


def relations(
    keys: Sequence[Key],
    by: Sequence[str],
    book: Codebook,
    sizes: Mapping[Key, int],
    even: Container[Key] = (),
) -> Relations:
    """Everything that ties these counts together.

    Args:
        keys: what is counted; those of people and units only where they are fewer than the answers.
        by: the background columns.
        book: the codebook.
        sizes: how many there are in each place, by the key of its count.
        even: weights of places in which all weigh the same, as readers know.
    """
    at = {key: i for i, key in enumerate(keys)}
    totals = {1: ALL_QUESTIONS} | {2 + position: "" for position in range(len(by))}
    sums: list[Sum] = []
    unions: list[Bound] = []
    for whole, parts, places in _totals(at, totals):
        if _adds_up(whole, parts, places, sizes):
            sums.append((tuple(at[part] for part in parts), at[whole]))
        else:
            unions += _of_several(whole, parts, places, at)
    within: list[Bound] = []
    across: list[Bound] = []
    for place, here in _places(at).items():
        within += _of_nets(here, book)
        across += _of_place(here, book, are_answers=place[0] == ANSWERS)
    bounds = chain(unions, _behind(at), within)
    alike = ((at[_place(key)], i) for key, i in at.items() if key[-1] == WEIGHT and key in even)
    return Relations(tuple(sums), tuple(bounds), tuple(across), tuple(alike))


def _totals(
    at: Mapping[Key, int], totals: Mapping[int, str]
) -> Iterator[tuple[Key, list[Key], list[Key]]]:
    """Every total with its parts and with those of its place, of which a theme may lack some.

    They are of answers, and of people and units as far as these are fewer.

    Args:
        at: where each count stands.
        totals: for each position after whose it is that is added up, what stands there in a total.
    """
    parts: dict[tuple[int, Key], list[Key]] = {}
    for owner, *rest in at:
        for position, total in totals.items():
            whole = (*rest[:position], total, *rest[position + 1 :])
            if owner == ANSWERS and rest[position] != total and (owner, *whole) in at:
                parts.setdefault((position, whole), []).append(tuple(rest))
    for owner in (ANSWERS, PEOPLE, UNITS):
        for (position, whole), found in parts.items():
            keys = [_of(owner, part, at) for part in (whole, *found)]
            if owner == ANSWERS or any(key[0] == owner for key in keys):
                of_place = parts[position, _place(whole)]
                yield keys[0], keys[1:], [_of(owner, part, at) for part in of_place]


def _of(owner: str, rest: Sequence[str], at: Mapping[Key, int]) -> Key:
    """The count of these people or units, which is that of the answers where they are as many."""
    key = (owner, *rest)
    return key if key in at else (ANSWERS, *rest)


def _adds_up(
    whole: Key, parts: Sequence[Key], places: Sequence[Key], sizes: Mapping[Key, int]
) -> bool:
    """Whether nobody is in two of the parts."""
    if whole[0] == ANSWERS or len(parts) == 1:
        return True
    return sizes[_place(whole)] == sum(sizes[place] for place in places)


def _place(key: Key) -> Key:
    return (*key[:-2], "", PLACE)


def _of_several(
    whole: Key, parts: Sequence[Key], places: Sequence[Key], at: Mapping[Key, int]
) -> Iterator[Bound]:
    """Where some are in two parts: the whole lies between the largest part and all of them.

    With a theme, no more can be in two parts than there are altogether.
    """
    cells = tuple(at[part] for part in parts)
    yield from union(cells, at[whole])
    if whole[-1] not in (PLACE, WEIGHT) and len(parts) == len(places):
        yield (*cells, at[_place(whole)]), (at[whole], *(at[place] for place in places))


def _behind(at: Mapping[Key, int]) -> Iterator[Bound]:
    """People and units behind answers: at most as many, and only so many fewer as in all."""
    for (owner, *rest), i in at.items():
        if owner != ANSWERS:
            answers = at[ANSWERS, *rest]
            yield (i,), (answers,)
            if rest[-1] not in (PLACE, WEIGHT):
                places = (at[_place((ANSWERS, *rest))], at[_place((owner, *rest))])
                yield (answers, places[1]), (i, places[0])


def _places(at: Mapping[Key, int]) -> dict[Key, dict[tuple[str, str], int]]:
    """The counts of each place, by theme and kind."""
    found: dict[Key, dict[tuple[str, str], int]] = {}
    for key, i in at.items():
        found.setdefault(_place(key), {})[key[-2], key[-1]] = i
    return found


def _of_nets(here: Mapping[tuple[str, str], int], book: Codebook) -> Iterator[Bound]:
    """Nets and their themes."""
    for name, parts in _nets(here, book).items():
        yield from union(parts, here[name, NET])


def _nets(here: Mapping[tuple[str, str], int], book: Codebook) -> dict[str, list[int]]:
    """The counts of each net's themes, of those nets that are counted."""
    found = {}
    for name, positions in book.nets.items():
        members = [(book.codes[k], THEME) for k in positions]
        parts = [here[member] for member in members if member in here]
        if parts and (name, NET) in here:
            found[name] = parts
    return found


def _of_place(
    here: Mapping[tuple[str, str], int], book: Codebook, *, are_answers: bool
) -> Iterator[Bound]:
    """All in a place and those with a theme.

    Of several answers, one may have a residual theme and others none.
    """
    alone = [here[t.code, THEME] for t in book.themes if t.residual and (t.code, THEME) in here]
    content = [
        here[t.code, THEME] for t in book.themes if not t.residual and (t.code, THEME) in here
    ]
    largest = set(content)
    for name, parts in _nets(here, book).items():
        if not set(parts) & set(alone):
            content.append(here[name, NET])
            largest = (largest - set(parts)) | {here[name, NET]}
    whole = here["", PLACE]
    if largest or alone:
        yield (whole,), (*sorted(largest), *alone)
    if not are_answers:
        yield from (((cell,), (whole,)) for cell in (*content, *alone))
    elif content:
        yield from (((cell, *alone), (whole,)) for cell in content)
    elif alone:
        yield tuple(alone), (whole,)
