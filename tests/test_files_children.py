"""Files read by a process of its own that ends before its work is done."""

from pathlib import Path

import pytest

from textmining.errors import FileError
from textmining.files.children import read_in_child

_KILLED_IN_A_LINE = """
import os, sys

def lines(path):
    yield "whole"
    sys.stdout.write('["cut off')
    sys.stdout.flush()
    os.abort()
"""


def test_a_process_that_ends_in_the_middle_of_a_line_is_a_damaged_file(tmp_path: Path) -> None:
    script, file = tmp_path / "reads.py", tmp_path / "a.xlsx"
    script.write_text(_KILLED_IN_A_LINE)
    file.write_bytes(b"x")
    values = read_in_child(str(script.with_suffix("")), file)
    assert next(values) == "whole"
    with pytest.raises(FileError, match="it is damaged"):
        next(values)
