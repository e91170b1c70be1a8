from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from tests.classifier_survey import CODEBOOK, survey
from textmining.cli.app import app
from textmining.codebook import to_plain


def test_train_says_how_many_answers_were_not_learnt_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textmining.classifier.training.MOST_ANSWERS", 40)
    training = survey(60)
    rows = [
        f'{n};"{text}";"{";".join(codes)}"'
        for n, (text, codes) in enumerate(
            zip(training.answers.texts, CODEBOOK.sets(training.themes), strict=True)
        )
    ]
    table = "respondent;text;themes\n" + "\n".join(rows)
    (tmp_path / "in.csv").write_text(table)
    (tmp_path / "book.yaml").write_text(yaml.safe_dump(to_plain(CODEBOOK)))
    files = ["in.csv", "--codebook", "book.yaml", "--out", "model"]
    monkeypatch.chdir(tmp_path)
    options = ["--wave", "1", "--pipeline", "blank:nb"]
    result = CliRunner().invoke(app, ["train", *files, *options])
    assert result.exit_code == 0, result.output
    assert (
        "Learnt from 40 answers of respondents drawn at random; 20 were left out." in result.output
    )
