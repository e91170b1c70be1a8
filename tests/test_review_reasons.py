"""Reasons files are gone through at the start; what a line says is made out when it is shown."""

import json
from pathlib import Path

import pytest

from textmining.answers import AnswerId
from textmining.errors import FileError
from textmining.review import Reasons, Similar, read_reasons

REASONS = [
    {
        "respondent": f'r{i}, "reasons": ',
        "wave": "2021",
        "question": "q",
        "reasons": {"nav": [[0, 3, 0.5]]},
        "similar": [
            {
                "respondent": "s",
                "wave": "2020",
                "question": "q",
                "text": "{",
                "themes": ["nav"],
                "similarity": 0.25,
            }
        ],
    }
    for i in range(3)
]


def _reasons_file(folder: Path) -> Path:
    path = folder / "a.csv.reasons.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in REASONS))
    return path


def test_reasons_are_made_out_when_an_answer_is_looked_at(tmp_path: Path) -> None:
    found = read_reasons([_reasons_file(tmp_path), tmp_path / "none.jsonl"])
    assert [answer.respondent for answer in found] == [r["respondent"] for r in REASONS]
    similar = Similar(AnswerId("s", "2020", "q"), "{", ("nav",), 0.25)
    assert list(found.values()) == [Reasons({"nav": ((0, 3, 0.5),)}, (similar,))] * len(REASONS)
    assert found.get(AnswerId("r9", "2021", "q")) is None


def test_reasons_cut_off_anywhere_are_told(tmp_path: Path) -> None:
    path = _reasons_file(tmp_path)
    whole = path.read_text()
    for end in range(len(whole)):
        path.write_text(whole[:end])
        if whole[:end] and not whole[:end].endswith("}\n") and whole[end] != "\n":
            with pytest.raises(FileError, match="is not a whole reasons file"):
                read_reasons([path])
        else:
            assert len(read_reasons([path])) == len(whole[:end].splitlines())


def test_reasons_damaged_inside_are_told_where_they_are_looked_at(tmp_path: Path) -> None:
    path = _reasons_file(tmp_path)
    path.write_text(path.read_text().replace("0.25}", "0.25]", 1))
    first, second, _ = found = read_reasons([path])
    assert found[second].similar
    with pytest.raises(FileError, match="is not a whole reasons file"):
        found.get(first)
