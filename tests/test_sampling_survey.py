import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.sampling import SurveyDraw, doubt, draw_survey, random_numbers

RNG = np.random.default_rng(3)
P = RNG.beta(0.2, 1, (120, 4))
POPULATIONS = np.repeat([7, 2, 5], [60, 40, 20])
ANSWERED = RNG.random(120) < 0.9


def test_a_priority_theme_is_drawn_for_more() -> None:
    rng = np.random.default_rng(0)
    p = rng.beta(0.1, 2, (600, 10))
    everyone, one = np.ones(600, dtype=np.bool_), np.zeros(600, dtype=np.int64)
    plain = draw_survey(p, one, everyone, "20%", 0)
    given = draw_survey(p, one, everyone, "20%", 0, priority=(3,))
    v = p * (1 - p)

    def variance(draw: SurveyDraw) -> np.ndarray:
        return np.asarray((v * (1 / draw.inclusion - 1)[:, None]).sum(axis=0))

    assert variance(given)[3] < 0.85 * variance(plain)[3]
    assert variance(given)[3] < np.delete(variance(given), 3).min()
    assert (draw_survey(p, one, everyone, "20%", 0, priority=()).stratum == plain.stratum).all()


def survey(review: str, seed: int = 0) -> SurveyDraw:
    return draw_survey(P, POPULATIONS, ANSWERED, review, seed)


def test_every_population_is_drawn_by_itself() -> None:
    drawn = survey("20%")
    for label, record in zip(drawn.labels, drawn.records, strict=True):
        rows = ANSWERED & (label == POPULATIONS)
        assert record["answers"] == rows.sum()
        assert record["budget"] == -(-rows.sum() // 5) == (drawn.review[rows] == "audit").sum()
        assert sum(stratum["drawn"] for stratum in record["strata"]) == record["budget"]


def test_unanswered_rows_are_never_drawn() -> None:
    drawn = survey("all")
    assert (drawn.review[~ANSWERED] == "").all()
    assert (drawn.order[~ANSWERED] == 0).all()
    assert (drawn.stratum[~ANSWERED] == -1).all()
    assert np.isnan(drawn.inclusion[~ANSWERED]).all()
    assert (drawn.review[ANSWERED] == "audit").all()
    assert drawn.design == "all"


def test_the_reading_order_is_the_draw_then_doubt() -> None:
    drawn = survey("30")
    queue = np.argsort(drawn.order)[(~ANSWERED).sum() :]
    assert sorted(drawn.order[ANSWERED]) == list(range(1, ANSWERED.sum() + 1))
    assert (drawn.review[queue[:30]] == "audit").all()
    rest = queue[30:]
    assert (drawn.review[rest] == "doubt").all()
    assert (doubt(P[rest]) == np.arange(len(rest))).all()


def test_same_seed_same_draw_and_another_seed_another_draw() -> None:
    assert (survey("20%").order == survey("20%").order).all()
    assert (survey("20%").order != survey("20%", seed=1).order).any()


def test_a_population_does_not_depend_on_what_later_ones_hold() -> None:
    alone = draw_survey(P[60:100], POPULATIONS[60:100], ANSWERED[60:100], "20%", 0)
    assert (alone.review == survey("20%").review[60:100]).all()


def test_nothing_to_read_draws_nothing() -> None:
    drawn = survey("0")
    assert (drawn.review[ANSWERED] == "doubt").all()
    assert np.isnan(drawn.inclusion).all()


def test_without_themes_the_draw_is_simple() -> None:
    drawn = draw_survey(np.empty((120, 0)), POPULATIONS, ANSWERED, "20%", 0)
    assert drawn.design == "simple"
    assert survey("20%").design == "stratified"


def test_an_empty_survey_has_nothing_to_draw() -> None:
    nothing = draw_survey(P, POPULATIONS, np.zeros(120, dtype=np.bool_), "20%", 0)
    assert nothing.records == []
    assert (nothing.order == 0).all()


def test_doubt_is_summed_over_themes() -> None:
    p = np.array([[0.99, 0.0, 0.0], [0.99, 0.5, 0.5], [0.4, 0.0, 0.0]])
    assert doubt(p).tolist() == [1, 2, 0]
    assert doubt(np.empty((3, 0))) == pytest.approx([0, 1, 2])


@pytest.mark.slow
@given(st.permutations(range(120)), st.sampled_from(["20%", "30", "all", "7"]))
def test_the_order_of_the_rows_changes_nothing(rows: list[int], review: str) -> None:
    p = P.round(1)  # many answers are equally doubtful
    numbers = random_numbers([(str(row), "2021", "q") for row in range(120)], 0)
    first = draw_survey(p, POPULATIONS, ANSWERED, review, 0, numbers=numbers)
    again = draw_survey(
        p[rows], POPULATIONS[rows], ANSWERED[rows], review, 1, numbers=numbers[rows]
    )
    for name in ("stratum", "inclusion", "order", "review"):
        np.testing.assert_array_equal(getattr(again, name), getattr(first, name)[rows])
    assert again.records == first.records


def test_random_numbers_are_the_answers_own_and_spread_evenly() -> None:
    identities = [(f"r{i}", wave, "q") for i in range(2_000) for wave in ("2021", "2022")]
    numbers = random_numbers(identities, 0)
    np.testing.assert_array_equal(numbers[::-1], random_numbers(identities[::-1], 0))
    assert len(np.unique(numbers)) == len(numbers)
    assert ((numbers >= 0) & (numbers < 1)).all()
    counts = np.histogram(numbers, 20, (0, 1))[0]
    assert ((counts - 200) ** 2 / 200).sum() < 43.8  # chi-squared, 19 degrees, one in a thousand
    other = random_numbers(identities, 1)
    for one, two in [(numbers[::2], numbers[1::2]), (numbers, other)]:
        assert abs(np.corrcoef(one, two)[0, 1]) < 3.3 / np.sqrt(len(one))
    assert random_numbers([("a", "b")], 0) != random_numbers([("a, b",)], 0)
    assert random_numbers([], 0).shape == (0,)
