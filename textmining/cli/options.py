"""Arguments and options that several commands share."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from textmining.answers import Columns

AnswerFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE…", help="Answers: .csv, .xlsx, .xls, .ods, .jsonl, .parquet or .sav."
    ),
]
SurveyFiles = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE…]", help="Answers; the survey's own if none is given."),
]
CodedFiles = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[CODED…]", help="Coded files; the survey's own if none is given."),
]
CodebookFile = Annotated[
    Path | None,
    typer.Option("--codebook", metavar="F", help="Codebook: .xlsx, .csv, .yaml or .toml."),
]
DecisionSources = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SOURCE", help="Review store or file whose codes count instead; can be repeated."
    ),
]
Groups = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="COLUMN", help="Counts per group; can be repeated."),
]
Looks = Annotated[
    int,
    typer.Option(metavar="N", help="You look N times while reading, and may stop at any of them."),
]
Level = Annotated[float, typer.Option(metavar="LEVEL", help="How often an interval is to hold.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Ignore the machine: wider, without any trust in it.")
]
Weights = Annotated[
    str | None, typer.Option(metavar="COLUMN", help="Column with a weight for each answer.")
]
PopulationFile = Annotated[
    Path | None,
    typer.Option(metavar="F", help="A row per invited unit, for the response rate."),
]
Rake = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN",
        help="Weight those who answered to have the invited's shares of this column; repeatable.",
    ),
]
Suppress = Annotated[
    int, typer.Option(min=0, metavar="N", help="Hold back counts under N, and what tells them.")
]
Panel = Annotated[
    bool,
    typer.Option("--panel", help="Draw the same respondents in every wave; use the same seed."),
]
Seed = Annotated[
    int, typer.Option(min=0, max=2**32 - 1, metavar="N", help="Same seed, same result.")
]
Jobs = Annotated[int, typer.Option(min=1, metavar="N", help="How many processors to use.")]
Lang = Annotated[
    str | None,
    typer.Option(metavar="nb|nn|en", help="Language of what people read; else the codebook's."),
]
PipelineName = Annotated[
    str | None,
    typer.Option(
        "--pipeline",
        "--language",  # its name until version 0.1
        metavar="NAME",
        help="Another spaCy pipeline, by package name or folder.",
    ),
]

EncoderName = Annotated[
    str | None,
    typer.Option(
        metavar="none|shipped|FOLDER",
        help="Sentence encoder to learn from too. By default the one that ships, for up to 4,000 "
        "coded answers; a model is used with its own.",
    ),
]


_PANEL = "Columns"
_COLUMN_OPTIONS = {
    **{
        f"{role}_column": typer.Option(metavar="NAME", help=said, rich_help_panel=_PANEL)
        for role, said in {
            "respondent": "Column with the respondent.",
            "wave": "Column with the wave.",
            "question": "Column with the question.",
            "text": "Column with the text.",
            "themes": "Column with the themes.",
        }.items()
    },
    "text_columns": typer.Option(
        metavar="Q1,Q2",
        help="Columns of a wide file that are open questions.",
        rich_help_panel=_PANEL,
    ),
    "text": typer.Option(
        metavar="[ID=]COLUMN",
        help="One such column: its name, the beginning of it, or its letter in a spreadsheet, and "
        "a short name for the question; can be repeated.",
        rich_help_panel=_PANEL,
    ),
    "wave": typer.Option(
        metavar="WAVE", help="Wave of files without such a column.", rich_help_panel=_PANEL
    ),
}
_SETTINGS_OPTION = typer.Option(
    metavar="F",
    help="Settings; the wave's, or textmining.toml here or beside the first file, unless named.",
    rich_help_panel=_PANEL,
)


def _mapping_options() -> list[inspect.Parameter]:
    """The options that say which column is what, in the order of the help text."""

    def parameter(name: str, kind: Any, option: Any) -> inspect.Parameter:
        annotation = Annotated[kind | None, option]
        return inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation
        )

    named = [
        parameter(name, list[str] if name == "text" else str, option)
        for name, option in _COLUMN_OPTIONS.items()
    ]
    return [*named, parameter("settings", Path, _SETTINGS_OPTION)]


def maps_columns(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that map columns; it receives `columns`, one for each file.

    Without files that is one: what was typed.

    Several commands have these options, so they are written once. Typer makes a command of what
    `inspect.signature` and `__annotations__` say of a function; those of the function returned here
    list the command's own parameters, but for `columns`, and after them the options that map.

    Args:
        command: its first parameter is `files`, and one is `columns`.
    """
    mapping = _mapping_options()

    @functools.wraps(command)
    def with_columns(**values: Any) -> None:
        options = {parameter.name: values.pop(parameter.name) for parameter in mapping}
        values["files"] = _found(values["files"])
        command(**values, columns=_columns(values["files"], **options))

    signature = inspect.signature(command)
    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in signature.parameters.values()
        if parameter.name != "columns"
    ]
    declare(with_columns, signature.replace(parameters=[*own, *mapping]))
    return with_columns


def _found(files: list[Path] | None) -> list[Path] | None:
    """The files that patterns such as `answers/*.parquet` stand for, each pattern's by name.

    A shell may have found them already; that of Windows leaves it to the program. A file that is
    called so, as `svar[1].csv`, is no pattern.
    """
    if files is None:
        return None
    import glob

    def meant(path: Path) -> list[Path]:
        if path.exists():
            return [path]
        found = sorted(map(Path, glob.glob(str(path), recursive=True)))  # noqa: PTH207 - a pattern may be absolute
        # Excel marks a file that it has open with one beside it.
        return [file for file in found if not file.name.startswith("~$")] or [path]

    return [found for path in files for found in meant(path)]


def declare(function: Callable[..., None], signature: inspect.Signature) -> None:
    """Let a function that takes anything say that it takes these parameters."""
    vars(function).pop("__wrapped__", None)  # or `inspect.signature` would look through it
    vars(function)["__signature__"] = signature
    function.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()}


def question_option(typed: str) -> tuple[str, str]:
    """Return the short name and the column of a `--text`; "" if it has no short name.

    >>> question_option("q14=Hva ønsker dere, og hvorfor?"), question_option("K")
    (('q14', 'Hva ønsker dere, og hvorfor?'), ('', 'K'))
    """
    short, sign, column = typed.partition("=")
    return (short, column) if sign and column and short.isidentifier() else ("", typed)


def _columns(
    files: list[Path] | None,
    *,
    settings: Path | None,
    text_columns: str | None,
    text: list[str] | None,
    **named: Any,
) -> "list[Columns]":
    from textmining.answers import Columns, read_settings
    from textmining.survey import mappings_of

    roles = {role: named[f"{role}_column"] for role in ("respondent", "question", "text", "themes")}
    roles["wave"] = named["wave_column"]
    asked = [("", q.strip()) for q in (text_columns or "").split(",") if q.strip()]
    asked += map(question_option, text or ())
    given = Columns(
        **roles,
        wave_value=named["wave"],
        text_columns=tuple(short or column for short, column in asked),
        headers=tuple(pair for pair in asked if pair[0]),
        typed=(*filter(None, roles.values()), *(column for _, column in asked)),
    )
    if not files:
        return [given]
    found = [read_settings(settings)] * len(files) if settings else mappings_of(files)
    return [given.over(columns) for columns in found]
