"""Whatever survey comes, training and coding go through and the codebook's rules hold."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.classifier_survey import CODEBOOK, PlainAnalysis, analyse, answers, survey
from textmining.classifier import (
    FEWEST_TO_TELL,
    AnalysedAnswers,
    Model,
    TrainingAnswers,
    description_texts,
    load_model,
    save_model,
    score,
    train,
)
from textmining.classifier.stacking import MEMBERS
from textmining.codebook import Codebook, Theme
from textmining.errors import CodebookError, ModelError

pytestmark = pytest.mark.slow

_WORDS = ["skule", "bustad", "more", "trees", "NAV", "nei", "😀", "\x00", "123", "-", "ש", "a" * 60]
_TEXT = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(" ".join)


@st.composite
def small_surveys(draw: st.DrawFn) -> tuple[TrainingAnswers, Codebook]:
    n_themes = draw(st.integers(1, 5))
    book = Codebook(
        "small",
        "1",
        tuple(
            Theme(
                f"t{k}",
                f"Theme {k}",
                draw(st.sampled_from(["", "about trees"])),
                questions=draw(st.sampled_from([(), ("a",)])),
                residual=draw(st.sampled_from([None, None, "none", "other"])),
            )
            for k in range(n_themes)
        ),
        language=draw(st.sampled_from(["nb", "en"])),
    )
    n = draw(st.integers(0, 40))
    texts = [draw(_TEXT) for _ in range(n)]
    questions = [draw(st.sampled_from(["a", "b"])) for _ in range(n)]
    people = [str(draw(st.integers(0, n))) for _ in range(n)]
    themes = [draw(st.sets(st.sampled_from(book.codes), max_size=3)) for _ in range(n)]
    return TrainingAnswers(answers(texts, questions), people, book.indicator(themes)), book


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=small_surveys(), texts=st.lists(_TEXT, max_size=5), described=st.booleans())
def test_any_small_survey_can_be_trained_on_and_coded(
    data: tuple[TrainingAnswers, Codebook], texts: list[str], described: bool
) -> None:
    training, book = data
    descriptions = analyse(description_texts(book)) if described else []
    if not described and not _someone_agrees(training):
        with pytest.raises(ModelError, match="nothing to learn from"):
            train(training, book, descriptions=descriptions)
        return
    model = train(training, book, descriptions=descriptions)
    questions = ["b", "a", "", "a", "b", "a"]
    _check_rules(model, answers(["", *texts], questions[: len(texts) + 1]))


def _someone_agrees(training: TrainingAnswers) -> bool:
    """Whether any theme was given to answers of two respondents."""
    people = np.array(training.respondents)
    return any(len(set(people[given])) > 1 for given in training.themes.T)


def _check_rules(model: Model, fresh: AnalysedAnswers) -> None:
    found = model.predict(fresh)
    book = model.codebook
    assert found.probabilities.shape == found.themes.shape == (len(fresh), len(book.codes))
    assert np.isfinite(found.probabilities).all()
    assert ((found.probabilities >= 0) & (found.probabilities <= 1)).all()
    assert ((found.confidence >= 0) & (found.confidence <= 1)).all()
    possible = book.asked(fresh.questions) & model.learned
    assert not (found.themes & ~possible).any()
    sizes = found.themes.sum(axis=1)
    assert (sizes[found.themes[:, book.residual].any(axis=1)] == 1).all()
    blank = np.array([not text.strip() for text in fresh.texts])
    assert not found.themes[blank].any()
    assert not found.probabilities[blank].any()
    assert (sizes[possible.any(axis=1) & ~blank] >= 1).all()


@pytest.fixture(scope="module")
def model() -> Model:
    return train(survey(), CODEBOOK, descriptions=analyse(description_texts(CODEBOOK)))


def test_a_clear_survey_is_learnt(model: Model) -> None:
    fresh = survey(80, seed=1)
    found = model.predict(fresh.answers)
    scores = score(fresh.themes, found.themes, found.probabilities, CODEBOOK)
    assert scores.micro_f1 is not None
    assert scores.micro_f1 > 0.9
    assert found.probabilities.sum() == pytest.approx(fresh.themes.sum(), rel=0.15)


def test_many_unknown_words_make_counts_no_higher(model: Model) -> None:
    """An answer of which the model knows little must not look like one of which it knows all."""
    fresh = survey(80, seed=1)
    strange = " ".join(f"xq{n}zj" for n in range(40))
    texts = [f"{text} {strange}" for text in fresh.answers.texts]
    plain, unknown = (model.predict(some).probabilities for some in (fresh.answers, answers(texts)))
    assert 0.5 * plain.sum() < unknown.sum() < 0.95 * plain.sum()


def test_an_answer_is_coded_alike_alone_and_among_others(model: Model) -> None:
    fresh = survey(30, seed=2).answers
    together = model.predict(fresh)
    for i in range(0, 30, 7):
        alone = model.predict(fresh.part(slice(i, i + 1)))
        np.testing.assert_allclose(alone.probabilities[0], together.probabilities[i], atol=1e-6)


@pytest.mark.parametrize("text", ["", " ", "\n", "😀" * 300, "\x00", "السلام عليكم", "a," * 5000])
def test_strange_answers_go_through(model: Model, text: str) -> None:
    _check_rules(model, answers([text, "plant more trees"]))


def test_an_answer_of_a_million_characters_goes_through(model: Model) -> None:
    _check_rules(model, answers(["more trees by the path. " * 42_000]))


def test_no_answers_give_no_predictions(model: Model) -> None:
    assert model.predict(answers([])).probabilities.shape == (0, 5)


def test_ten_thousand_equal_answers_are_coded(model: Model) -> None:
    found = model.predict(
        AnalysedAnswers(["no"] * 10_000, analyse(["no"]) * 10_000, ["q"] * 10_000)
    )
    assert (found.themes == found.themes[0]).all()


def test_a_theme_with_one_example_is_named_and_never_proposed() -> None:
    training = survey()
    themes = training.themes.copy()
    themes[:, 2] = False
    themes[0, 2] = True
    model = train(TrainingAnswers(training.answers, training.respondents, themes), CODEBOOK)
    assert model.card["unlearned"] == ["dog"]
    found = model.predict(training.answers)
    assert not found.themes[:, 2].any()
    assert not found.probabilities[:, 2].any()


def test_nothing_to_learn_from_is_told() -> None:
    training = survey()
    nothing = TrainingAnswers(training.answers, ["one"] * 120, training.themes)
    with pytest.raises(ModelError, match="code more answers"):
        train(nothing, CODEBOOK)


@pytest.mark.parametrize(
    ("rows", "people", "why"),
    [
        ([0], 1, "few"),
        ([0, 1], 2, "few"),
        (range(12), 1, "few"),
        (range(60), FEWEST_TO_TELL - 1, "few"),
        (range(60), FEWEST_TO_TELL, None),
    ],
)
def test_scores_of_few_respondents_are_not_told(
    rows: Sequence[int], people: int, why: str | None
) -> None:
    some = survey().at(rows)
    persons = [str(row % people) for row in rows]
    given = TrainingAnswers(some.answers, persons, some.themes)
    assert train(given, CODEBOOK, descriptions=_described()).card.get("untold") == why


@pytest.mark.parametrize("n", [60, 120])
@pytest.mark.parametrize("codes", [["tree"], ["tree", "dog"]])
def test_scores_of_answers_coded_alike_are_not_told(n: int, codes: list[str]) -> None:
    """A model that gives every answer these themes is always right, and knows nothing."""
    training = survey(n)
    alike = TrainingAnswers(training.answers, training.respondents, CODEBOOK.indicator([codes] * n))
    assert train(alike, CODEBOOK, descriptions=_described()).card.get("untold") == "alike"


@pytest.mark.parametrize("other", [{"version": "2"}, {"themes": CODEBOOK.themes[:4]}])
def test_another_codebook_is_refused(model: Model, other: dict[str, object]) -> None:
    model.check_codebook(CODEBOOK)
    changed = Codebook(**{**vars_of(CODEBOOK), **other})  # type: ignore[arg-type]  # built by name
    with pytest.raises(CodebookError, match="not the codebook that the model was trained with"):
        model.check_codebook(changed)


def vars_of(book: Codebook) -> dict[str, object]:
    return {name: getattr(book, name) for name in ("name", "version", "themes", "language")}


def test_respondents_tell_who_is_held_out() -> None:
    """Copies of one person's answers must not make the held-out scores look better."""
    training = survey(60)
    twice = list(range(60)) * 2
    copied = TrainingAnswers(
        _rows(training.answers, twice),
        [training.respondents[i] for i in twice],
        training.themes[twice],
    )
    strangers = TrainingAnswers(copied.answers, [str(i) for i in range(120)], copied.themes)
    honest = train(copied, CODEBOOK).card["held_out"]["brier"]
    flattered = train(strangers, CODEBOOK).card["held_out"]["brier"]
    assert flattered < honest


def test_codes_that_have_nothing_to_do_with_the_texts_are_not_learnt() -> None:
    """Scores of answers by models that had seen them would look good even here."""
    rng = np.random.default_rng(0)
    words = [f"word{''.join(rng.choice(list('abcdefgh'), 4))}" for _ in range(300)]
    texts = [" ".join(rng.choice(words, 8)) for _ in range(200)]
    themes = survey(200).themes
    model = train(
        TrainingAnswers(answers(texts), [str(n // 2) for n in range(200)], themes), CODEBOOK
    )
    share = themes.mean(axis=0)
    assert model.second is not None
    assert model.card["held_out"]["brier"] > 0.93 * (share * (1 - share)).mean()


@pytest.mark.parametrize("people", [2, 3, 4, 5])
def test_few_respondents_have_no_second_level(people: int) -> None:
    training = survey()
    few = [str(row % people) for row in range(len(training))]
    model = train(TrainingAnswers(training.answers, few, training.themes), CODEBOOK)
    assert (model.second is None) == (people < MEMBERS)


def _rows(given: AnalysedAnswers, rows: Sequence[int]) -> AnalysedAnswers:
    return AnalysedAnswers(
        [given.texts[i] for i in rows],
        [given.analyses[i] for i in rows],
        [given.questions[i] for i in rows],
    )


def _nobody() -> TrainingAnswers:
    return survey().at([])


def _described() -> Sequence[PlainAnalysis]:
    return analyse(description_texts(CODEBOOK))


def test_the_codebook_alone_orders_themes_and_promises_nothing() -> None:
    model = train(_nobody(), CODEBOOK, descriptions=_described())
    fresh = survey(80, seed=1)
    found = model.predict(fresh.answers)
    _check_rules(model, answers(["", "dogs and trees", "ingenting"]))
    first = found.probabilities.argmax(axis=1)
    right = fresh.themes[np.arange(80), first].mean()
    assert right > 1.5 * fresh.themes.mean(axis=0).max()
    assert model.card["data"]["answers"] == 0
    assert model.card["held_out"]["micro_f1"] is None
    assert set(model.card["worth"])
    assert model.selective.unread(0.8).confidence is None
    assert (found.confidence <= 0.5).all()
    assert not model.novelty(fresh.answers).alarm


def test_the_codebook_alone_is_saved_and_read(tmp_path: Path) -> None:
    model = train(_nobody(), CODEBOOK, descriptions=_described())
    save_model(model, tmp_path / "model")
    again = load_model(tmp_path / "model")
    fresh = survey(20, seed=1).answers
    assert (again.predict(fresh).probabilities == model.predict(fresh).probabilities).all()


def test_without_descriptions_and_codes_there_is_nothing_to_learn_from() -> None:
    with pytest.raises(ModelError, match="nothing to learn from"):
        train(_nobody(), CODEBOOK)


def test_few_coded_answers_bring_something_to_the_codebook() -> None:
    """Five answers of one theme must not make the model forget the others' descriptions."""
    training, fresh = survey(), survey(80, seed=1)
    some = np.flatnonzero(training.themes[:, 1])[:5]
    model = train(training.at(some), CODEBOOK, descriptions=_described())
    found = model.predict(fresh.answers)
    assert model.second is None
    assert model.card["unlearned"] == []
    assert found.themes[fresh.themes[:, 1], 1].mean() > 0.8
    for theme in (0, 2):
        has = fresh.themes[:, theme]
        assert found.probabilities[has, theme].mean() > found.probabilities[~has, theme].mean()


def test_ten_coded_answers_are_better_than_none() -> None:
    fresh = survey(80, seed=1)
    ten, none = (
        train(some, CODEBOOK, descriptions=_described()).predict(fresh.answers).themes
        for some in (survey(10, seed=2), _nobody())
    )
    assert _hits(ten, fresh.themes) > _hits(none, fresh.themes)


def _hits(proposed: np.ndarray, truth: np.ndarray) -> float:
    return float(2 * (proposed & truth).sum() / (proposed.sum() + truth.sum()))


def test_held_out_codes_do_not_make_their_own_calibration() -> None:
    """Codes dealt at random are not told: levels that had seen them would score 1.28, not 1.46."""
    training = survey(12)
    rng = np.random.default_rng(3)
    themes = training.themes[rng.permutation(12)]
    people = [str(row) for row in range(12)]
    card = train(
        TrainingAnswers(training.answers, people, themes), CODEBOOK, descriptions=_described()
    ).card
    share = themes.mean(axis=0)
    assert card["held_out"]["brier"] > 1.35 * (share * (1 - share)).mean()
