"""Named entities: a person whom the recognizer finds once is found wherever the text repeats it.

spaCy's recognizer reads a few words around each name. A name that nobody has heard of is found
where the words around it tell ("leiar Epiktet"), and missed where they do not; in an answer one
miss gives the person away.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from itertools import groupby
from typing import Any

from spacy.language import Language
from spacy.pipeline.ner import EntityRecognizer  # type: ignore[import-not-found]  # compiled
from spacy.tokens import Doc, Span, Token
from spacy.training import Example
from thinc.api import Model

from textmining.language.names import is_listed, names

_PERSON = "PER"
_SHORTEST = 3  # letters; initials are repeated by chance
_OFFICES = frozenset(name.lower() for name in names("offices"))


@Language.factory(
    "norwegian_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={"scorer": {"@scorers": "spacy.ner_scorer.v1"}},
)
def make_recognizer(
    nlp: Language,
    name: str,
    model: Model[list[Doc], Any],
    scorer: Callable[[list[Example]], dict[str, Any]],
) -> "NorwegianRecognizer":
    """Make a recognizer that knows no entity yet."""
    return NorwegianRecognizer(nlp.vocab, model, name, scorer=scorer)


class NorwegianRecognizer(EntityRecognizer):  # type: ignore[misc]  # compiled, without stubs
    """spaCy's recognizer with a second look at each text."""

    @property
    def postprocesses(self) -> Sequence[Callable[[Doc], None]]:
        """What spaCy calls for each text after its entities are found."""
        return [mark_repeated_persons]


def mark_repeated_persons(doc: Doc) -> None:
    """Mark words outside every entity that are a part of a person's name elsewhere in `doc`.

    A genitive repeats the name too. A small word in a name ("van der Berg") is no name by itself.
    """
    persons = {token.text for token in doc if token.ent_type_ == _PERSON and _is_name(token)}
    if persons:
        forms = persons | {f"{person}s" for person in persons}
        doc.ents = [*doc.ents, *_repeated(doc, forms)]


def _is_name(token: Token) -> bool:
    return (
        len(token) >= _SHORTEST
        and (token.text[0].isupper() or is_listed(token.text))
        and not token.is_stop
        and token.lower_ not in _OFFICES
    )


def _repeated(doc: Doc, forms: Container[str]) -> Iterator[Span]:
    """Give the words of `forms` that no entity holds; those side by side are one name."""
    for is_repeated, run in groupby(doc, lambda t: not t.ent_type_ and t.text in forms):
        if is_repeated:
            tokens = list(run)
            yield Span(doc, tokens[0].i, tokens[-1].i + 1, label=_PERSON)
