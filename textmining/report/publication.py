"""What a survey's settings say of its report: the one place where the report reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final

from textmining.errors import OptionError
from textmining.survey import SurveySettings, Unit

_STANDARDS: Final[Mapping[str, Mapping[str, str]]] = {"language": {"nb": "bokmål", "nn": "nynorsk"}}
"""What our own column calls Norwegian's two written standards; their names in every language."""


@dataclass(frozen=True)
class Publication:
    """How a report presents itself and what it calls things; everything may be left out.

    Args:
        survey: the survey's name; "" where only its codebook has one.
        title: the title.
        subtitle: the subtitle.
        date: the day of publication, as it is to be written.
        publisher: who publishes it.
        contact: whom readers may ask.
        purpose: what the survey is for.
        use: what the numbers are meant for.
        limits: what they are not to be used for.
        fieldwork: when the answers were collected.
        retention: how long the answers are kept.
        cost: what coding cost, in time or money.
        quotes_by: the background column that says whom a quote is from; "" leaves that out.
        unit: what the survey speaks of; None for its answers.
        labels: what columns and their values are called, by column, then value; a column's own
            label stands under "".
        questions: what each question asks, in the questionnaire's order.
        asked_of: the groups that a question was asked of, where that is not everybody.
    """

    survey: str = ""
    title: str = ""
    subtitle: str = ""
    date: str = ""
    publisher: str = ""
    contact: str = ""
    purpose: str = ""
    use: str = ""
    limits: str = ""
    fieldwork: str = ""
    retention: str = ""
    cost: str = ""
    quotes_by: str = ""
    unit: Unit | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    asked_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """What a background column is called."""
        return self.labels.get(name, {}).get("", name)

    def value(self, column: str, value: str) -> str:
        """What a value of a background column is called."""
        written = _STANDARDS.get(column, {}).get(value, value)
        return self.labels.get(column, {}).get(value, written)

    def named(self, column: str, value: str) -> str:
        """What a single one of a group is called: the value itself where it is a word, no code."""
        is_word = any(sign.isalpha() for sign in value)
        return value if is_word else self.value(column, value)

    def has_label(self, column: str, value: str) -> bool:
        """Whether a value has a label that can be the subject of a sentence."""
        return value != "" and value in self.labels.get(column, {})


_WRITTEN = tuple(
    f.name for f in fields(Publication) if f.name != "survey" and f.type in ("str", str)
)


def publication(settings: SurveySettings) -> Publication:
    """Return what the settings say of the report.

    Raises:
        OptionError: [report] has a key that is not read.
    """
    unknown = sorted({*settings.report} - {*_WRITTEN})
    if unknown:
        raise OptionError(
            "[report] in the settings has {unknown}, which is not read. Use {written}.",
            unknown=", ".join(unknown),
            written=", ".join(_WRITTEN),
        )
    written = {"publisher": settings.publisher} | dict(settings.report)
    return Publication(
        **written,
        survey=settings.name,
        unit=settings.unit,
        labels=settings.labels,
        questions={question.id: question.text for question in settings.questions},
        asked_of={q.id: q.asked_of for q in settings.questions if q.asked_of},
    )
