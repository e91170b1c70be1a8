"""The laws of the house that import-linter does not see."""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import textmining
from tests.loading import loaded_by

ROOMS = [module.name for module in pkgutil.iter_modules(textmining.__path__, "textmining.")]


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "numpy pandas sklearn spacy sqlalchemy starlette typer scipy matplotlib"
    assert loaded_by("import textmining", heavy) == []


def test_every_room_has_its_line_in_the_root_docstring_and_in_contributing() -> None:
    drawn = dict(re.findall(r"^    (\w+) +\d* +(\w.+)$", textmining.__doc__ or "", re.MULTILINE))
    told = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| [\d–]+ \| (.+) \|$", told, re.MULTILINE))
    rooms = {room.rpartition(".")[2] for room in ROOMS}
    assert listed.keys() == rooms
    assert {room: drawn.get(room) for room in rooms} == listed


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_exports_exactly_what_it_says(room: str) -> None:
    module = importlib.import_module(room)
    is_package = hasattr(module, "__path__")
    there = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and not inspect.ismodule(value)
        # a package imports only what it passes on; a module also what it works with
        if is_package or getattr(value, "__module__", room) == room
    }
    assert there == set(getattr(module, "__all__", ()))


def _modules() -> list[Path]:
    return sorted(Path(textmining.__path__[0]).rglob("*.py"))


def _body_lines(function: ast.FunctionDef) -> int:
    """Lines of a function beside its signature and docstring."""
    first = function.body[0]
    is_told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = function.body[1:] if is_told else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.slow
def test_no_module_is_over_350_lines_and_no_function_over_45() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in _modules()}
    assert not [str(path) for path, text in sources.items() if text.count("\n") > 350]
    functions = [
        (f"{path}: {node.name}", _body_lines(node))
        for path, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    ]
    assert not [name for name, lines in functions if lines > 45]


@pytest.mark.slow
def test_no_two_classes_have_one_name() -> None:
    homes: dict[str, list[str]] = {}
    for path in _modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(path.name)
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


@pytest.mark.slow
def test_what_users_install_holds_all_that_is_imported() -> None:
    """A tool of developers' that the program imports would be missing where it is used."""
    names = {
        name.split(".")[0]
        for path in Path(textmining.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
    }
    lock = (Path(__file__).parent.parent / "requirements.txt").read_text(encoding="utf-8")
    locked = {name.lower().replace("_", "-") for name in re.findall(r"(?m)^([\w.-]+)==", lock)}
    owners = packages_distributions()
    optional = {
        "distributed",
        "floret",
        "sentence_transformers",
        "textmining",
        *sys.stdlib_module_names,
    }
    missing = {
        name
        for name in names - optional
        if locked.isdisjoint(d.lower().replace("_", "-") for d in owners.get(name, ()))
    }
    assert missing == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    is_absolute = isinstance(node, ast.ImportFrom) and node.level == 0 and node.module
    return [str(node.module)] if is_absolute and isinstance(node, ast.ImportFrom) else []


_COLUMNS = {"respondent", "wave", "question", "text", "themes", "confidence", "language", "review"}
_COLUMNS |= {"order", "stratum", "inclusion", "model", "codebook_version", "novel", "audit"}
_LAWFUL = (
    *("cli", "codebook", "counting", "disclosure", "home", "report", "review", "sampling"),
    *("survey", "web", "workflow"),
)
_NO_FRAMES = {
    "cli/code.py": {"review"},  # the plan's own column
    "cli/options.py": {"wave"},  # options
    "cli/language.py": {"language"},  # the settings
    "cli/printing.py": {"themes"},  # the scores, as JSON
    "codebook/changes.py": {"order"},  # what changed
    "codebook/plain.py": {"language", "themes"},  # a codebook's keys
    "home/report.py": {"wave"},  # an address
    "report/method.py": {"review"},  # the record of the draw
    "report/workbook.py": {"text"},  # formats
    "review/answers.py": {"novel", "order", "question", "review"},  # arrays kept by name
    "review/erase.py": {"respondent", "wave"},  # records of a file of JSON
    "review/filling.py": {"order", "review"},  # arrays kept by name
    "review/queue.py": {"review"},
    "review/reasons.py": {"question", "respondent", "text", "themes", "wave"},  # records, likewise
    "review/rows.py": {"question", "respondent", "themes", "wave"},  # the store's rows
    "review/store.py": {"wave"},
    "review/workbook_in.py": {"question"},  # the workbook's own columns
    "sampling/survey.py": {"audit"},  # it knows no type of `answers`
    "survey/language.py": {"language"},  # the settings
    "survey/settings.py": {"language", "text"},
    "survey/writing.py": {"language", "text"},
    "web/grid.py": {"novel"},  # arrays kept by name
    "web/grid_rows.py": {"novel"},
    "web/setup.py": {"wave", "model"},  # names, kept likewise
    "workflow/coding/models.py": {"language"},  # the model's card
    "workflow/coding/part.py": {"confidence", "themes", "novel"},  # arrays kept by name
    "workflow/coding/partition.py": {"confidence", "themes", "novel"},
    "workflow/evaluate.py": {"language"},  # a group to score by, which answers may lack
    "workflow/survey_folder/status.py": {"model"},  # the meta file
}
"""Where such a word stands for something else than a column of answers: rows of the store, keys of
settings and records, and arrays have words of their own."""


@pytest.mark.slow
def test_columns_of_answers_are_named_in_answers_only() -> None:
    root = Path(textmining.__path__[0])
    found = {
        str(path.relative_to(root)): {
            word
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for word in _looked_up(node) & _COLUMNS
        }
        for room in _LAWFUL
        for path in sorted((root / room).rglob("*.py"))
    }
    assert {path: words for path, words in found.items() if words} == _NO_FRAMES


def _looked_up(node: ast.AST) -> set[str]:
    """The words by which something is looked up in brackets, asked for, sorted or grouped."""
    places: list[ast.expr] = []
    if isinstance(node, ast.Subscript):
        places = [node.slice]
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        places = [node.left]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        asks = {"get", "groupby", "sort_values", "drop_duplicates", "cells", "set_index"}
        places = node.args if node.func.attr in asks else []
    words = (part for place in places for part in ast.walk(place) if isinstance(part, ast.Constant))
    return {part.value for part in words if isinstance(part.value, str)}
