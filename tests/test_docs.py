"""Every command that README and docs show is run, and prints what they say it prints."""

import ast
import doctest
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKE = {"make demo": "textmining demo --out out/demo"}
NOT_RUN = {
    "open",  # runs until it is stopped; the tests of home start it
    "review",  # runs until it is stopped; the tests of web start it
    "vectors",  # needs more text than lies here
}
CHECKER = doctest.OutputChecker()


def _examples(page: Path) -> list[tuple[str, str]]:
    """The commands of a page with what they print."""
    parts = [
        part.partition("\n")
        for block in BLOCK.findall(page.read_text(encoding="utf-8"))
        for part in block.removeprefix("$ ").split("\n$ ")
    ]
    return [(command, output) for command, _, output in parts]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_do_what_it_says(
    page: Path, tmp_path: Path, run: Run, data: Path
) -> None:
    (tmp_path / "data").symlink_to(data)
    for command, output in _examples(page):
        words = shlex.split(MAKE.get(command, command), comments=True)
        if words[0] != "textmining" or words[1] in NOT_RUN:
            continue
        result = run(*words[1:], cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        assert not output or CHECKER.check_output(output, result.stdout, flags), result.stdout


def test_every_command_stands_in_the_docs(run: Run) -> None:
    shown = {
        command.split()[1] for page in PAGES for command, _ in _examples(page) if " " in command
    }
    names = re.findall(r"^│ (\w+) ", run("--help").stdout, re.MULTILINE)
    assert names
    assert set(names) <= shown, f"not shown anywhere: {set(names) - shown}"


def test_no_page_links_to_a_file_that_is_not_there() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.slow
def test_the_notebook_runs(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cell by cell, in one process; the last line of each is what the notebook would show."""
    (tmp_path / "data").symlink_to(data)
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    notebook = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    names: dict[str, object] = {}
    shown = [_shown(cell, names) for cell in cells]
    assert shown[-1] is True
    assert "<table" in shown[-3]._repr_html_()


def _shown(cell: str, names: dict[str, object]) -> Any:
    *steps, last = ast.parse(cell).body
    assert isinstance(last, ast.Expr), "the last line of a cell shows something"
    exec(compile(ast.Module(steps, []), "cell", "exec"), names)  # noqa: S102 - our own notebook
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - the same
