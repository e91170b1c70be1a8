"""The command `init`."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmining.cli.language import check_language
from textmining.cli.options import question_option
from textmining.cli.printing import print_table, show
from textmining.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd

    from textmining.survey import Role, Unit
    from textmining.texts import Texts
    from textmining.workflow.survey_folder.init import Understood


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The first wave, as the vendor sent it.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What the survey is called.")
    ] = None,
    wave: Annotated[
        str | None, typer.Option(metavar="WAVE", help="Which wave the file is from.")
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[ID=]COLUMN",
            help="An open question: the column's name, the beginning of it, or its letter; can be "
            "repeated.",
        ),
    ] = None,
    background: Annotated[
        list[str] | None,
        typer.Option(metavar="[ID=]COLUMN", help="A background column; can be repeated."),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="A column to leave out; can be repeated."),
    ] = None,
    respondent: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column with the respondents' ids.")
    ] = None,
    lang: Annotated[
        str, typer.Option(metavar="nb|nn|en", help="Language of what people read.")
    ] = "nb",
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing; what is unsure is told at the end.")
    ] = False,
) -> None:
    """Make a survey folder of a vendor's file: which column is what is proposed and asked.

    Example: `textmining init kommuneundersokelsen svar-2021.xlsx`
    """
    from textmining.survey import Start, unit_of
    from textmining.texts import catalogue, known_language
    from textmining.workflow.survey_folder.init import init as run
    from textmining.workflow.survey_folder.init import understand

    check_language(lang)
    language = known_language(lang) or "nb"
    texts = catalogue("survey", language)
    name = name or _asked(texts("init.ask_name"), folder.resolve().name, yes=yes)
    if file is None:
        survey, _ = run(folder, Start(name, language), language=language)
        show(texts("init.made", n=0, folder=survey.folder))
        return
    understood = understand(file).chosen(_typed(text, background, leave_out, respondent))
    _show_columns(understood, texts)
    understood = _settled(understood, texts, yes=yes)
    proposal = understood.proposal
    wave = wave or _asked(texts("init.ask_wave"), understood.wave, yes=yes)
    unit = _unit(unit_of(proposal, language), texts, yes=yes)
    start = understood.start(name, language, unit)
    survey, answers = run(folder, start, understood, wave, language=language)
    _show_rows(answers, texts)
    show(texts("init.made", n=len(survey.settings.questions), folder=survey.folder))
    if proposal.unsure:
        show(texts("init.still_unsure", columns=", ".join(g.header for g in proposal.unsure)))


def _typed(
    text: list[str] | None,
    background: list[str] | None,
    leave_out: list[str] | None,
    respondent: str | None,
) -> "dict[Role, list[tuple[str, str]]]":
    """The columns that the command line names, by what they are."""
    from textmining.survey import Role

    return {
        Role.TEXT: [question_option(name) for name in text or ()],
        Role.BACKGROUND: [question_option(name) for name in background or ()],
        Role.LEFT_OUT: [("", name) for name in leave_out or ()],
        Role.RESPONDENT: [("", respondent)] if respondent else [],
    }


def _asked(question: str, default: str, *, yes: bool) -> str:
    return default if yes else _answer(question, default)


def _answer(question: str, default: str) -> str:
    with _somebody_answers():
        return str(typer.prompt(question, default=default))


@contextlib.contextmanager
def _somebody_answers() -> Iterator[None]:
    """Tell that nobody does, once there is no more to read; Ctrl-C ends the program before."""
    try:
        yield
    except typer.Abort:
        raise OptionError("Nobody answers here; --yes takes what is proposed.") from None


def _settled(understood: "Understood", texts: "Texts", *, yes: bool) -> "Understood":
    """Ask what is unclear, column by column."""
    from textmining.survey import Role

    if yes:
        return understood
    names = {texts(f"role.{role}"): role for role in Role}
    told = {}
    for guess in understood.proposal.unsure:
        question = texts("init.ask_role", column=guess.header, why=texts(f"why.{guess.why}"))
        answer = _answer(f"{question} ({', '.join(names)})", texts(f"role.{guess.role}"))
        close = [role for name, role in names.items() if name.startswith(answer.strip().lower())]
        told[guess.header] = close[0] if close else guess.role
    return understood.corrected(told)


def _unit(unit: "Unit | None", texts: "Texts", *, yes: bool) -> "Unit | None":
    if unit is None or yes:
        return unit
    with _somebody_answers():
        is_taken = typer.confirm(texts("init.ask_unit", many=unit.many), default=True)
    return unit if is_taken else None


def _show_columns(understood: "Understood", texts: "Texts") -> None:
    proposal = understood.proposal
    print_table(
        [texts(f"init.{key}") for key in ("column", "is", "short", "why")],
        [
            (
                _cut(f"{guess.header}: {guess.label}" if guess.label else guess.header, 40),
                texts(f"role.{guess.role}"),
                _cut(guess.short, 16),
                texts(f"why.{guess.why}") + (" ?" if guess.unsure else ""),
            )
            for guess in proposal.guesses
        ],
        texts("init.columns", file=understood.table.path.name),
        numbers=False,
    )
    from textmining.survey import Role

    if not proposal.of(Role.RESPONDENT):
        show(texts("init.no_respondent"))


def _show_rows(answers: "pd.DataFrame | None", texts: "Texts") -> None:
    """Show the first answers as they are understood, on the analyst's own screen only."""
    from textmining.workflow.survey_folder.init import first_answers

    if answers is None:
        return
    shown = first_answers(answers)
    print_table(
        list(shown.columns),
        [tuple(_cut(cell, 28) for cell in row) for row in shown.itertuples(index=False)],
        texts("init.rows"),
        numbers=False,
    )


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"
