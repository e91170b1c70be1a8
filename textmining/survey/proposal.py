"""What each column of a vendor's file probably is: a proposal that a person looks at.

Names of columns are known by the words that survey programs and people use for them; the rest by
what stands in them. What is not plain is told as unsure, never decided in silence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from textmining.answers import ANSWER_COLUMNS
from textmining.answers.cells import as_id
from textmining.files import Table
from textmining.survey.guesses import Guess, Role
from textmining.survey.header_words import (
    SCALE,
    is_open,
    numbers_persons,
    of_a_person,
    says,
    slot_of,
)
from textmining.survey.profiles import Profile, profile
from textmining.survey.short_ids import question_ids, short_id
from textmining.survey.ticks import boxes
from textmining.survey.vocabulary import is_called, names_of, vocabulary
from textmining.texts import Texts


@dataclass(frozen=True)
class Proposal:
    """What the columns of a file probably are.

    Args:
        guesses: in the columns' order.
        shorts: short names that a person gave, by header.
    """

    guesses: tuple[Guess, ...]
    shorts: Mapping[str, str] = field(default_factory=dict)

    def of(self, role: Role) -> tuple[Guess, ...]:
        """Return the columns that are this."""
        return tuple(guess for guess in self.guesses if guess.role is role)

    @property
    def unsure(self) -> tuple[Guess, ...]:
        """The columns that a person should be asked about."""
        return tuple(guess for guess in self.guesses if guess.unsure)

    def with_roles(
        self, roles: Mapping[str, Role], shorts: Mapping[str, str] | None = None
    ) -> "Proposal":
        """Return the proposal with what a person said of columns, by their headers.

        Args:
            roles: what columns are; one that was proposed so is confirmed, others are as they were.
            shorts: short names that a person gave; others are made from the headers.
        """
        told = [g if g.header not in roles else _told(g, roles[g.header]) for g in self.guesses]
        return _named(told, {**self.shorts, **(shorts or {})})

    def codes(self) -> dict[str, str]:
        """Return what the columns with human codes of a wide file are read as, by their headers.

        They are those of the question before them; `Tema 1`, `Tema 2` … are slots of the only one.
        """
        texts, found = self.of(Role.TEXT), {}
        question = texts[0].short if texts else ""
        for guess in self.guesses:
            question = guess.short if guess.role is Role.TEXT else question
            if guess.role is Role.THEMES and not guess.header.lower().startswith(_CODES):
                slot = slot_of(guess.header) if len(texts) == 1 else ""
                found[guess.header] = f"theme_{slot}" if slot else f"{_CODES}{question}"
        return found

    def problem(self, texts: Texts) -> str:
        """Return, in one sentence, why no survey can be made of it; "" if one can."""
        if not self.of(Role.TEXT):
            return texts("init.no_text")
        single = [Role.RESPONDENT, Role.WAVE, Role.QUESTION]
        if self.of(Role.QUESTION):
            single.append(Role.TEXT)
        for role in single:
            if len(self.of(role)) > 1:
                columns = ", ".join(f"«{guess.header}»" for guess in self.of(role))
                return texts("init.several", columns=columns, role=texts(f"role.{role}"))
        codes = self.codes()
        for read_as in codes.values():
            same = [header for header in codes if codes[header] == read_as]
            if len(same) > 1:
                columns = ", ".join(f"«{header}»" for header in same)
                return texts("init.several_codes", columns=columns)
        return ""


def _told(guess: Guess, role: Role) -> Guess:
    why = guess.why if guess.role is role else "told"
    return replace(guess, role=role, why=why, unsure=False)


_FEW = 30
"""Groups that a table of counts can still show."""
_LONG = 3.0
"""Words on average from which cells are answers rather than names."""
_MOSTLY = 0.9
_CODES = "themes_"


def propose(table: Table) -> Proposal:
    """Say what the columns of a file probably are.

    Returns:
        A guess for every column, in their order. At most one column is the respondent's, the
        wave's, the question's.
    """
    said = table.labels
    profiles = [profile(n, table.frame[n].tolist(), said.get(n, "")) for n in table.columns]
    asked = _question(profiles) or _told_apart(table, profiles)
    respondent = _respondent(profiles, asked)
    question = asked.header if asked else None
    guesses = [_guess(p, respondent, question) for p in profiles]
    if respondent is None:
        guesses = [_maybe_ids(g, p) for g, p in zip(guesses, profiles, strict=True)]
    guesses = _one_text(guesses, profiles)
    guesses = [replace(g, label=p.label) for g, p in zip(guesses, profiles, strict=True)]
    ticked = boxes(profiles)
    guesses = [_as_box(g) if g.header in ticked else g for g in guesses]
    guesses = _one_wave(_texts_of_a_long_file(guesses, question))
    return _one_code_column(_named(guesses))


def _named(guesses: Iterable[Guess], told: Mapping[str, str] | None = None) -> Proposal:
    """Give the questions and the background their short names, but for those that are told."""
    told = told or {}
    guesses = tuple(guesses)
    is_long = any(guess.role is Role.QUESTION for guess in guesses)
    asked = [] if is_long else [g.header for g in guesses if g.role is Role.TEXT]
    reserved = (*ANSWER_COLUMNS, *told.values())
    made = question_ids([header for header in asked if header not in told], taken=reserved)
    ids = made | {header: told[header] for header in asked if header in told}
    taken = [*ids.values(), *reserved]
    named = []
    for guess in guesses:
        short = ids.get(guess.header, "")
        if guess.role is Role.BACKGROUND:
            short = told.get(guess.header) or short_id(guess.header, taken)
            taken.append(short)
        named.append(replace(guess, short=short))
    return Proposal(tuple(named), told)


def _guess(column: Profile, respondent: Guess | None, question: str | None) -> Guess:
    header = column.header
    if respondent is not None and header == respondent.header:
        return respondent
    if header == question:
        is_named = is_called(header, "question")
        return Guess(header, Role.QUESTION, "named" if is_named else "apart", unsure=not is_named)
    rules = (*_by_name(column), *_by_content(column))
    unclear = Guess(header, Role.LEFT_OUT, "unclear", unsure=True)
    return next((guess for holds, guess in rules if holds), unclear)


def _by_name(column: Profile) -> Iterator[tuple[bool, Guess]]:
    """What a column is by its name, as long as what stands in it does not speak against it."""
    header = column.header
    is_answers = column.words >= _LONG and column.varied > 0.5
    is_theme = header.lower().startswith("theme")

    def called(kind: str) -> bool:
        return is_called(header, kind)

    yield not column.filled, Guess(header, Role.LEFT_OUT, "empty")
    personal = called("personal") or column.emails > _MOSTLY
    yield personal, Guess(header, Role.LEFT_OUT, "personal")
    are_persons = column.persons > _MOSTLY and column.varied > 0.5 and not called("unit")
    yield are_persons, Guess(header, Role.LEFT_OUT, "personal", unsure=True)
    is_wave = called("wave") and len(column.values) <= _FEW and column.dates < _MOSTLY
    yield is_wave, Guess(header, Role.WAVE, "named")
    yield called("technical") and not is_answers, Guess(header, Role.LEFT_OUT, "technical")
    yield column.dates > _MOSTLY, Guess(header, Role.LEFT_OUT, "date")
    is_named_so = called("themes") or header.lower().startswith(_CODES) or bool(slot_of(header))
    has_codes = is_named_so and not is_answers
    yield has_codes, Guess(header, Role.THEMES, "named", unsure=not is_theme)
    yield called("unit"), Guess(header, Role.BACKGROUND, "unit")


def _by_content(column: Profile) -> Iterator[tuple[bool, Guess]]:
    """What a column is by what stands in it."""
    header, n = column.header, len(column.values)
    is_full = column.filled == column.rows
    yield n == 1 and is_full, Guess(header, Role.LEFT_OUT, "constant")
    are_numbers = column.numbers > _MOSTLY
    few = n <= _FEW and column.varied <= 0.5
    yield are_numbers and few, Guess(header, Role.BACKGROUND, "few")
    yield are_numbers, Guess(header, Role.LEFT_OUT, "numbers")
    asks = "?" in f"{header} {column.label}" or says(column, "asking")
    ticked = says(column, "ticking")
    are_choices = column.are_choices and n > 5
    yield are_choices, Guess(header, Role.LEFT_OUT, "choices", unsure=not ticked)
    is_long = column.words >= _LONG and (column.varied > 0.5 or n > _FEW)
    yield is_long, Guess(header, Role.TEXT, "long", unsure=column.filled < 3 and not asks)
    is_said = column.once > 0.5 and column.value_words >= _LONG and n > SCALE
    yield is_said, Guess(header, Role.TEXT, "long", unsure=not asks)
    opens = is_open(column)
    own_words = column.varied > 0.8 or (opens and column.once > 0.5)
    short_answers = asks and own_words and column.value_words > 1.2
    yield short_answers, Guess(header, Role.TEXT, "asks", unsure=True)
    few = n <= _FEW and (column.varied <= 0.5 or n <= SCALE)
    unsure = opens or (asks and column.varied > 0.8)
    yield few, Guess(header, Role.BACKGROUND, "few", unsure=unsure)
    codes = column.varied > _MOSTLY and column.words <= 1.5
    yield codes, Guess(header, Role.LEFT_OUT, "codes", unsure=True)
    yield column.words < _LONG, Guess(header, Role.BACKGROUND, "names", unsure=True)


def _one_text(guesses: list[Guess], profiles: Sequence[Profile]) -> list[Guess]:
    """Where nothing looks like answers, the most varied column that asks for some is unsure."""
    groups = {g.header for g in guesses if g.role is Role.BACKGROUND and g.why in ("few", "names")}
    asked = [p for p in profiles if p.header in groups and is_open(p)]
    if not asked or any(guess.role is Role.TEXT for guess in guesses):
        return guesses
    best = max(asked, key=lambda column: len(column.values)).header
    text = Guess(best, Role.TEXT, "asks", unsure=True)
    return [text if guess.header == best else guess for guess in guesses]


def _respondent(profiles: Sequence[Profile], asked: Profile | None) -> Guess | None:
    """The column with the ids: the best name among those with a value in every row."""
    full = [p for p in profiles if p.filled == p.rows and p.words <= 6 and p.dates < _MOSTLY]
    repeats = len(asked.values) if asked else 1  # several answers each, in a long file
    for name in vocabulary("respondent"):
        called = [p for p in full if name in (*names_of(p.header), of_a_person(p.header))]
        if keys := [p for p in called if p.is_key]:
            if keys[0].is_personal:
                return Guess(keys[0].header, Role.RESPONDENT, "person_ids", unsure=True)
            return Guess(keys[0].header, Role.RESPONDENT, "named")
        if called and called[0].varied * repeats > 0.2:
            return Guess(called[0].header, Role.RESPONDENT, "named", unsure=repeats == 1)
    keys = [p for p in full if p.is_key and p.words <= 2 and not p.is_personal and p.rows > 1]
    keys = [p for p in keys if not is_called(p.header, "technical")]
    dated = [p for p in profiles if p.is_key and p.dates >= _MOSTLY]
    found = [
        *((p, "named") for p in full if numbers_persons(p) and p.varied * repeats > _MOSTLY),
        *((p, "date_ids") for p in dated if is_called(p.header, "respondent")),
        *((p, "key") for p in keys[:1] if not is_called(p.header, "unit")),
    ]
    return next((Guess(p.header, Role.RESPONDENT, why, unsure=True) for p, why in found), None)


def _as_box(guess: Guess) -> Guess:
    is_group = guess.role is Role.BACKGROUND and guess.why in ("few", "names")
    return replace(guess, role=Role.LEFT_OUT, why="box", unsure=False) if is_group else guess


def _maybe_ids(guess: Guess, column: Profile) -> Guess:
    """Where nothing looks like ids, numbers in every row may be, and ids that some rows lack."""
    is_full = column.filled == column.rows
    if guess.role is Role.LEFT_OUT and not is_full and is_called(column.header, "respondent"):
        return replace(guess, why="gaps", unsure=True) if column.filled else guess
    return replace(guess, unsure=True) if guess.why == "numbers" and is_full else guess


def _question(profiles: Sequence[Profile]) -> Profile | None:
    """The column that tells the question, in a file with one column of answers."""
    called = [p for p in profiles if is_called(p.header, "question") and len(p.values) <= _FEW]
    found = [p for p in called if len(p.values) > 1 or p.filled == p.rows]
    texts = [p for p in profiles if p.words >= _LONG and p.varied > 0.5]
    return found[0] if len(found) == 1 and len(texts) == 1 else None


def _told_apart(table: Table, profiles: Sequence[Profile]) -> Profile | None:
    """The one column of few values that tells the rows of each respondent apart, in a long file."""
    texts = [p for p in profiles if p.words >= _LONG and p.varied > 0.5]
    ids = [p for p in profiles if of_a_person(p.header) and not p.is_key and p.filled == p.rows]
    if len(texts) != 1 or len(ids) != 1:
        return None
    of = [as_id(cell) for cell in table.frame[ids[0].header]]
    found = [
        p
        for p in profiles
        if 1 < len(p.values) <= _FEW
        and p.filled == p.rows
        and not (is_called(p.header, "wave") or p.dates > _MOSTLY)
        and len({*zip(of, map(as_id, table.frame[p.header]), strict=True)}) == p.rows
    ]
    return found[0] if len(found) == 1 else None


def _texts_of_a_long_file(guesses: list[Guess], question: str | None) -> list[Guess]:
    """Beside a column that tells the question there is one column of answers."""
    if question is None:
        return guesses
    texts = [guess for guess in guesses if guess.role is Role.TEXT]
    best = next((g for g in texts if is_called(g.header, "text")), texts[0] if texts else None)
    return [
        replace(g, role=Role.LEFT_OUT, why="unclear", unsure=True)
        if g.role is Role.TEXT and g is not best
        else g
        for g in guesses
    ]


def _one_wave(guesses: list[Guess]) -> list[Guess]:
    waves = [guess for guess in guesses if guess.role is Role.WAVE]
    return [
        replace(g, role=Role.BACKGROUND, why="few", unsure=True) if g in waves[1:] else g
        for g in guesses
    ]


def _one_code_column(proposal: Proposal) -> Proposal:
    """Of two columns that may hold the codes of one question, only the first is taken."""
    read_as = proposal.codes()
    first = {read: header for header, read in reversed(read_as.items())}
    more = {header for header, read in read_as.items() if first[read] != header}
    return _named(
        replace(g, role=Role.LEFT_OUT, why="unclear", unsure=True) if g.header in more else g
        for g in proposal.guesses
    )
