"""Answer files in: any shape of the contract becomes one frame, a row per answer."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from textmining.answers.answers import Answers
from textmining.answers.as_meant import as_meant, spreadsheet_errors
from textmining.answers.cells import as_id
from textmining.answers.columns import Columns
from textmining.answers.decisions import Decisions
from textmining.answers.one_table import TableReader, missing_column
from textmining.answers.schema import ANSWER_COLUMNS, IDENTITY, THEMES, check_answers, doubled
from textmining.answers.selecting import as_typed, check_typed
from textmining.answers.short_names import shortened
from textmining.codebook import Codebook
from textmining.errors import ColumnError, RowsError
from textmining.files import (
    Cut,
    Note,
    Outline,
    Table,
    check_once,
    name_key,
    read_parquet_rows,
    read_table,
    tell,
)


def read_answers(
    paths: Sequence[Path],
    columns: Columns | Sequence[Columns] | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Read answer files, long or wide, into one frame; what is passed over is logged.

    Args:
        paths: .csv, .xlsx, .jsonl, .parquet or .sav; their rows follow each other.
        columns: what the columns are called, in all files or in each.
        codebook: checks and orders the human codes; None takes them as they stand.

    Returns:
        A row per answer in the order of the files: `respondent`, `wave`, `question`, `text`
        (all text; "" is not answered), `themes` (tuple of codes, or None), then background.

    Raises:
        FileError: a file cannot be read.
        ColumnError: a needed column is missing.
        RowsError: every row with an unknown code, a missing id or a doubled answer.
    """
    answers, notes = read_with_notes(paths, columns, codebook)
    tell(notes)
    return answers


def answers_in(
    paths: Sequence[Path],
    columns: Columns | Sequence[Columns] | None = None,
    codebook: Codebook | None = None,
) -> Answers:
    """Read answer files as `read_answers` does."""
    return Answers(read_answers(paths, columns, codebook))


def answers_from(
    frame: pd.DataFrame, columns: Columns | None = None, codebook: Codebook | None = None
) -> Answers:
    """Make answers of a frame that is shaped like an answer file, by the same rules.

    Raises:
        ColumnError, RowsError: as for `read_answers`; rows are numbered as in a file with a header.
    """
    given = [(_table(frame), columns or Columns())]
    answers, _ = _of_tables(given, codebook, TableReader.answers)
    return Answers(answers)


def answers_of_table(table: Table, columns: Columns) -> tuple[pd.DataFrame, list[Note]]:
    """Read a table that has been read from its file already, as `read_with_notes` reads files.

    Raises:
        ColumnError, RowsError: as for `read_answers`.
    """
    return _of_tables([(table, columns)], None, TableReader.answers)


def people_in(table: Table, columns: Columns) -> list[tuple[str, str]] | None:
    """Return respondent and wave of every row of a table, called as `read_answers` calls them.

    Other columns may be missing or wrong. None if no column tells the respondents.

    Raises:
        ColumnError: columns that cannot be told apart.
    """
    columns = as_typed(table, columns)
    table = _named(table, columns, None)
    respondent, wave = columns.respondent or "respondent", columns.wave or "wave"
    if respondent not in table.frame:
        return None
    ids = (table.frame if table.raw is None else table.raw)[respondent]
    waves = table.frame[wave] if wave in table.frame else [None] * len(ids)
    return [
        (as_id(one), as_id(said) or columns.wave_value or "")
        for one, said in zip(ids, waves, strict=True)
    ]


def _table(frame: pd.DataFrame) -> Table:
    cells = frame.astype(object).where(frame.notna(), None).reset_index(drop=True)
    cells = cells.map(lambda cell: list(cell) if isinstance(cell, tuple) else cell)
    cells.columns = pd.Index([str(name) for name in cells])
    return Table(Path("answers"), cells, tuple(range(2, len(cells) + 2)), typed=True)


def decisions_from(
    frame: pd.DataFrame, columns: Columns | None = None, codebook: Codebook | None = None
) -> Decisions:
    """Make decisions of a frame that is shaped like a file of them, by the same rules."""
    answers, _ = _of_tables(
        [(_table(frame), columns or Columns())], codebook, TableReader.decisions
    )
    return Decisions(_decided(answers))


def read_with_notes(
    paths: Sequence[Path],
    columns: Columns | Sequence[Columns] | None = None,
    codebook: Codebook | None = None,
) -> tuple[pd.DataFrame, list[Note]]:
    """Read answer files as `read_answers` does, and return what it would log."""
    return _read(paths, columns or Columns(), codebook, TableReader.answers)


def rows_with_notes(
    path: Path, rows: range, columns: Columns, codebook: Codebook | None = None
) -> tuple[pd.DataFrame, list[Note]]:
    """Read some rows of a .parquet file, counted from 0, as `read_with_notes` reads files."""
    table = read_parquet_rows(path, rows)
    return _of_tables([(table, columns)], codebook, TableReader.answers)


def cut_with_notes(
    outline: Outline, cut: Cut, columns: Columns, codebook: Codebook | None = None
) -> tuple[pd.DataFrame, list[Note]]:
    """Read some rows of a .csv or .jsonl file, as they are read when all are.

    Raises:
        FileError, ColumnError, RowsError: as for `read_answers`.
    """
    table = outline.table(cut)
    answers, notes = _of_tables([(table, columns)], codebook, TableReader.answers)
    n_per_row = len(answers) // len(table.rows)
    return answers.head(len(answers) - n_per_row * (table.witnesses or 0)), notes


def read_decisions(path: Path, codebook: Codebook | None = None) -> pd.DataFrame:
    """Read coded answers as decisions: a long file that need not hold the answers' text.

    An answer that was read and given no theme has an empty list of codes (.jsonl, .parquet), or 1
    in a column `read`; an empty cell alone says that it is unread.

    Returns:
        `respondent`, `wave`, `question`, `themes` (`()` for no theme) of the answers that are
        decided, and `codebook_version` and `decided_together` (text) if the file has them.

    Raises:
        FileError, ColumnError, RowsError: as for `read_answers`.
    """
    answers, notes = _read([path], Columns(), codebook, TableReader.decisions)
    tell(notes)
    return _decided(answers)


def _decided(answers: pd.DataFrame) -> pd.DataFrame:
    coded = answers[answers["themes"].notna()]
    kept = (*IDENTITY, "themes", "codebook_version", "decided_together")
    names = [name for name in coded if name in kept]
    return coded[names].reset_index(drop=True)


def _read(
    paths: Sequence[Path],
    columns: Columns | Sequence[Columns],
    codebook: Codebook | None,
    rows: Callable[[TableReader], pd.DataFrame],
) -> tuple[pd.DataFrame, list[Note]]:
    mappings = [columns] * len(paths) if isinstance(columns, Columns) else list(columns)
    tables = [read_table(path) for path in paths]
    return _of_tables(list(zip(tables, mappings, strict=True)), codebook, rows)


def _of_tables(
    tables: Sequence[tuple[Table, Columns]],
    codebook: Codebook | None,
    rows: Callable[[TableReader], pd.DataFrame],
) -> tuple[pd.DataFrame, list[Note]]:
    check_typed(tables)
    meant = [(table, as_typed(table, mapping)) for table, mapping in tables]
    mapped = [(_named(table, mapping, codebook), mapping) for table, mapping in meant]
    _check_text_columns(mapped)
    readers: list[TableReader] = []
    for table, mapping in mapped:
        first_number = 1 + sum(reader.n_respondents for reader in readers)
        readers.append(TableReader(table, mapping, codebook, first_number))
    blocks = [rows(reader) for reader in readers]
    answers = pd.concat(blocks, ignore_index=True)
    errors = [error for reader in readers for error in sorted(set(reader.errors))]
    errors = [e for table, _ in mapped for e in spreadsheet_errors(table)] or errors
    errors = errors or doubled(answers, [(r.table.path, r.table.rows) for r in readers])
    if errors:
        raise RowsError(errors)
    return check_answers(answers), [note for reader in readers for note in reader.notes()]


def _named(table: Table, columns: Columns, codebook: Codebook | None) -> Table:
    """The table with its columns called as they are asked for, and its cells as they are meant."""
    codes = codebook.codes if codebook is not None else ()
    labels = codebook.labels if codebook is not None else {}
    table = shortened(table, columns.headers)
    table = shortened(table, [(name, name) for name in columns.text_columns])
    wide = [name for name in columns.text_columns if name in table.frame]
    table = _with_codes(table, columns, wide)
    roles = {role: getattr(columns, role) or role for role in ANSWER_COLUMNS}
    asked = [roles["respondent"], roles["wave"]] if wide else [*roles.values()]
    check_once(table, [*asked, *codes, *labels.values(), *(f"themes_{name}" for name in wide)])
    table = shortened(table, [(name, name) for name in asked])
    for names in (dict(zip(codes, codes, strict=True)), labels):  # 0/1 columns called by either
        if 2 * len({*map(name_key, table.columns)} & {*map(name_key, names.values())}) >= len(
            codes
        ):
            table = shortened(table, names.items())
            break
    return as_meant(table, wide or [roles["text"]], codes)


def _with_codes(table: Table, columns: Columns, wide: Sequence[str]) -> Table:
    """The column of codes that is named is the only question's, in a file with a row a person."""
    if columns.themes is None or not wide or f"{THEMES}_{wide[0]}" in table.frame:
        return table
    if len(wide) == 1:
        return shortened(table, [(f"{THEMES}_{wide[0]}", columns.themes)])
    if columns.themes in columns.typed:
        raise ColumnError(
            "{path}: --themes-column names the codes of one question, and there are several. Call "
            "the codes of each themes_ and the question's name.",
            path=table.path,
        )
    return table


def _check_text_columns(mapped: Sequence[tuple[Table, Columns]]) -> None:
    """A question need not be asked in every wave, but a name in no wide file is a slip."""
    wide = [(t, m) for t, m in mapped if any(name in t.frame for name in m.text_columns)]
    found = list(dict.fromkeys(name for table, _ in wide for name in table.columns))
    for table, mapping in wide:
        settled = dict(mapping.headers)  # what the survey asks, not every wave
        for name in mapping.text_columns:
            if name not in found and name not in settled:
                raise missing_column(table.path, name, found, "--text-columns")
