"""Parts of answers that can be quoted, masked: the only way from an answer to a quote."""

from collections.abc import Iterator, Sequence

from textmining.answers import RESPONDENT, WAVE, AnswerId, Coded
from textmining.language import Pipeline, clean, personal_data
from textmining.report.quotes import Excerpts
from textmining.report.rare import FEWEST, claims_to_be_unique, rare_spans
from textmining.review import MARK

_SHORTEST, _LONGEST = 40, 280
_MOST_MARKS = 2
_ENDERS = ",.;:)!?"
"""What a whole sentence never begins with."""


def masked_excerpts(answers: Coded, pipeline: Pipeline) -> Excerpts:
    """Return what can be quoted of each answer: the whole answer if it is short, each sentence.

    Masked are personal data and what few respondents of this survey have (`rare`). Left out are
    excerpts that are too short or too long, that claim to be the only one of something, or of
    which masking takes more than two parts.

    Raises:
        LanguageError: the pipeline does not find names.
    """
    texts = [clean(text) for text in answers.texts]
    personal = personal_data.find(texts, pipeline)
    rare = rare_spans(texts, answers.respondents, _rare_values(answers))
    analyses = pipeline.analyse(texts)
    found: dict[AnswerId, tuple[str, ...]] = {}
    for answer, text, names, spans, analysis in zip(
        answers.ids, texts, personal, rare, analyses, strict=True
    ):
        marks = _joined([*spans, *((span.start, span.end) for span in names)])
        parts = tuple(_parts(text, analysis.sentences, marks))
        if parts:
            found[answer] = parts
    return found


def _rare_values(answers: Coded) -> set[str]:
    """Background values that fewer than `FEWEST` respondents have."""
    people = answers.frame.drop_duplicates([RESPONDENT, WAVE])
    return {
        str(value)
        for column in answers.background
        for value, respondents in people[column].value_counts().items()
        if respondents < FEWEST
    }


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that touch or have one character between them as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _parts(
    text: str, sentences: Sequence[tuple[int, int]], marks: Sequence[tuple[int, int]]
) -> Iterator[str]:
    for start, end in dict.fromkeys([(0, len(text)), *sentences]):
        raw = text[start:end]
        is_fitting = _SHORTEST <= len(raw.strip()) <= _LONGEST and raw.strip()[0] not in _ENDERS
        if not is_fitting or claims_to_be_unique(raw):
            continue
        masked, taken_out = _masked(text, start, end, marks)
        if taken_out <= _MOST_MARKS:
            yield masked


def _masked(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> tuple[str, int]:
    """The part from start to end with `MARK` for whatever the marks touch, and how many there are.

    A mark that begins before the part or ends after it takes out what lies inside.
    """
    pieces: list[str] = []
    place = start
    for first, last in marks:
        if last <= place or first >= end:
            continue
        pieces += [text[place : max(place, first)], MARK]
        place = min(last, end)
    pieces.append(text[place:end])
    return " ".join("".join(pieces).split()), pieces.count(MARK)
