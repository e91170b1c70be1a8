import json
from pathlib import Path

import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

from tests.classifier_survey import CODEBOOK, survey
from textmining.cli.app import app
from textmining.codebook import to_plain
from textmining.errors import OptionError
from textmining.workflow.coder import Coder


@pytest.mark.slow
def test_train_says_how_it_learnt_and_keeps_the_aim_and_some_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textmining.workflow.coder._MOST_EXAMPLES", 10)
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
    options = ["--wave", "1", "--pipeline", "blank:nb", "--aim", "counts"]
    result = CliRunner().invoke(app, ["train", *files, *options])
    assert result.exit_code == 0, result.output
    card = json.loads((tmp_path / "model" / "card.json").read_bytes())
    learner = card["recipe"]["learner"]
    assert f"Learnt by: {learner} (held-out squared error: {learner}" in result.output
    assert card["aim"] == "counts"
    assert card["data"]["answers"] == 60
    lines = (tmp_path / "model.examples.jsonl").read_text("utf-8").splitlines()
    assert sum(bool(json.loads(line)["text"]) for line in lines) == 10
    # A count tells apart what was learnt from; that must not end where the texts do.
    coded = Coder.load("model").code(pd.read_csv("in.csv", sep=";", dtype=str), review="5")
    assert coded.meta is not None
    assert coded.meta.learnt is not None
    assert len(lines) == len(coded.meta.learnt) == 60


@pytest.mark.slow
@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (["tree"], "Coded answers: 1; respondents: 1. How often the model is right cannot be told"),
        (["tree"] * 40, "All coded answers have the same themes"),
    ],
)
def test_scores_that_say_nothing_of_other_answers_are_not_printed(
    codes: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{n};plant {n} more trees;{code}" for n, code in enumerate(codes)]
    (tmp_path / "in.csv").write_text("\n".join(["respondent;text;themes", *rows]))
    (tmp_path / "book.yaml").write_text(yaml.safe_dump(to_plain(CODEBOOK)))
    monkeypatch.chdir(tmp_path)
    files = ["in.csv", "--codebook", "book.yaml", "--out", "model", "--wave", "1"]
    result = CliRunner().invoke(app, ["train", *files, "--pipeline", "blank:nb"])
    assert result.exit_code == 0, result.output
    assert told in " ".join(result.output.split())
    assert "1.000" not in result.output
    assert "held-out" not in result.output.lower()


def test_an_unknown_aim_is_told_before_anything_is_read() -> None:
    coder = Coder(CODEBOOK, aim="most")
    with pytest.raises(OptionError, match="f1, counts, sets"):
        coder.fit(pd.DataFrame({"text": ["a"], "themes": ["path"]}))
