"""What a survey's settings file says: its questions, whom it asks, and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textmining.answers import SETTINGS_NAME, Columns, columns_from, read_toml
from textmining.errors import OptionError
from textmining.texts import LANGUAGES, Language


@dataclass(frozen=True)
class Question:
    """An open question.

    Args:
        id: its short name, as in the column `question` of every file.
        text: what it asks, in full.
        asked_of: the groups it was asked of; empty means all.
    """

    id: str
    text: str
    asked_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """What the survey speaks of: municipalities, not answers.

    Args:
        column: the background column that tells which unit a respondent answers for.
        one: what one is called, as in `kommune`.
        many: what several are called, as in `kommuner`.
    """

    column: str
    one: str
    many: str


@dataclass(frozen=True)
class Invited:
    """Who is invited, and what of them the answers are weighted to.

    Args:
        file: a list of the invited for waves without one of their own, from the survey's folder;
            "" if there is none. With a column `wave` it tells several waves apart.
        rake: columns of the lists; those who answered are weighted to have their shares.
    """

    file: str = ""
    rake: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodingSettings:
    """How the survey's waves are coded, where the command line says nothing else.

    Args:
        review: how many answers a person reads: a share (`20%`), a number or `all`; "" is the
            command's own.
        target: wanted share of right sets among the answers that may go unread, in (0, 1).
        thresholds: by code, the probability from which on a theme is proposed, in (0, 1); the
            model's own for all others.
        panel: whether the same respondents are read in every wave, as far as may be.
    """

    review: str = ""
    target: float | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)
    panel: bool = False


@dataclass(frozen=True)
class SurveySettings:
    """A survey's settings.

    Args:
        name: the survey's name; "" if the file only maps columns and there is no survey folder.
        language: of what people read: `nb`, `nn` or `en`.
        publisher: who publishes it, or "".
        unit: what it speaks of; None if that is answers.
        population: who is invited.
        questions: the open questions, in the questionnaire's order.
        columns: what the columns of its files are called.
        labels: what columns and their values are called in reports, by column, then value; a
            column's own label stands under "".
        report: title, subtitle, date and the like of the report, as they are written.
        coding: how its waves are coded.
        store: the database of decisions; "" is `decisions.sqlite` in the folder.
    """

    name: str = ""
    language: Language = "nb"
    publisher: str = ""
    unit: Unit | None = None
    population: Invited = field(default_factory=Invited)
    questions: tuple[Question, ...] = ()
    columns: Columns = field(default_factory=Columns)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    report: Mapping[str, str] = field(default_factory=dict)
    coding: CodingSettings = field(default_factory=CodingSettings)
    store: str = ""


def read_survey_settings(folder: Path) -> SurveySettings:
    """Read the settings file of a folder.

    Raises:
        FileError: the file is missing or not TOML.
        OptionError: a key is unknown or a value has the wrong type.
    """
    path = folder / SETTINGS_NAME
    written = read_toml(path)
    said = _text(path, "language", written.get("language", "nb"))
    language = next((known for known in LANGUAGES if known == said), None)
    if language is None:
        raise OptionError(
            "{path}: language must be one of {names}.", path=path, names=", ".join(LANGUAGES)
        )
    return SurveySettings(
        name=_text(path, "name", written.get("name", "")),
        language=language,
        publisher=_text(path, "publisher", written.get("publisher", "")),
        unit=_unit(path, written.get("unit")),
        population=_population(path, written.get("population", {})),
        columns=columns_from(written, path),
        questions=tuple(
            _question(path, name, asked) for name, asked in written.get("questions", {}).items()
        ),
        labels=_labels(path, written.get("labels", {})),
        report=_texts(path, "report", written.get("report", {})),
        coding=_coding(path, written.get("coding", {})),
        store=_texts(path, "store", written.get("store", {})).get("url", ""),
    )


def _unit(path: Path, written: Any) -> Unit | None:
    if written is None:
        return None
    values = _texts(path, "unit", written)
    if set(values) != {"column", "one", "many"} or not all(values.values()):
        raise OptionError(
            '{path}: [unit] needs column, one and many, as in column = "kommune", one = '
            '"kommune", many = "kommuner".',
            path=path,
        )
    return Unit(**values)


def _population(path: Path, written: Any) -> Invited:
    if not isinstance(written, Mapping) or {*written} - {"file", "rake"}:
        raise OptionError(
            '{path}: [population] takes file and rake, as in file = "kommuner.xlsx", rake = '
            '["landsdel"].',
            path=path,
        )
    return Invited(
        _text(path, "population.file", written.get("file", "")),
        _list(path, "population.rake", written.get("rake", []), "landsdel"),
    )


def _question(path: Path, name: str, written: Any) -> Question:
    where = f"questions.{name}"
    values = dict(written) if isinstance(written, Mapping) else {"text": written}
    asked_of = values.pop("asked_of", [])
    if unknown := sorted({*values} - {"text", "column"}):
        raise OptionError(
            "{path}: unknown setting {where}.{name}. Use text, column and asked_of.",
            path=path,
            where=where,
            name=unknown[0],
        )
    groups = _list(path, f"{where}.asked_of", asked_of, "skolesjef")
    text = _text(path, f"{where}.text", values.get("text", values.get("column", name)))
    return Question(name, text, groups)


def _labels(path: Path, written: Any) -> dict[str, dict[str, str]]:
    if not isinstance(written, Mapping):
        raise OptionError(
            "{path}: labels must be a table [labels] with columns below it.", path=path
        )
    return {
        column: {"": said} if isinstance(said, str) else _texts(path, f"labels.{column}", said)
        for column, said in written.items()
    }


def _list(path: Path, name: str, written: Any, example: str) -> tuple[str, ...]:
    if not isinstance(written, list):
        raise OptionError(
            '{path}: {name} must be a list, as in ["{example}"].',
            path=path,
            name=name,
            example=example,
        )
    return tuple(_text(path, name, value) for value in written)


def _coding(path: Path, written: Any) -> CodingSettings:
    values = dict(written) if isinstance(written, Mapping) else {"coding": written}
    thresholds = values.pop("thresholds", {})
    target = values.pop("target", None)
    review, panel = values.pop("review", ""), values.pop("panel", False)
    numbers = [*thresholds.values()] if isinstance(thresholds, Mapping) else [None]
    numbers += [] if target is None else [target]
    are_shares = all(isinstance(number, float) and 0 < number < 1 for number in numbers)
    if values or not are_shares or not isinstance(panel, bool):
        raise OptionError(
            '{path}: [coding] takes review = "20%", target = 0.95, panel = true and a table '
            "[coding.thresholds] with a number between 0 and 1 for a code.",
            path=path,
        )
    review = _text(path, "coding.review", review)
    return CodingSettings(review, target, dict(thresholds), panel)


def _texts(path: Path, name: str, written: Any) -> dict[str, str]:
    if not isinstance(written, Mapping):
        raise OptionError(
            "{path}: {name} must be a table [{name}] with names below it.", path=path, name=name
        )
    return {key: _text(path, f"{name}.{key}", value) for key, value in written.items()}


def _text(path: Path, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise OptionError("{path}: {name} must be a text in quotation marks.", path=path, name=name)
    return value.strip()
