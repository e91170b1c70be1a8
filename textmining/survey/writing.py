"""The settings file of a new survey, with comments for who opens it in an editor."""

from collections.abc import Iterable
from dataclasses import dataclass

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import Table as TomlTable

from textmining.survey.guesses import Guess, Role
from textmining.survey.proposal import Proposal
from textmining.survey.settings import Unit
from textmining.survey.vocabulary import plurals
from textmining.texts import Language, Texts, catalogue


@dataclass(frozen=True)
class Start:
    """What a new survey's settings are made from.

    Args:
        name: the survey's name.
        language: of what people read.
        columns: what the columns of the first file are; None if there is no file yet.
        questions: the questions of a long file, whose column tells them.
        unit: what the survey speaks of, or None.
    """

    name: str
    language: Language = "nb"
    columns: Proposal | None = None
    questions: tuple[str, ...] = ()
    unit: Unit | None = None


def unit_of(proposal: Proposal, language: Language) -> Unit | None:
    """Return what the survey probably speaks of: a background column called like a unit."""
    for guess in proposal.of(Role.BACKGROUND):
        one = guess.short.split("_")[0]
        if one in plurals(language):
            return Unit(guess.short, one, plurals(language)[one])
    return None


def settings_text(start: Start) -> str:
    """Return the text of `textmining.toml`."""
    texts = catalogue("survey", start.language)
    document = tomlkit.document()
    _comment(document, texts("settings.head"))
    document["name"] = start.name
    document["language"] = start.language
    document["publisher"] = ""
    _unit(document, start.unit, texts)
    _columns(document, start.columns, texts)
    _questions(document, start, texts)
    _background(document, start.columns, texts)
    _left_out(document, start.columns, texts)
    return tomlkit.dumps(document)


def _unit(document: TOMLDocument, unit: Unit | None, texts: Texts) -> None:
    _part(document, texts("settings.unit"))
    if unit is None:
        _comment(document, texts("settings.no_unit"))
        return
    document["unit"] = _table({"column": unit.column, "one": unit.one, "many": unit.many})


def _columns(document: TOMLDocument, proposal: Proposal | None, texts: Texts) -> None:
    _part(document, texts("settings.columns"))
    roles = [Role.RESPONDENT, Role.WAVE, Role.QUESTION, Role.THEMES]
    found = {role: proposal.of(role) for role in roles} if proposal else {}
    named = {str(role): guesses[0].header for role, guesses in found.items() if guesses}
    is_long = proposal is not None and bool(found[Role.QUESTION])
    if not is_long:
        named.pop("themes", None)
    if proposal and is_long:
        named["text"] = proposal.of(Role.TEXT)[0].header
    document["columns"] = _table(named)
    if proposal and not is_long and (codes := proposal.codes()):
        document["headers"] = _table({read_as: header for header, read_as in codes.items()})


def _questions(document: TOMLDocument, start: Start, texts: Texts) -> None:
    _part(document, texts("settings.questions"))
    table = tomlkit.table(is_super_table=True)
    for question in start.questions:
        table[question] = _table({"text": question})
    is_wide = start.columns is not None and not start.columns.of(Role.QUESTION)
    for guess in start.columns.of(Role.TEXT) if start.columns and is_wide else ():
        table[guess.short] = _table({"column": guess.header, "text": guess.text})
    if table:
        document["questions"] = table


def _background(document: TOMLDocument, proposal: Proposal | None, texts: Texts) -> None:
    _part(document, texts("settings.background"))
    kept = proposal.of(Role.BACKGROUND) if proposal else ()
    if proposal:  # also an empty one: what is in none of the tables is left out
        document["background"] = _table({guess.short: guess.header for guess in kept})


def _left_out(document: TOMLDocument, proposal: Proposal | None, texts: Texts) -> None:
    left: Iterable[Guess] = proposal.of(Role.LEFT_OUT) if proposal else ()
    lines = [f"- {' '.join(g.header.split())} ({texts(f'why.{g.why}')})" for g in left]
    if lines:
        _part(document, texts("settings.left_out"))
        for line in lines:
            document.add(tomlkit.comment(line))


def _table(values: dict[str, str]) -> TomlTable:
    table = tomlkit.table()
    table.update(values)
    return table


def _part(document: TOMLDocument, text: str) -> None:
    document.add(tomlkit.nl())
    _comment(document, text)


def _comment(document: TOMLDocument, text: str) -> None:
    for line in text.splitlines():
        document.add(tomlkit.comment(line))
