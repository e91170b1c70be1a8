"""How right a pipeline is on sentences with known answers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from building.corpus import document
from building.treebank import Sentence, Word

_SENTENCES = 10  # in a document

_Span = tuple[int, int, int, str]
_Found = TypeVar("_Found")


def all_scores(
    nlp: Language, tagged: Sequence[Sentence], named: Sequence[Sentence]
) -> dict[str, float]:
    """Return every score of the model card, from 0 to 1.

    Args:
        nlp: the whole pipeline.
        tagged: sentences whose tags, lemmas and limits are right.
        named: sentences whose entities are right.
    """
    lower_tags = tag_scores(nlp, _lower_cased(tagged))
    lower_entities = entity_scores(nlp, _lower_cased(named))
    return {
        **tag_scores(nlp, tagged),
        "sentence_f": sentence_f(nlp, tagged),
        **entity_scores(nlp, named),
        "pos_lower_cased": lower_tags["pos"],
        "person_f_lower_cased": lower_entities["person_f"],
    }


def tag_scores(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, float]:
    """Return the shares of right parts of speech, morphology and lemmas of all given tokens."""
    words = [word for sentence in sentences for word in sentence.words]
    tokens = [token for doc in _given_tokens(nlp, sentences) for token in doc]
    pairs = list(zip(words, tokens, strict=True))
    right = {
        "pos": sum(word.pos == token.pos_ for word, token in pairs),
        "morph": sum(word.morph == str(token.morph) for word, token in pairs),
        "lemma": sum(word.lemma == token.lemma_ for word, token in pairs),
    }
    return {name: count / len(words) for name, count in right.items()}


def sentence_f(nlp: Language, sentences: Sequence[Sentence]) -> float:
    """Return F of whole sentences found in raw text."""
    references = [document(nlp.vocab, part) for part in _parts(sentences)]
    gold = {(i, *span) for i, doc in enumerate(references) for span in _sentence_spans(doc)}
    found = {
        (i, *span)
        for i, doc in enumerate(nlp.pipe([doc.text for doc in references]))
        for span in _sentence_spans(doc)
    }
    return _f(gold, found)


def entity_scores(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, float]:
    """Return F of all entities and of persons, and how many words of persons have any label."""
    references = [document(nlp.vocab, part) for part in _parts(sentences)]
    found_docs = list(_given_tokens(nlp, sentences))
    gold, found = _entities(references), _entities(found_docs)
    words = [
        bool(token.ent_type_)
        for reference, doc in zip(references, found_docs, strict=True)
        for known, token in zip(reference, doc, strict=True)
        if known.ent_type_ == "PER"
    ]
    persons = [{entity for entity in some if entity[-1] == "PER"} for some in (gold, found)]
    return {
        "entity_f": _f(gold, found),
        "person_f": _f(*persons),
        "person_words": sum(words) / len(words) if words else 0.0,
    }


def _lower_cased(sentences: Iterable[Sentence]) -> list[Sentence]:
    return [
        replace(s, words=tuple(replace(word, form=word.form.lower()) for word in s.words))
        for s in sentences
    ]


def _parts(sentences: Sequence[Sentence]) -> list[list[tuple[Word, ...]]]:
    return [
        [sentence.words for sentence in sentences[start : start + _SENTENCES]]
        for start in range(0, len(sentences), _SENTENCES)
    ]


def _given_tokens(nlp: Language, sentences: Sequence[Sentence]) -> Iterable[Doc]:
    return nlp.pipe(
        Doc(
            nlp.vocab,
            words=[word.form for words in part for word in words],
            spaces=[word.space for words in part for word in words],
        )
        for part in _parts(sentences)
    )


def _sentence_spans(doc: Doc) -> Iterable[tuple[int, int]]:
    for span in doc.sents:
        text = span.text.strip()
        if text:
            start = span.start_char + span.text.index(text)
            yield start, start + len(text)


def _entities(docs: Sequence[Doc]) -> set[_Span]:
    return {
        (i, entity.start, entity.end, entity.label_)
        for i, doc in enumerate(docs)
        for entity in doc.ents
    }


def _f(gold: set[_Found], found: set[_Found]) -> float:
    """Return the harmonic mean of precision and recall; 0 when nothing is right."""
    return 2 * len(gold & found) / (len(gold) + len(found)) if gold or found else 0.0
