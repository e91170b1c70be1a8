import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.classifier_survey import analyse
from textmining.language.clauses import MOST_CLAUSES


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in analyse([text])[0].clauses]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Takk for alt. Mer NAV!", ["Takk for alt. ", "Mer NAV!"]),
        ("Tolk; bolig: mer - nå", ["Tolk;", " bolig:", " mer -", " nå"]),
        ("bolig\ntolk", ["bolig\n", "tolk"]),
        ("bra men dyrt", ["bra ", "men dyrt"]),
        ("Vi trenger tolk, og flere boliger.", ["Vi trenger tolk,", " og flere boliger."]),
        ("bolig, tolk", ["bolig, tolk"]),
        (
            "Vi har for lite penger til dette, tolkene er dårlige",
            ["Vi har for lite penger til dette,", " tolkene er dårlige"],
        ),
        ("", [""]),
        (", ;", [", ;"]),
    ],
)
def test_answers_are_cut_where_another_matter_may_begin(text: str, parts: list[str]) -> None:
    assert _cut(text) == parts


@given(st.text(alphabet="ab,;.:- \nmen", max_size=200))
def test_clauses_cover_the_text_without_gap(text: str) -> None:
    parts = _cut(text)
    assert "".join(parts) == text
    assert len(parts) <= MOST_CLAUSES


def test_what_follows_the_last_clause_belongs_to_it() -> None:
    parts = _cut("Mer. " * 30)
    assert parts == ["Mer. "] * (MOST_CLAUSES - 1) + ["Mer. " * (31 - MOST_CLAUSES)]
