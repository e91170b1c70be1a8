"""The whole way, files to counts, on the example survey (its answers are made up)."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import SURVEY, Run
from tests.golden import GOLDEN
from textmining.answers import (
    IDENTITY,
    Columns,
    coded_columns,
    read_answers,
    read_coded,
    read_decisions,
    reasons_path,
    write_table,
)
from textmining.codebook import read_codebook
from textmining.files import sha256_of_file, sha256_of_folder
from textmining.language import NO_ENCODER
from textmining.workflow.check import check
from textmining.workflow.code import code
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.demo import demo
from textmining.workflow.evaluate import evaluate
from textmining.workflow.train import train

pytestmark = pytest.mark.slow


def test_the_example_survey_is_what_its_readme_says(data: Path, columns: Columns) -> None:
    files = [data / f"{SURVEY}-{end}" for end in ("2019.csv", "2020.xlsx", "2021.csv")]
    summaries = [check([file], columns, data / "codebook.yaml") for file in files]
    answered = [sum(p.answered for p in summary.populations) for summary in summaries]
    coded = [sum(p.coded for p in summary.populations) for summary in summaries]
    assert (answered, coded) == ([339, 462, 199], [339, 462, 0])
    assert summaries[0].background == ("role", "landsdel", "storrelse")
    assert read_codebook(data / "codebook.yaml") == read_codebook(data / "codebook.xlsx")
    assert len(read_decisions(data / f"{SURVEY}-2021-coded.csv")) == 199


def test_a_model_finds_the_themes_of_the_next_wave(model: Path, data: Path) -> None:
    wave, decisions = data / f"{SURVEY}-2021.csv", data / f"{SURVEY}-2021-coded.csv"
    result = evaluate([wave], Columns(), model, decisions=[str(decisions)], by=["role", "wave"])
    assert result.scores.micro_f1 is not None
    assert result.scores.micro_f1 >= 0.82
    assert sum(scores.n for scores in result.by["role"].values()) == 199
    promised = "n micro_f1 macro_f1 exact kappa count_error brier ece themes by"
    assert {*promised.split()} <= {*result.record()}


def test_a_coded_file_has_the_columns_of_the_contract(coded: Path, data: Path) -> None:
    book = read_codebook(data / "codebook.yaml")
    frame = read_coded([coded]).frame
    assert frame.columns.tolist() == coded_columns(book.codes, ["role", "landsdel", "storrelse"])
    answers = read_answers([data / f"{SURVEY}-2021.csv"])
    pd.testing.assert_frame_equal(frame[[*IDENTITY, "text"]], answers[[*IDENTITY, "text"]])
    assert frame["themes"].map(len).min() >= 1
    assert frame["inclusion"].between(0, 1, inclusive="right").all()
    assert sorted(frame["order"]) == list(range(1, 200))
    assert set(frame["language"]) == {"nb", "nn"}
    drawn = frame[frame["review"] == "audit"].groupby("question").size()
    asked = frame.groupby("question").size()
    assert drawn.to_dict() == {q: -(-n // 5) for q, n in asked.items()}


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl", ".parquet", ".sav"])
def test_the_same_input_gives_the_same_bytes(
    tmp_path: Path, model: Path, data: Path, ending: str
) -> None:
    wave = [data / f"{SURVEY}-2021.csv"]
    hashes = set()
    for jobs in (1, 2):
        out = tmp_path / str(jobs) / f"coded{ending}"
        code(wave, Columns(), model, out, options=CodingOptions(jobs=jobs))
        hashes.add((sha256_of_file(out), sha256_of_folder(out.parent)))
    assert len(hashes) == 1


def test_the_same_answers_train_the_same_model(
    tmp_path: Path, model: Path, data: Path, columns: Columns
) -> None:
    files = [data / f"{SURVEY}-2019.csv", data / f"{SURVEY}-2020.xlsx"]
    train(files, columns, data / "codebook.yaml", tmp_path / "model", encoder=NO_ENCODER, jobs=2)
    assert sha256_of_folder(tmp_path / "model") == sha256_of_folder(model)


def test_answers_that_say_nothing_are_kept_outside(tmp_path: Path, model: Path) -> None:
    frame = pd.DataFrame({"respondent": range(6), "wave": "2022", "text": ["nei"] * 6})
    frame.loc[[1, 4], "text"] = ["", " \n "]
    write_table(frame, tmp_path / "in.csv")
    coded = code([tmp_path / "in.csv"], Columns(), model, tmp_path / "out.csv").coded.frame
    silent = coded["text"].str.strip() == ""
    assert coded.loc[silent, "themes"].tolist() == [(), ()]
    assert coded.loc[silent, "review"].tolist() == ["", ""]
    assert coded.loc[silent, ["order", "inclusion", "confidence"]].isna().all(axis=None)
    assert coded.loc[~silent, "themes"].map(len).min() >= 1


def test_awkward_answers_go_through(tmp_path: Path, model: Path) -> None:
    texts = [
        "lengre " * 142_857 + "x",
        "😀" * 50,
        "nei\0\0",
        "\u05e9\u05dc\u05d5\u05dd",
        *["nei"] * 10_000,
    ]
    frame = pd.DataFrame({"respondent": range(len(texts)), "wave": "2022", "text": texts})
    for ending in (".csv", ".jsonl", ".parquet"):
        write_table(frame, tmp_path / f"in{ending}")
        read = read_answers([tmp_path / f"in{ending}"])
        assert read["text"].tolist() == texts
    code([tmp_path / "in.parquet"], Columns(), model, tmp_path / "out.jsonl")
    write_table(read_coded([tmp_path / "out.jsonl"]).frame, tmp_path / "out.parquet")
    for ending in (".jsonl", ".parquet"):
        assert read_coded([tmp_path / f"out{ending}"]).frame["text"].tolist() == texts


def test_without_text_only_what_is_asked_for_stays(tmp_path: Path, model: Path, data: Path) -> None:
    options = CodingOptions(text=False, keep=("role", "text"))
    out = tmp_path / "out.csv"
    code([data / f"{SURVEY}-2021.csv"], Columns(), model, out, options=options)
    frame = read_coded([out]).frame
    assert "role" in frame
    assert not {"text", "landsdel", "storrelse"} & {*frame.columns}


def test_more_reading_goes_on_with_the_same_answers(
    tmp_path: Path, model: Path, data: Path
) -> None:
    drawn = []
    for review in ("10%", "all"):
        out = tmp_path / "out.csv"
        wave = [data / f"{SURVEY}-2021.csv"]
        frame = code(wave, Columns(), model, out, options=CodingOptions(review=review)).coded.frame
        drawn.append(set(frame.index[frame["review"] == "audit"]))
    assert drawn[0] < drawn[1] == set(range(199))


def test_sure_answers_leave_the_queue_but_drawn_ones_are_read(
    tmp_path: Path, model: Path, data: Path
) -> None:
    wave = [data / f"{SURVEY}-2021.csv"]
    plain = code(wave, Columns(), model, tmp_path / "a.csv")
    aimed = code(wave, Columns(), model, tmp_path / "b.csv", options=CodingOptions(target=0.9))
    assert aimed.unread is not None
    assert aimed.unread.confidence is not None
    left = aimed.coded.frame["review"] == ""
    assert left.any()
    assert (aimed.coded.frame.loc[left, "confidence"] >= aimed.unread.confidence).all()
    assert (
        (plain.coded.frame["review"] == "audit") == (aimed.coded.frame["review"] == "audit")
    ).all()
    truth = read_decisions(data / f"{SURVEY}-2021-coded.csv")["themes"].map(set)
    right = aimed.coded.frame["themes"].map(set) == truth
    assert right[left].mean() > right[~left].mean()


def test_no_answer_is_similar_to_itself(
    tmp_path: Path, model: Path, data: Path, columns: Columns
) -> None:
    code([data / f"{SURVEY}-2020.xlsx"], columns, model, tmp_path / "again.csv")
    lines = reasons_path(tmp_path / "again.csv").read_text("utf-8").split("\n")
    records = [json.loads(line) for line in lines if line]
    assert any(record["similar"] for record in records)
    for record in records:
        own = [record[key] for key in IDENTITY]
        assert all([other[key] for key in IDENTITY] != own for other in record["similar"])


def test_reasons_lie_beside_the_coded_file(coded: Path) -> None:
    frame = read_coded([coded]).frame
    lines = reasons_path(coded).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == len(frame)
    for record, text, themes in zip(records, frame["text"], frame["themes"], strict=True):
        assert set(record["reasons"]) == set(themes)
        assert all(text[a:b].strip() for spans in record["reasons"].values() for a, b, _ in spans)
        assert len(record["similar"]) == 3
    similar = {(s["respondent"], s["wave"]) for record in records for s in record["similar"]}
    assert {wave for _, wave in similar} <= {"2019", "2020"}


def test_masked_answers_name_nobody(tmp_path: Path, model: Path) -> None:
    text = "Ring Kari Nordmann på 912 34 567, hun kjenner Integreringsloven best."
    write_table(
        pd.DataFrame({"respondent": ["1"], "wave": ["2022"], "text": [text]}), tmp_path / "in.csv"
    )
    out = tmp_path / "out.csv"
    code([tmp_path / "in.csv"], Columns(), model, out, options=CodingOptions(mask=True))
    for path in tmp_path.glob("out.csv*"):
        assert "Nordmann" not in path.read_text()
        assert "912 34 567" not in path.read_text()
    assert "[navn]" in read_coded([out]).frame["text"].iloc[0]


def test_no_personal_data_of_the_training_answers_lies_in_or_beside_a_model(
    model: Path, data: Path, columns: Columns
) -> None:
    """`personal_data.txt` has what was marked by hand in 2019 and 2020; all of it is made up."""
    marked = (GOLDEN / "personal_data.txt").read_text(encoding="utf-8").splitlines()
    files = [data / f"{SURVEY}-2019.csv", data / f"{SURVEY}-2020.xlsx"]
    rest = " ".join(read_answers(files, columns)["text"])
    for string in sorted(marked, key=len, reverse=True):
        rest = rest.replace(string, " ")
    personal = _words("\n".join(marked)) - _words(rest)
    assert len(personal) > len(marked)
    examples = model.with_name("model.examples.jsonl").read_bytes()
    left = {
        word
        for content in (examples, *_unpacked(model))
        for encoding in ("utf-8", "utf-16-le", "utf-32-le")
        for word in personal & _words(content.decode(encoding, "replace"))
    }
    assert not left, f"{len(left)} of {len(personal)} words"
    assert b"[navn]" in examples
    assert b"[telefon]" in examples


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))


def _unpacked(folder: Path) -> Iterator[bytes]:
    """Every file of a model folder, and of an archive what is packed inside.

    Megabytes of compressed bytes spell any word of four letters now and then; so do those of
    numbers if what is no letter is left out rather than replaced.
    """
    for path in folder.iterdir():
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from (archive.read(name) for name in archive.namelist())
        else:
            yield path.read_bytes()


def test_json_goes_to_standard_output_alone(run: Run, model: Path, data: Path) -> None:
    decisions = data / f"{SURVEY}-2021-coded.csv"
    arguments = [data / f"{SURVEY}-2021.csv", "--model", model, "--decisions", decisions, "--json"]
    result = run("evaluate", *arguments)
    assert json.loads(result.stdout)["n"] == 199


def test_the_demo_counts_the_newest_wave_with_intervals(tmp_path: Path, data: Path) -> None:
    made = demo(tmp_path / "demo")
    assert all(path.exists() for path in made.files.values())
    human = read_decisions(data / f"{SURVEY}-2021-coded.csv")["themes"].explode().value_counts()
    counts = made.counts.set_index("theme")
    truth = human.reindex(counts.index, fill_value=0)
    covered = (counts["low"] <= truth) & (truth <= counts["high"])
    # 22 intervals of 95 %: fewer than 18 that hold has a chance of 1 in 500.
    assert covered.sum() >= 18
    assert (counts["low"] <= counts["estimate"]).all()
    assert (counts["estimate"] <= counts["high"]).all()
    drawn = read_decisions(made.files["decisions on the drawn answers"])
    assert (counts["reviewed"] == len(drawn)).all()
