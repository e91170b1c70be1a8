"""The workbook round trip, also through LibreOffice."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.conftest import PATIENCE
from tests.example_review import CODEBOOK, coded_frame
from textmining.errors import CodebookError, DecisionError, FileError, RowsError, StoreError
from textmining.review import (
    Choice,
    Desk,
    Event,
    Imported,
    Store,
    answers_of,
    double_coded,
    export_workbook,
    import_workbook,
)
from textmining.workflow.decisions import import_decisions

TEXTS = ("=1+1 å øke", "\u202e\u0645\u0631\u062d\u0628\u0627 😀", "to\nlinjer", "«sitat» & <merke>")
Fill = Callable[..., None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "review.sqlite") as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Desk:
    frame = coded_frame(TEXTS, drawn=1, doubt=2)
    return Desk(store, answers_of(frame, CODEBOOK), CODEBOOK)


@pytest.fixture
def path(tmp_path: Path, desk: Desk) -> Path:
    export_workbook(desk, tmp_path / "review.xlsx")
    return tmp_path / "review.xlsx"


def columns(book: Workbook) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in book.worksheets[0][2] if cell.column}


def fill(path: Path, row: int, **cells: object) -> None:
    """Fill in cells of a row by the column's name (`theme_nav` for "theme nav")."""
    book = load_workbook(path)
    place = columns(book)
    for name, value in cells.items():
        book.worksheets[0].cell(row, place[name.replace("_", " ")]).value = value  # type: ignore[assignment]
    book.save(path)


def codes(store: Store) -> dict[str, tuple[str, ...]]:
    frame = store.current(CODEBOOK)
    return dict(zip(frame["respondent"], frame["themes"], strict=True))


def test_what_is_filled_in_becomes_decisions(path: Path, store: Store) -> None:
    fill(path, 3, theme_nav=1, theme_tolk="1", unsure=1, note="hm")
    fill(path, 4, accept="ja")
    fill(path, 5, theme_ingen="x", theme_nav=0)
    assert import_workbook(path, store, "Kari") == Imported(3, 0, 1, ())
    assert codes(store) == {"r0": ("nav", "tolk"), "r1": ("nav",), "r2": ("ingen",)}
    first, second, _ = store.decisions()
    assert (first.coder, first.unsure, first.note, first.shown) == ("Kari", True, "hm", False)
    assert (second.proposed, second.shown) == (("nav",), True)
    assert import_workbook(path, store, "Kari") == Imported(0, 3, 1, ()), "again changes nothing"


def test_accepting_takes_the_proposed_codes_also_where_labels_are_alike(
    tmp_path: Path, store: Store
) -> None:
    alike = replace(CODEBOOK, themes=tuple(replace(t, label="Tema") for t in CODEBOOK.themes))
    answers = answers_of(coded_frame(TEXTS, doubt=2), alike)
    export_workbook(Desk(store, answers, alike), tmp_path / "alike.xlsx")
    fill(tmp_path / "alike.xlsx", 3, accept="ja")
    import_workbook(tmp_path / "alike.xlsx", store, "Kari")
    assert codes(store) == {"r0": ("nav",)}
    fill(tmp_path / "alike.xlsx", 4, accept="ja", proposal="gone")
    with pytest.raises(RowsError, match="row 4, column proposal"):
        import_workbook(tmp_path / "alike.xlsx", store, "Kari")


def test_a_drawn_answer_comes_without_a_proposal(path: Path) -> None:
    book = load_workbook(path)
    sheet, place = book.worksheets[0], columns(book)
    proposed = [sheet.cell(row, place["proposed"]).value for row in range(3, 7)]
    assert proposed == [None, *["Samarbeid med NAV"] * 3]
    assert [sheet.cell(row, place["text"]).value for row in range(3, 7)] == list(TEXTS)


def test_the_workbook_is_made_for_reading(path: Path) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "F3"
    assert sheet.auto_filter.ref == f"A2:{sheet.cell(6, sheet.max_column).coordinate}"
    assert not sheet.row_dimensions[2].hidden, "the filters' buttons are there"
    assert book.sheetnames == ["Svar", "Kodebok", "Om arket"]
    assert len(sheet.data_validations.dataValidation) == len(CODEBOOK.codes) + 2
    assert sheet.cell(3, columns(book)["text"]).alignment.wrap_text
    assert [sheet.row_dimensions[row].height for row in (3, 5)] == [None, 30], "two lines show"
    assert "Svarene er oppdiktet." in [c.value for c in book.worksheets[2]["B"]]


def test_no_answer_goes_to_the_systems_folder_for_temporary_files(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    export_workbook(desk, tmp_path / "review.xlsx")
    assert load_workbook(tmp_path / "review.xlsx").sheetnames


def test_the_same_review_gives_the_same_bytes(path: Path, desk: Desk, tmp_path: Path) -> None:
    export_workbook(desk, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_decided_rows_stand_last_with_their_codes(desk: Desk, tmp_path: Path, store: Store) -> None:
    desk.decide([0], "Kari", Choice(("tolk",)))
    export_workbook(desk, tmp_path / "b.xlsx")
    book = load_workbook(tmp_path / "b.xlsx")
    sheet, place = book.worksheets[0], columns(book)
    assert [sheet.cell(row, place["respondent"]).value for row in range(3, 7)] == [
        "r1", "r2", "r3", "r0",
    ]  # fmt: skip
    assert [sheet.cell(6, place[f"theme {c}"]).value for c in ("nav", "tolk")] == [0, 1]
    fill(tmp_path / "b.xlsx", 6, theme_nav=1)
    import_workbook(tmp_path / "b.xlsx", store, "Kari")
    assert codes(store)["r0"] == ("nav", "tolk")


def test_without_text_nothing_of_the_answers_is_in_the_file(desk: Desk, tmp_path: Path) -> None:
    export_workbook(desk, tmp_path / "b.xlsx", text=False)
    book = load_workbook(tmp_path / "b.xlsx")
    cells = {cell.value for sheet in book.worksheets for row in sheet.rows for cell in row}
    assert not cells & {*TEXTS, "leder", "rådgiver"}
    assert "r0" in cells


def test_an_import_is_the_coders_own_decisions_beside_those_of_others(
    path: Path, desk: Desk, store: Store
) -> None:
    desk.decide([0], "Ola", Choice(("tolk",)))
    desk.decide([1], "Ola", Choice(("bolig",)))
    fill(path, 3, theme_nav=1)
    fill(path, 4, theme_bolig=1)
    fill(path, 5, theme_nav=1)
    assert import_workbook(path, store, "Kari") == Imported(3, 0, 1, (), disagreed=1)
    assert codes(store) == {"r1": ("bolig",), "r2": ("nav",)}, "a disagreement is unread"
    assert import_workbook(path, store, "Kari") == Imported(0, 3, 1, ())
    twice = double_coded([store.codes()], CODEBOOK)
    assert len(twice) == 1, "the drawn one; the other came with its proposal"
    desk.undo("Kari")
    assert codes(store) == {"r0": ("tolk",), "r1": ("bolig",)}, "one undo takes all of it back"


@pytest.mark.slow
def test_an_import_counts_answer_by_answer_for_double_coding(tmp_path: Path, store: Store) -> None:
    frame = coded_frame([f"svar {i}" for i in range(12)], drawn=12)
    desk = Desk(store, answers_of(frame, CODEBOOK), CODEBOOK)
    export_workbook(desk, tmp_path / "b.xlsx")
    for coder, other in (("Kari", "tolk"), ("Ola", "bolig")):
        for row in range(3, 15):
            theme = "nav" if row < 12 else other
            fill(
                tmp_path / "b.xlsx", row, **{f"theme_{c}": int(c == theme) for c in CODEBOOK.codes}
            )
        done = import_workbook(tmp_path / "b.xlsx", store, coder)
        assert (done.recorded, done.unchanged) == (12, 0)
    found = double_coded([store.codes()], CODEBOOK)
    assert len(found) == 12
    assert (found.codes[0] == found.codes[1]).all(axis=1).sum() == 9


def test_what_the_coder_decided_since_the_export_is_not_overwritten(
    path: Path, desk: Desk, store: Store
) -> None:
    desk.decide([0], "Kari", Choice(("tolk",)))
    fill(path, 3, theme_nav=1)
    (conflict,) = import_workbook(path, store, "Kari").conflicts
    assert (conflict.row, conflict.coder) == (3, "Kari")
    assert codes(store) == {"r0": ("tolk",)}


def test_a_row_left_as_it_came_decides_nothing(desk: Desk, tmp_path: Path, store: Store) -> None:
    desk.decide([0], "Kari", Choice(("nav",)))
    export_workbook(desk, tmp_path / "b.xlsx")
    assert import_workbook(tmp_path / "b.xlsx", store, "Ola") == Imported(0, 1, 3, ())


def test_a_workbook_of_another_review_or_version_spoils_no_store(
    path: Path, store: Store, tmp_path: Path
) -> None:
    fill(path, 3, theme_nav=1)
    with Store(tmp_path / "new.sqlite") as new:
        assert import_workbook(path, new, "Kari").recorded == 1
        fill(path, 4, theme_nav=1)
        assert import_workbook(path, new, "Ola").recorded == 2, "from the same store"
    other = replace(CODEBOOK, name="en annen", version="7")
    answers = answers_of(coded_frame(["x", "y"], doubt=2), other)
    with Store(tmp_path / "other.sqlite") as theirs:
        desk = Desk(theirs, answers, other)
        desk.decide([0], "Kari", Choice(("nav",)))
        with pytest.raises(FileError, match="exported from another review"):
            import_workbook(path, theirs, "Kari")
        export_workbook(desk, tmp_path / "theirs.xlsx")
        newer = replace(other, version="8")
        Desk(theirs, answers, newer).decide([1], "Kari", Choice(("tolk",)))
        fill(tmp_path / "theirs.xlsx", 3, theme_nav=1)
        with pytest.raises(CodebookError, match=r"version 7 .* wave 2021 .* version 8 since"):
            import_workbook(tmp_path / "theirs.xlsx", theirs, "Kari")
        assert len(theirs.decisions()) == 2
    assert store.decisions() == []


def test_every_problem_is_told_at_once_and_nothing_recorded(path: Path, store: Store) -> None:
    fill(path, 3, theme_nav="kanskje")
    fill(path, 4, theme_nav=0)
    fill(path, 5, theme_ingen=1, theme_nav=1)
    fill(path, 6, respondent="r9", theme_nav=1)
    with pytest.raises(RowsError) as refused:
        import_workbook(path, store, "Kari")
    problems = [(error.row, error.column) for error in refused.value.errors]
    assert problems == [(3, "nav"), (4, "themes"), (5, "themes"), (6, "checksum")]
    assert store.decisions() == []
    assert not any(text in str(refused.value) for text in TEXTS)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["ja", "Ja ", "yes", 1, "x ", "SANN", True])
def test_ticks_and_acceptance_have_these_words(path: Path, store: Store, word: object) -> None:
    fill(path, 4, accept=word)
    fill(path, 5, theme_nav=word, theme_ingen=" ", theme_tolk="nei")
    import_workbook(path, store, "Kari")
    assert codes(store) == {"r1": ("nav",), "r2": ("nav",)}


@pytest.mark.slow
def test_what_nobody_can_be_sure_to_mean_is_told_not_recorded_or_dropped(
    path: Path, store: Store
) -> None:
    fill(path, 3, accept="ja")
    fill(path, 4, accept="nei")
    fill(path, 5, accept=0)
    fill(path, 6, note="viktig", unsure=1)
    assert problems(path, store) == [(3, "accept"), (4, "accept"), (5, "accept"), (6, "note"),
                                     (6, "unsure")]  # fmt: skip
    for row in (3, 4, 5):
        fill(path, row, accept=None)
    fill(path, 6, note=None, unsure=0)
    fill(path, 5, accept="ja", theme_tolk=1)
    assert problems(path, store) == [(5, "accept")]
    fill(path, 5, theme_tolk=0, theme_nav=1)
    assert import_workbook(path, store, "Kari") == Imported(1, 0, 3, ())


def problems(path: Path, store: Store) -> list[tuple[int, str]]:
    with pytest.raises(RowsError) as refused:
        import_workbook(path, store, "Kari")
    assert store.decisions() == []
    return [(error.row, error.column) for error in refused.value.errors]


def test_a_disagreement_is_settled_in_the_workbook(
    desk: Desk, tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "b.xlsx"
    desk.decide([0], "Kari", Choice(("nav",)))
    desk.decide([0], "Ola", Choice(("tolk",)))
    export_workbook(desk, path)
    book = load_workbook(path)
    sheet, place = book.worksheets[0], columns(book)
    assert sheet.cell(3, place["status"]).value == "uenighet"
    assert {sheet.cell(3, place[f"theme {code}"]).value for code in CODEBOOK.codes} == {None}
    assert import_workbook(path, store, "Eva") == Imported(0, 0, 4, ())
    fill(path, 3, theme_tolk=1)
    assert import_workbook(path, store, "Eva") == Imported(1, 0, 3, ())
    assert codes(store) == {"r0": ("tolk",)}
    assert import_workbook(path, store, "Eva") == Imported(0, 1, 3, ()), "again changes nothing"
    desk.decide([0], "Kari", Choice(("bolig",)))
    fill(path, 3, theme_tolk=0, theme_nav=1)
    (conflict,) = import_workbook(path, store, "Ida").conflicts
    assert (conflict.coder, codes(store)) == ("Eva", {"r0": ("bolig",)})


def test_a_row_that_another_coder_decided_otherwise_is_told(
    desk: Desk, tmp_path: Path, store: Store
) -> None:
    desk.decide([0], "Kari", Choice(("nav",)))
    export_workbook(desk, tmp_path / "b.xlsx")
    fill(tmp_path / "b.xlsx", 6, theme_nav=0, theme_tolk=1)
    assert import_workbook(tmp_path / "b.xlsx", store, "Ola") == Imported(1, 0, 3, (), disagreed=1)
    assert codes(store) == {}


def test_a_codebook_that_is_named_must_be_the_workbooks(path: Path, store: Store) -> None:
    import_workbook(path, store, "Kari", CODEBOOK)
    with pytest.raises(CodebookError, match="this is version 9"):
        import_workbook(path, store, "Kari", replace(CODEBOOK, version="9"))


def test_a_theme_for_another_question_and_a_doubled_row_are_told(path: Path, store: Store) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet.append([cell.value for cell in sheet[4]])
    book.save(path)
    fill(path, 3, theme_arbeid=1)
    with pytest.raises(RowsError) as refused:
        import_workbook(path, store, "Kari")
    assert [(error.row, error.column) for error in refused.value.errors] == [
        (3, "arbeid"), (7, "respondent"),
    ]  # fmt: skip


def test_rows_may_be_sorted(path: Path, store: Store) -> None:
    fill(path, 3, theme_nav=1)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    for i, row in enumerate(reversed(rows), start=3):
        for j, value in enumerate(row, start=1):
            sheet.cell(i, j).value = value
    book.save(path)
    import_workbook(path, store, "Kari")
    assert codes(store) == {"r0": ("nav",)}


def test_a_closed_wave_refuses_the_workbook(path: Path, store: Store) -> None:
    fill(path, 3, theme_nav=1)
    store.add_event(Event("closed", "Kari", wave="2021"))
    with pytest.raises(StoreError, match="closed"):
        import_workbook(path, store, "Kari")


def test_what_is_no_such_workbook_is_told(tmp_path: Path, store: Store) -> None:
    (tmp_path / "text.xlsx").write_text("ikke et regneark")
    book = Workbook()
    book.save(tmp_path / "other.xlsx")
    for name, problem in (
        ("none.xlsx", "no such file"),
        ("text.xlsx", "is not a workbook"),
        ("other.xlsx", "is not a workbook from"),
    ):
        with pytest.raises(FileError, match=problem):
            import_workbook(tmp_path / name, store, "Kari")


@pytest.mark.slow
def test_a_workbook_that_libreoffice_saved_comes_back_without_loss(
    path: Path, store: Store, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-calc-nogui)")
    fill(path, 3, theme_nav=1, theme_tolk=1, note="æøå 😀")
    fill(path, 4, accept="ja")
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", saved, path], check=True, capture_output=True, timeout=PATIENCE
    )
    before, after = load_workbook(path), load_workbook(saved / path.name)
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        rows = [[cell.value for cell in row] for row in old.rows]
        assert [[c.value for c in row][: len(rows[0])] for row in new.rows][: len(rows)] == rows
    assert import_workbook(saved / path.name, store, "Kari").recorded == 2
    assert codes(store) == {"r0": ("nav", "tolk"), "r1": ("nav",)}
    assert store.decisions()[0].note == "æøå 😀"


def test_what_cannot_be_imported_makes_no_store(tmp_path: Path, store: Store) -> None:
    book, new = tmp_path / "a.xlsx", tmp_path / "new.sqlite"
    with pytest.raises(FileError, match="no such file"):
        import_decisions(book, str(new), "Kari")
    export_workbook(Desk(store, answers_of(coded_frame(["a"]), CODEBOOK), CODEBOOK), book)
    with pytest.raises(DecisionError, match="named person"):
        import_decisions(book, str(new), " ")
    assert not new.exists()
    assert import_decisions(book, str(new), "Kari").is_new_store
