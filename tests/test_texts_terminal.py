"""What the terminal says in other languages."""

import ast
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any, cast

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

import textmining
from tests.conftest import Run
from textmining import errors
from textmining.cli import app
from textmining.cli.language import told
from textmining.errors import CodebookError, FileError, Joined, Message, RowError, RowsError
from textmining.texts import in_language, joined_in_language
from textmining.texts.terminal import translations

CODE = Path(textmining.__path__[0])
TYPER = Path(typer.__path__[0])


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def said_in_the_program() -> set[str]:
    """Every text in the code, docstrings by paragraph; Typer's own words too."""
    paths = [*CODE.rglob("*.py"), *TYPER.rglob("*.py")]
    texts = [
        node.value
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    paragraphs = {" ".join(lines.split()) for text in texts for lines in re.split(r"\n\s*\n", text)}
    return paragraphs.union(texts)


def test_every_english_sentence_is_said_in_the_program() -> None:
    assert set(translations()) - said_in_the_program() == set()


SPEAKERS = {
    "Message",
    "say",
    "progress",
    *(name for name in errors.__all__ if name.endswith("Error")),
}


def is_said(text: str, speaker: str) -> bool:
    """Whether a text is told, and no column's name or mark."""
    return " " in text.strip() or (speaker in {"say", "progress"} and text[-1:].isalpha())


def test_every_sentence_of_an_error_has_every_language() -> None:
    """Where it is given as it stands; an f-string could not be told in another language."""
    missing = [
        f"{path.name}:{node.lineno} {ast.unparse(argument)}"
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in SPEAKERS
        for argument in node.args
        if isinstance(argument, ast.JoinedStr)
        or (isinstance(argument, ast.Constant) and is_said(str(argument.value), node.func.id))
        if getattr(argument, "value", None) not in translations()
    ]
    assert missing == []


def test_every_language_fills_in_the_same_names() -> None:
    for english, said in translations().items():
        assert said.keys() == {"en", "nb", "nn"}
        assert names(said["nb"]) == names(said["nn"]) == names(english)
        for language in ("nb", "nn"):
            assert english[-1].isalpha() or said[language][-1] == english[-1], english


def test_a_message_is_said_whole_or_stays_english() -> None:
    known = FileError("a.csv", "is empty", "Export it again.")
    assert joined_in_language(known.parts, "nb") == "a.csv: er tom. Eksporter den på nytt."
    assert joined_in_language(known.parts, "en") == str(known)
    half = FileError("a b.csv", "is empty", "Nobody has said this.")
    assert joined_in_language(half.parts, "nn") == str(half)
    rows = RowsError(
        [RowError("a.csv", n, "id", "is empty; every answer needs it.") for n in (2, 3, 3, 5)]
    )
    assert joined_in_language(rows.parts, "nn") == (
        "3 rader må rettast:\n"
        "  a.csv, rad 2–3, kolonne id: er tom; kvart svar må ha han.\n"
        "  a.csv, rad 5, kolonne id: er tom; kvart svar må ha han."
    )


TWO_PROBLEMS = CodebookError(
    "codebook {name}: {problems}.",
    name="b",
    problems=Joined(
        [
            Message("theme {name} has no label", name="a"),
            Message("this is version {version}", version="2"),
        ],
        "; ",
    ),
)


def test_a_message_travels_between_processes() -> None:
    message = Message("there is no wave {name}; the survey has {names}.", name="1", names="2, 3")
    back = pickle.loads(pickle.dumps(message))  # noqa: S301 # our own
    assert (back, back.template) == (message, message.template)
    assert in_language(back, "nb") == "det er ingen runde 1; undersøkelsen har 2, 3."
    error = pickle.loads(pickle.dumps(TWO_PROBLEMS))  # noqa: S301 # our own
    assert str(error) == str(TWO_PROBLEMS)
    assert joined_in_language(error.parts, "nn") == (
        "kodeboka b: tema a har ikkje noko namn; dette er versjon 2."
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "arguments", "expected"),
    [
        ("", [], "gone.csv: does not exist. Check the name and the folder."),
        ('name = "Vår"\nlanguage = "nn"', [], "gone.csv: finst ikkje. Sjå etter at namn"),
        ('name = "Vår"', [], "gone.csv: finnes ikke. Se etter at navn"),
        ('language = "nn"', [], "gone.csv: does not exist."),
        ('name = "Vår"', ["--lang", "en"], "gone.csv: does not exist."),
        ("", ["--lang=nb"], "gone.csv: finnes ikke."),
    ],
)
def test_the_terminal_speaks_the_surveys_language(
    tmp_path: Path, settings: str, arguments: list[str], expected: str
) -> None:
    if settings:
        (tmp_path / "textmining.toml").write_text(settings, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "textmining.cli", "check", "gone.csv", *arguments],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, expected in run.stderr) == (1, True), run.stderr


@pytest.mark.parametrize(
    ("language", "expected"),
    [("nn_NO.UTF-8", "finst ikkje"), ("no", "finnes ikke"), ("sv:nb:en", "finnes ikke"),
     ("C", "does not exist"), ("sv", "does not exist")],
)  # fmt: skip
def test_outside_a_survey_the_terminal_speaks_the_systems_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, expected: str
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    monkeypatch.chdir(tmp_path)
    error = FileError("gone.csv", "does not exist", "Check the name and the folder.")
    assert expected in told(error)


def every_command(group: Any, *before: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and group of commands, with the words that call it."""
    yield before, group
    for name, command in getattr(group, "commands", {}).items():
        yield from every_command(command, *before, name)


COMMANDS = dict(every_command(cast("TyperGroup", get_command(app))))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_all_help_has_every_language(words: tuple[str, ...]) -> None:
    command = COMMANDS[words]
    told = [command.help, *(getattr(param, "help", None) for param in command.params)]
    paragraphs = {" ".join(p.split()) for text in told if text for p in text.split("\n\n")}
    sentences = {p for p in paragraphs if not p.startswith("Example: ")}
    assert sentences <= translations().keys()


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("count", "nn", ["Bruk: textmining count", "Tel tema, med intervall", "Val ─", "KOLONNE",
                         "Døme: textmining count", "Vis denne hjelpa.", "[elles: 0.95]"]),
        ("count", "en", ["Usage: textmining count", "Count themes", "Example: textmining count"]),
        ("wave", "nb", ["Rundene i en undersøkelse.", "add Ta inn en fil", "Kommandoer ─"]),
        ("check", "nb", ["Kolonner ─", "[må oppgis]"]),
    ],
)  # fmt: skip
def test_help_is_in_the_terminals_language(
    monkeypatch: pytest.MonkeyPatch, words: str, language: str, expected: list[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    result = CliRunner().invoke(
        app, [words, "--help"], env={"COLUMNS": "160"}, prog_name="textmining"
    )
    help_text = " ".join(result.stdout.split())
    assert [text for text in expected if text not in help_text] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("count --level abc", "Ugyldig verdi for '--level': skriv et tall"),
        ("code --seed -1", "Ugyldig verdi for '--seed': tallet kan ikke være under 0"),
        ("train x --aim z", "'z' er ikke en av 'f1', 'counts', 'sets'."),
        ("train x --seed", "'--seed' må følges av en verdi."),
        ("train x --seed 1 --seed 2", "--seed er oppgitt 2 ganger. Oppgi det én gang."),
        ("evaluate x", "'--model' må oppgis."),
        ("check", "'FILE…' må oppgis."),
        ("coutn", "Kommandoen 'coutn' finnes ikke. Mente du 'count'?"),
        ("wave ad", "Kommandoen 'ad' finnes ikke. Mente du 'add'?"),
        ("code x --outt y", "Valget --outt finnes ikke. (Mente du: --no-text, --out, --text)"),
        ("status a b", "Her er det noe for mye (b)"),
        ("train", "Det går ikke: oppgi filene, eller kjør kommandoen i mappen til en undersøkelse"),
    ],
)
def test_wrong_usage_is_told_in_the_terminals_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "nb")
    result = CliRunner().invoke(app, words.split(), env={"COLUMNS": "200"})
    assert (result.exit_code, expected in result.stderr) == (2, True), result.stderr


@pytest.mark.parametrize(
    "words", ["check a.csv --lang sv", "--lang sv check a.csv", "status --lang sv"]
)
def test_a_language_that_nothing_is_said_in_is_refused(words: str, run: Run) -> None:
    done = run(*words.split())
    assert done.returncode == 1
    assert "--lang sv is not one of nb, nn, en." in done.stderr
