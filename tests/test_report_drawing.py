"""Charts as drawn: every letter has room, and what is bold is what the message is about."""

import math
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report_table import made_up_counts
from tests.test_report_outputs import BY, REPORT, TEXTS, material
from textmining.report import ReportCounts, compose
from textmining.report.drawing import draw, draw_with_message
from textmining.report.fonts import font, wrapped
from textmining.report.outline import Figure
from textmining.report.shapes import Drawing, Label

LABELS = [
    "Bedre kartleggingsopplysninger før bosetting",
    "Negativ sosial kontroll og æresrelatert vold i familier som er bosatt de siste årene",
    "Kommunalt/interkommunalt/fylkeskommunalt/statlig samarbeid om mottak",
]


def _outside(drawing: Drawing) -> Iterator[str]:
    """The labels that are cut off by the drawing's edges."""
    for label in drawing.shapes:
        if isinstance(label, Label):
            wide = font(label.size, is_bold=label.is_bold).getlength(label.text)
            left = label.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
            if left < 0 or left + wide > drawing.width:
                yield label.text


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("stands_out", [True, False])
@pytest.mark.parametrize("figure", REPORT.figures, ids=lambda figure: figure.number)
def test_long_names_stay_inside_the_chart(figure: Figure, label: str, *, stands_out: bool) -> None:
    rows = tuple(replace(row, label=label, stands_out=stands_out) for row in figure.rows)
    assert list(_outside(draw_with_message(replace(figure, rows=rows), TEXTS))) == []


def test_nothing_is_bold_where_no_theme_stands_out() -> None:
    for figure in REPORT.figures:
        if figure.kind == "ranking":
            bold = {row.label for row in figure.rows if row.stands_out}
            assert bool(bold) is (figure.finding not in {"", TEXTS("top.many")})
            shown = " ".join(
                shape.text
                for shape in draw(figure, TEXTS).shapes
                if isinstance(shape, Label) and shape.is_bold
            )
            assert all(label.split()[0] in shown for label in bold)


@given(
    st.lists(st.sampled_from(["i", "på", "kommunens", "og/eller", "samarbeids-"]), min_size=1),
    st.booleans(),
    st.integers(1, 4),
)
def test_lines_are_no_wider_than_they_may_be_and_lose_nothing_in_silence(
    words: list[str], is_bold: bool, most: int
) -> None:
    text = " ".join(words)
    lines = wrapped(text, 120, 13, is_bold=is_bold, most=most)
    assert 1 <= len(lines) <= most
    assert all(font(13, is_bold=is_bold).getlength(line) <= 120 for line in lines)
    said = "".join(lines).replace(" ", "")
    assert said == text.replace(" ", "") or (said.endswith("…") and len(lines) == most)


@pytest.mark.parametrize(("of", "kind"), [("role", "groups"), ("wave", "waves")])
def test_no_figure_is_drawn_where_one_of_two_alone_has_numbers(of: str, kind: str) -> None:
    """Too few were read in the others: rows of dashes, on a page of their own."""
    frame = made_up_counts()
    few = frame["wave"] != "2021" if of == "wave" else ~frame[of].isin(["", "rådmann"])
    frame.loc[few, ["low", "high", "share_low", "share_high"]] = math.nan
    found = compose(replace(material(), counts=ReportCounts(frame, BY)), TEXTS)
    left = [f for f in found.figures if f.kind == kind and (kind == "waves" or "role" in f.title)]
    assert left == []
    assert [f.number for f in found.figures if f.kind == "ranking"] == ["1.1", "2.1", "3.1"]
