"""What the terminal says in other languages."""

import ast
import pickle
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

import textmining
from textmining.errors import FileError, Message, RowError, RowsError
from textmining.texts import in_language, joined_in_language
from textmining.texts.terminal import translations

CODE = Path(textmining.__path__[0])


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def said_in_the_program() -> set[str]:
    trees = (ast.parse(path.read_text("utf-8")) for path in CODE.rglob("*.py"))
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_english_sentence_is_said_in_the_program() -> None:
    assert set(translations()) - said_in_the_program() == set()


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
        [RowError("a.csv", n, "id", "is empty; every answer needs it.") for n in (2, 3)]
    )
    assert joined_in_language(rows.parts, "nn") == (
        "2 rader må rettast:\n"
        "  a.csv, rad 2, kolonne id: er tom; kvart svar må ha han.\n"
        "  a.csv, rad 3, kolonne id: er tom; kvart svar må ha han."
    )


def test_a_message_travels_between_processes() -> None:
    message = Message("there is no wave {name}; the survey has {names}.", name="1", names="2, 3")
    back = pickle.loads(pickle.dumps(message))  # noqa: S301 # our own
    assert (back, back.template) == (message, message.template)
    assert in_language(back, "nb") == "det er ingen bølge 1; undersøkelsen har 2, 3."


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
