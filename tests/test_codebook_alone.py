"""A survey begins with nothing coded: the codebook orders answers, and counts nothing."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from tests.classifier_survey import CODEBOOK, survey
from tests.small_survey import small_survey
from textmining.cli.app import app
from textmining.codebook import to_plain
from textmining.survey import Survey
from textmining.workflow.survey_folder.next_step import step_train
from textmining.workflow.survey_folder.status import status

pytestmark = pytest.mark.slow


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    answers, codes = survey(40).answers.texts, CODEBOOK.sets(survey(40).themes)
    rows = [f'{n};1;q;"{text}"' for n, text in enumerate(answers)]
    Path("in.csv").write_text("\n".join(["respondent;wave;question;text", *rows]))
    read = [f'{n};1;q;"{";".join(some)}"' for n, some in enumerate(codes)]
    Path("read.csv").write_text("\n".join(["respondent;wave;question;themes", *read]))
    Path("book.yaml").write_text(yaml.safe_dump(to_plain(CODEBOOK)))
    return tmp_path


def test_from_a_codebook_alone_to_a_count_of_what_persons_read(folder: Path) -> None:
    Path("model.examples.jsonl").write_text("of an older model\n")
    options = ["--pipeline", "blank:nb", "--encoder", "none"]
    trained = _run("train", "--codebook", "book.yaml", "--out", "model", *options)
    assert trained.exit_code == 0, trained.output
    assert "no count" in " ".join(trained.output.split())
    assert not Path("model.examples.jsonl").exists()
    card = json.loads((folder / "model" / "card.json").read_bytes())
    assert card["data"]["answers"] == 0
    coded = _run(
        "code", "in.csv", "--model", "model", "--out", "coded.csv", "--pipeline", "blank:nb"
    )
    assert coded.exit_code == 0, coded.output
    refused = _run("count", "coded.csv", "--out", "counts.csv")
    assert "learnt from no coded answer" in str(refused.exception)
    refused = _run("report", "coded.csv", "--out", "report")
    assert "learnt from no coded answer" in str(refused.exception)
    counted = _run("count", "coded.csv", "--decisions", "read.csv", "--out", "counts.csv")
    assert counted.exit_code == 0, counted.output
    reported = _run("report", "coded.csv", "--decisions", "read.csv", "--out", "report")
    assert reported.exit_code == 0, reported.output


@pytest.mark.usefixtures("folder")
def test_decisions_without_answers_are_refused() -> None:
    arguments = ["--codebook", "book.yaml", "--out", "model", "--decisions", "read.csv"]
    result = _run("train", *arguments)
    assert "name the files" in str(result.exception)


def test_in_a_survey_folder_the_codebook_is_learnt_from_while_nothing_is_coded(
    tmp_path: Path,
) -> None:
    found = Survey(small_survey(tmp_path / "u", answers=20, coded=False))
    step = step_train(found)
    assert not step.files
    assert step.out == found.model_for("2020")
    step.out.mkdir(parents=True)
    assert status(found).next == "textmining code"
