"""The rows of a workbook to fill in: their order, and what does not fit into a cell."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.example_review import CODEBOOK, coded_frame
from textmining.errors import RowsError
from textmining.review import Desk, Store, answers_of, export_workbook


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "review.sqlite") as opened:
        yield opened


def test_copies_stand_at_their_own_places_in_the_reading_order(
    store: Store, tmp_path: Path
) -> None:
    """Together they weighed too much in the counts of whoever stopped early."""
    frame = coded_frame(["nei", "a", "nei", "b", "nei", "c"], drawn=5)
    frame["order"] = [5, 1, 3, 2, 6, 4]
    export_workbook(Desk(store, answers_of(frame, CODEBOOK), CODEBOOK), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    rows = [(row[0], row[1]) for row in sheet.iter_rows(min_row=3, values_only=True)]
    drawn = [("trukket", f"r{i}") for i in (1, 3, 2, 0, 4)]
    assert rows == [*drawn, ("resten", "r5")]


def test_a_text_too_long_for_a_cell_is_named_not_cut(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, answers_of(coded_frame(["a" * 40_000]), CODEBOOK), CODEBOOK)
    with pytest.raises(RowsError, match="row 3, column text"):
        export_workbook(desk, tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()
    export_workbook(desk, tmp_path / "b.xlsx", text=False)
