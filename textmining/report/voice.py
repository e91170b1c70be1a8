"""How a report speaks: the unit is the subject, the theme a verb phrase.

A codebook's phrase ("ønsker tettere samarbeid med NAV") begins with its verb; themes of one band
that begin with the same verb share it ("ønsker A, B og C"). Without a phrase the label is quoted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmining.codebook import Codebook, Residual
from textmining.report.publication import Publication
from textmining.report.table import Cell
from textmining.report.wording import joined
from textmining.texts import Texts

_NEGATIONS = ("ikke ", "ikkje ", "not ", "aldri ", "never ")
"""After these a shared verb would say the opposite of the next phrase."""


_PARTICLES = (
    *("opp", "etter", "om", "på", "til", "med", "ut", "inn", "fram", "frem", "seg"),
    *("up", "for", "out", "about"),
)
"""Words that belong to the verb before them."""


@dataclass(frozen=True)
class Noun:
    """What is counted: one, several, and all of them."""

    one: str
    many: str
    the_many: str

    def counted(self, number: float, texts: Texts) -> str:
        """Write a number of them, "93 kommuner"."""
        return f"{texts.numbers.whole(number)} {self.one if round(number) == 1 else self.many}"


@dataclass(frozen=True)
class Phrase:
    """What somebody does who has a theme: a verb and the rest."""

    verb: str
    rest: str

    def __str__(self) -> str:
        return f"{self.verb} {self.rest}".strip()

    @property
    def may_share(self) -> bool:
        """Whether other phrases may follow its verb."""
        return bool(self.rest) and not self.rest.startswith(_NEGATIONS)


@dataclass(frozen=True)
class Voice:
    """What sentences are made with.

    Args:
        texts: the catalogue.
        noun: what is counted.
        phrases: a verb phrase by code.
        residual: why a theme stands alone, by code; None for ordinary ones.
    """

    texts: Texts
    noun: Noun
    phrases: Mapping[str, str]
    residual: Mapping[str, Residual | None]

    @property
    def people(self) -> Noun:
        """Who takes part: what is counted, or the respondents where that is answers."""
        if self.noun.one != self.texts("noun.answer_one"):
            return self.noun
        return _noun("respondent", self.texts)

    def subject(self, key: str, *, is_first: bool, low: str = "", high: str = "") -> str:
        """Write who does something; the noun stands with the first of several subjects."""
        return self.texts(
            f"words.{key}" if is_first else f"short.{key}",
            many=self.noun.many,
            the_many=self.noun.the_many,
            low=low,
            high=high,
        )

    def phrase(self, cell: Cell) -> Phrase:
        """What somebody does who has the theme."""
        said = self.phrases.get(cell.theme)
        if said:
            return Phrase(*_parted(said))
        residual = None if cell.is_net else self.residual.get(cell.theme)
        if residual:
            return Phrase(self.texts(f"phrase.{residual}"), "")
        kind = "net" if cell.is_net else "theme"
        return Phrase(
            self.texts(f"phrase.{kind}_verb"), self.texts("list.quoted", label=cell.label)
        )

    def clauses(self, cells: Sequence[Cell], joint: str = "and") -> list[str]:
        """What somebody does who has the themes, a clause for each verb that they share.

        There is one theme at least; `joint` (`and`, `or`) stands between what a verb is said of.
        """
        shared: dict[str, list[str]] = {}
        for cell in cells:
            phrase = self.phrase(cell)
            verb, rest = (phrase.verb, phrase.rest) if phrase.may_share else (str(phrase), "")
            shared.setdefault(verb, []).append(rest)
        return [
            f"{verb} {self.texts_joined(rests, joint)}".strip() for verb, rests in shared.items()
        ]

    def texts_joined(self, parts: Sequence[str], joint: str = "and") -> str:
        """Write texts one after the other: A, B og C."""
        return joined(parts, self.texts, joint)


def voice_of(codebook: Codebook, publication: Publication, texts: Texts) -> Voice:
    """Return the voice of a report.

    Without a unit, answers are counted; where the codebook has phrases they are said of
    respondents, since answers do not wish for anything.
    """
    phrases = codebook.phrases(texts.language)
    unit = publication.unit
    if unit is not None:
        noun = Noun(unit.one, unit.many, definite(unit.one, unit.many, texts.language))
    else:
        kind = "respondent" if phrases else "answer"
        noun = _noun(kind, texts)
    return Voice(texts, noun, phrases, {theme.code: theme.residual for theme in codebook.themes})


def _noun(kind: str, texts: Texts) -> Noun:
    return Noun(*(texts(f"noun.{kind}_{form}") for form in ("one", "many", "the_many")))


def _parted(said: str) -> tuple[str, str]:
    """The verb with its particle, and the rest.

    >>> _parted("tar opp bolig"), _parted("ønsker flere boliger")
    (('tar opp', 'bolig'), ('ønsker', 'flere boliger'))
    """
    words = said.split()
    verbs = 2 if len(words) > 2 and words[1] in _PARTICLES else 1
    return " ".join(words[:verbs]), " ".join(words[verbs:])


def definite(one: str, many: str, language: str) -> str:
    """Return the definite plural of a noun, by its indefinite forms.

    >>> definite("kommune", "kommuner", "nb"), definite("kommune", "kommunar", "nn")
    ('kommunene', 'kommunane')
    >>> definite("foretak", "foretak", "nb"), definite("lærer", "lærere", "nb")
    ('foretakene', 'lærerne')
    """
    if language == "en":
        return f"the {many}"
    if one == many:
        return many + ("a" if language == "nn" else "ene")
    if many.endswith("ere"):
        return f"{many[:-1]}ne"
    if many.endswith(("er", "ar")):
        return f"{many[:-1]}ne"
    return f"{'dei' if language == 'nn' else 'de'} {many}"


def capital(text: str) -> str:
    """Write a text with a capital first."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Write a text as a sentence: a capital first, a full stop last.

    >>> sentence("om lag halvparten")
    'Om lag halvparten.'
    """
    text = capital(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."
