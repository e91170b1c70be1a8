"""The commands that look after a survey folder: `status`, `wave add`, `codebook new`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmining.cli.commands import Commands
from textmining.cli.printing import print_json, print_table, show

if TYPE_CHECKING:
    from textmining.survey import Survey
    from textmining.texts import Texts
    from textmining.workflow.survey_folder.status import WaveStatus

wave = Commands(help="The waves of a survey folder.")
codebook = Commands(help="The codebook of a survey folder.")

Folder = Annotated[
    Path, typer.Option("--survey", metavar="DIR", help="The survey's folder; here or above.")
]


def status(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The survey's folder; here or above.")
    ] = Path(),
    json: Annotated[bool, typer.Option("--json", help="For other programs.")] = False,
) -> None:
    """Show what each wave of a survey has come to, and the next command.

    Example: `textmining status`
    """
    from textmining.workflow.survey_folder.status import status as run

    survey, texts = _survey(folder)
    found = run(survey)
    if json:
        print_json(found.to_json())
        return
    columns = ("wave", "answers", "coded", "drawn", "read", "disagreed", "reported")
    print_table(
        [texts(f"status.{name}") for name in columns],
        [_shown(row, texts) for row in found.waves],
        texts("status.title", name=found.name),
    )
    if not found.waves:
        show(texts("status.no_waves"))
    if said := found.population(survey.settings.language):
        show(said)
    for warning in found.warnings(survey.settings.language):
        show(warning)
    problems = found.problems(survey.settings.language)
    for problem in problems:
        show(problem)
    if found.next or not problems:
        show(texts("status.next", command=found.next) if found.next else texts("status.done"))


@wave.command("add")
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The wave, as the vendor sent it.")],
    name: Annotated[
        str | None, typer.Option("--wave", metavar="WAVE", help="Which wave it is.")
    ] = None,
    code: Annotated[
        bool, typer.Option("--code", help="Code it too, with the newest model.")
    ] = False,
    folder: Folder = Path(),
) -> None:
    """Take a file in as a wave of the survey; the file is kept as it is.

    Example: `textmining wave add svar-2022.xlsx --wave 2022`
    """
    from textmining.workflow.survey_folder.wave_add import add_wave

    survey, texts = _survey(folder)
    added = add_wave(survey, file, name)
    told = {"respondents": added.respondents, "answered": added.answered}
    show(texts("wave.added", wave=added.wave, **told))
    for old, new in added.renamed.items():
        show(texts("wave.differs", old=old, new=new, wave=added.wave))
    if added.not_asked:
        show(texts("wave.not_asked", questions=", ".join(added.not_asked)))
    if added.not_told:
        show(texts("wave.not_told", columns=", ".join(added.not_told)))
    if added.new:
        show(texts("wave.new", columns=", ".join(added.new)))
    if code:
        from textmining.cli.code import code_wave

        code_wave(survey, added.wave)


@codebook.command("new")
def new(
    out: Annotated[
        Path | None, typer.Option(metavar="F.xlsx", help="Where to, outside a survey folder.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="nb|nn|en", help="Language of headings and help.")
    ] = None,
    folder: Folder = Path(),
) -> None:
    """Write a workbook to fill in a codebook, or the next version of the survey's.

    Example: `textmining codebook new`
    """
    from textmining.workflow.survey_folder.codebook_new import new_codebook

    show(new_codebook(folder, out, lang))


def _shown(row: "WaveStatus", texts: "Texts") -> tuple[str, ...]:
    coded = {"machine": "status.by_machine", "hand": "status.by_hand", "": "status.no"}
    read = f"{row.read_of_drawn}/{row.drawn}" if row.drawn else str(row.read)
    reported = "status.yes" if row.reported else "status.no"
    return (
        row.wave,
        str(row.answers),
        texts(coded[row.coded]),
        str(row.drawn),
        read,
        str(row.disagreed),
        texts(reported),
    )


def _survey(folder: Path) -> "tuple[Survey, Texts]":
    from textmining.survey import open_survey
    from textmining.texts import catalogue

    survey = open_survey(folder)
    return survey, catalogue("survey", survey.settings.language)
