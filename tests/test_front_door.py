"""The names a notebook uses, and the classifier inside scikit-learn."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_predict
from sklearn.utils import estimator_checks

import textmining as tm
from tests.classifier_survey import CODEBOOK, survey
from tests.survey_to_count import audited, coded_survey
from textmining.errors import ColumnError, DecisionError, ModelError, RowsError

PLAIN = "blank:en"


def coded_texts(n: int) -> pd.DataFrame:
    made = survey(n)
    return pd.DataFrame({
        "respondent": [f"r{i}" for i in range(n)],
        "role": ["a", "b"] * (n // 2),
        "text": made.answers.texts,
        "themes": [";".join(codes) for codes in CODEBOOK.sets(made.themes)],
    })  # fmt: skip


@pytest.fixture(scope="module")
def coder() -> tm.Coder:
    return tm.Coder(CODEBOOK, pipeline=PLAIN).fit(coded_texts(80))


@pytest.mark.slow
def test_five_lines_go_from_frames_to_counts(coder: tm.Coder, tmp_path: Path) -> None:
    human = coded_texts(120)[80:]
    coded = coder.code(human.drop(columns="themes"), review="50%", seed=1)
    table = tm.count(coded, human[["respondent", "themes"]], by=["role"])
    assert set(table.frame["role"]) == {"a", "b"}
    assert (table.frame["method"] == "everything read").all()
    assert "everything read" in table._repr_html_()
    coder.save(tmp_path / "model")
    again = tm.Coder.load(tmp_path / "model", pipeline=PLAIN)
    same = again.code(human.drop(columns="themes"), review="50%", seed=1)
    pd.testing.assert_frame_equal(same.frame, coded.frame)
    assert same.meta == coded.meta


def test_a_notebook_is_told_and_refused_what_the_command_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    coded, truth = coded_survey(60)
    assert coded.meta is not None
    read = audited(coded, truth)
    tm.count(coded, read)
    assert not caplog.messages
    others = read.iloc[:2].assign(respondent=["x1", "x2"])
    tm.count(coded, pd.concat([read, others]))
    assert any("2 decisions are about answers that" in told for told in caplog.messages)
    untaught = replace(coded, meta=replace(coded.meta, model={"data": {"answers": 0}}))
    with pytest.raises(DecisionError, match="learnt from no coded answer"):
        tm.count(untaught)


def test_lists_and_text_are_the_same_codes(coder: tm.Coder) -> None:
    frame = coded_texts(20)
    listed = frame.assign(themes=frame["themes"].str.split(";").map(tuple))
    coded = coder.code(frame)
    one, other = (tm.count(coded, f[["respondent", "themes"]]) for f in (frame, listed))
    pd.testing.assert_frame_equal(one.frame, other.frame)


def test_what_is_wrong_with_a_frame_is_told_as_of_a_file(coder: tm.Coder) -> None:
    with pytest.raises(ColumnError, match="there is no column text"):
        coder.code(coded_texts(4).drop(columns="text"))
    with pytest.raises(RowsError, match="row 3, column themes: holds a code the codebook lacks"):
        coder.fit(coded_texts(4).assign(themes=["path", "bus", "path", "dog"]))
    with pytest.raises(ModelError, match="none of the answers has human codes"):
        coder.fit(coded_texts(4).assign(themes=None))


@pytest.mark.slow
def test_a_name_is_given_when_it_is_asked_for() -> None:
    program = "import textmining as tm, textmining.report; assert tm.report.__name__ == 'report'; "
    program += "assert set(tm.__all__) <= set(dir(tm))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    assert all(getattr(tm, name).__name__ == name for name in tm.__all__)
    with pytest.raises(AttributeError):
        tm.nothing  # noqa: B018 - asking is what is tested


@pytest.fixture(scope="module")
def texts() -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    made = survey(60)
    return np.array(made.answers.texts), made.themes.astype(np.int64)


@pytest.mark.slow
def test_it_runs_inside_cross_val_predict(
    texts: tuple[NDArray[np.str_], NDArray[np.int64]],
) -> None:
    model = tm.ThemeClassifier(CODEBOOK, pipeline=PLAIN)
    p = cross_val_predict(model, *texts, cv=2, method="predict_proba")
    assert p.shape == texts[1].shape
    assert p[texts[1] == 1].mean() > 2 * p[texts[1] == 0].mean()


@pytest.mark.slow
def test_it_runs_inside_a_grid_search(texts: tuple[NDArray[np.str_], NDArray[np.int64]]) -> None:
    model = tm.ThemeClassifier(pipeline=PLAIN)
    search = GridSearchCV(model, {"descriptions": [True, False]}, scoring="f1_micro", cv=2)
    search.fit(*texts)
    assert search.best_estimator_.classes_.tolist() == list("01234")
    assert search.predict(texts[0]).shape == texts[1].shape


def test_shapes_that_do_not_fit_are_told(
    texts: tuple[NDArray[np.str_], NDArray[np.int64]],
) -> None:
    with pytest.raises(ValueError, match=r"y must have shape \(60, 5\)"):
        tm.ThemeClassifier(CODEBOOK, pipeline=PLAIN).fit(texts[0], texts[1][:, :2])
    with pytest.raises(NotFittedError):
        tm.ThemeClassifier(CODEBOOK).predict(texts[0])


@pytest.mark.parametrize(
    "check",
    [
        # The others give arrays of numbers, which are no texts, or labels that exclude each other:
        # scikit-learn itself leaves them out for estimators with these tags.
        estimator_checks.check_do_not_raise_errors_in_init_or_set_params,
        estimator_checks.check_estimator_cloneable,
        estimator_checks.check_estimator_repr,
        estimator_checks.check_get_params_invariance,
        estimator_checks.check_no_attributes_set_in_init,
        estimator_checks.check_parameters_default_constructible,
        estimator_checks.check_set_params,
    ],
)
def test_it_keeps_scikit_learns_conventions(check: object) -> None:
    assert callable(check)
    check("ThemeClassifier", tm.ThemeClassifier())
    assert clone(tm.ThemeClassifier(CODEBOOK, seed=3)).get_params()["seed"] == 3
