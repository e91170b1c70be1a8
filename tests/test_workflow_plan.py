import numpy as np

from tests.survey_to_count import BOOK
from textmining.workflow.coding.plan import plan

RNG = np.random.default_rng(8)
P = RNG.beta(0.2, 1, (150, 4))
POPULATIONS = RNG.integers(0, 2, 150)
ANSWERED = RNG.random(150) < 0.95


def test_reading_more_narrows_every_theme() -> None:
    table = plan(P, POPULATIONS, ANSWERED, BOOK, reviews=("10%", "40%", "all"))
    widths = table.pivot_table(index="theme", columns="review", values="width")
    assert (widths["10%"] > widths["40%"]).all()
    assert (widths["all"] == 0).all()
    read = table.groupby("review")["read"].first()
    assert read["all"] == ANSWERED.sum()
    assert table.loc[table["review"] == "all", "hours"].iloc[0] == round(read["all"] / 120, 1)


def test_the_same_plan_every_time() -> None:
    tables = [plan(P, POPULATIONS, ANSWERED, BOOK, reviews=("20%",)) for _ in range(2)]
    assert tables[0].equals(tables[1])
    assert list(tables[0]["theme"]) == list(BOOK.codes)


def test_nothing_to_plan() -> None:
    assert plan(P, POPULATIONS, np.zeros(150, dtype=np.bool_), BOOK).empty
