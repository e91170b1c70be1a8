"""The table below a figure, as text: the same in page and document."""

from math import isnan

from textmining.report.outline import Figure, FigureTable
from textmining.report.wording import (
    cell_text,
    corrected_text,
    estimate_text,
    limits_text,
    respondents_text,
)
from textmining.texts import SUPPRESSED, Texts


def table_of(figure: Figure, texts: Texts) -> FigureTable:
    """Return the table of a figure: all its themes, and n in the head of every series."""
    if figure.kind == "ranking":
        return _ranking(figure, texts)
    head = (texts("column.theme"), *(_series(figure, texts)))
    rows = [(row.label, *(cell_text(cell, texts) for cell in row.cells)) for row in figure.rows]
    if figure.kind == "waves":
        old, new = figure.series[-2:]
        head = (*head, texts("column.change", old=old, new=new))
        rows = [(*cells, row.change) for cells, row in zip(rows, figure.rows, strict=True)]
    return FigureTable(head, tuple(rows))


def _ranking(figure: Figure, texts: Texts) -> FigureTable:
    columns = {
        "estimate": estimate_text,
        "limits": limits_text,
        "share": cell_text,
    }
    if figure.is_of_invited:  # how many of those who answered is not what the limits are about
        columns = {"share": cell_text}
    elif any(r.cells[0] is not None and not isnan(r.cells[0].corrected_share) for r in figure.rows):
        columns["corrected_share"] = corrected_text
    if any(row.cells[0] is not None and row.cells[0].has_repeats for row in figure.rows):
        columns["respondent_share"] = respondents_text
    names = ("theme", *columns)
    if any(row.cells[0] is not None and row.cells[0].is_weighted for row in figure.rows):
        names = tuple(n.replace("estimate", "estimate_weighted") for n in names)
    head = tuple(texts(f"column.{name}") for name in names)
    rows = [
        (row.label, *(write(row.cells[0], texts) for write in columns.values()))
        for row in figure.rows
    ]
    return FigureTable(head, tuple(rows))


def _series(figure: Figure, texts: Texts) -> tuple[str, ...]:
    return tuple(
        texts(
            "column.series", name=name, base=texts.numbers.whole(base) if base >= 0 else SUPPRESSED
        )
        for name, base in zip(figure.series, figure.bases, strict=True)
    )
