"""What comes next in a survey whose only wave persons have begun to code."""

import os
from pathlib import Path

from tests.example_review import coded_frame
from tests.small_survey import small_survey
from textmining.answers import meta_path, write_table
from textmining.home.steps import steps_of
from textmining.review import Choice, Desk, Store
from textmining.survey import Survey
from textmining.workflow.inputs.reviewable import reviewable
from textmining.workflow.survey_folder.next_step import step_code, step_review
from textmining.workflow.survey_folder.status import TRAINING_PAYS, status


def test_enough_answers_by_hand_lead_to_training_and_then_to_coding_the_rest(
    tmp_path: Path,
) -> None:
    survey = Survey(small_survey(tmp_path / "u", answers=60, coded=False))
    assert status(survey).next == "textmining review"
    step = step_review(survey)
    found = reviewable(step.files, step.columns[0], step.codebook)
    with Store(survey.store) as store:
        desk = Desk(store, found.answers, found.codebook)
        for position in range(TRAINING_PAYS - 1):
            desk.decide([position], "Kari", Choice(themes=("nav",)))
        assert status(survey).next == "textmining review"
        minutes = {step.name: step.minutes for step in steps_of(survey, status(survey), None)}
        assert minutes["review"] == 1, "one answer is left, not fifty"
        desk.decide([TRAINING_PAYS - 1], "Kari", Choice(themes=("bolig",)))
    assert status(survey).next == "textmining train"
    assert status(survey).waves[0].uncoded == 60 - TRAINING_PAYS
    survey.model_for("2020").mkdir(parents=True)
    assert status(survey).next == "textmining code"
    assert step_code(survey).files == [survey.waves[0].answers]


def test_a_wave_that_came_with_codes_is_not_coded_again(tmp_path: Path) -> None:
    survey = Survey(small_survey(tmp_path / "u"))
    survey.model_for("2020").mkdir(parents=True)
    assert status(survey).waves[0].uncoded == 0
    assert status(survey).next == "textmining report"


def test_a_wave_that_is_coded_again_is_counted_and_reported_again(tmp_path: Path) -> None:
    survey = Survey(small_survey(tmp_path / "u", coded=False))
    coded = survey.waves[0].to_code
    write_table(coded_frame(["a", "b"], wave="2020"), coded)
    meta_path(coded).write_text('{"model": {}}', encoding="utf-8")
    place = survey.report_for("2020")
    place.mkdir(parents=True)
    made = [place / "report.html", place / "counts.xlsx"]
    for file in made:
        file.write_text("", encoding="utf-8")

    def of_counts() -> str:
        return {step.name: step.state for step in steps_of(survey, status(survey), None)}["count"]

    for file in (*made, survey.codebook_path):
        os.utime(file, (2_000, 2_000))
    os.utime(coded, (2_000, 2_000))
    assert (status(survey).next, of_counts()) == ("", "done")
    os.utime(coded, (3_000, 3_000))
    assert (status(survey).next, of_counts()) == ("textmining report", "ready")
    assert status(survey).warnings("nb") == ["Kodingen av 2020 er nyere enn rapporten."]
