"""The laws of the house that import-linter does not see."""

import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

import textmining

ROOMS = [module.name for module in pkgutil.iter_modules(textmining.__path__, "textmining.")]


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "numpy pandas sklearn spacy sqlalchemy starlette typer scipy matplotlib"
    program = f"import sys, textmining; sys.exit(any(m in sys.modules for m in '{heavy}'.split()))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_floors_are_drawn_in_the_root_docstring() -> None:
    for room in ROOMS:
        assert f"    {room.rpartition('.')[2]} " in (textmining.__doc__ or "")


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
