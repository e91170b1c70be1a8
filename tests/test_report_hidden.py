"""What is held back is in no output: two surveys with the same published table look the same.

Two answers of different groups change codes, so that only hidden numbers change. If any output
were made of anything but the published table, it would differ.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from tests.survey_to_count import BOOK
from textmining.answers import (
    AnswerId,
    Coded,
    Decisions,
    Meta,
    Method,
    write_coded,
    write_table,
)
from textmining.codebook import Codebook
from textmining.counting import CountOptions
from textmining.disclosure import count_to_publish
from textmining.report import Publication
from textmining.review import Decision, Store
from textmining.survey import Unit
from textmining.workflow.inputs.frame import FrameFile
from textmining.workflow.report import ReportOptions, report

pytestmark = pytest.mark.slow

PLANTED = "Fjellrypa"
COUNTS = CountOptions(by=("role",), suppress=4)
OPTIONS = ReportOptions(
    COUNTS,
    publication=Publication(unit=Unit("kommune", "kommune", "kommuner"), quotes_by="role"),
    is_full=True,
)
CODES = [("nav", "fylke")] * 2 + [("nav",)] * 16 + [("ingen",)] * 12
"""Of each of the two roles; who has `fylke` is hidden in both."""


def _survey() -> tuple[Coded, pd.DataFrame]:
    """Two roles with 30 answers each to one question, two persons a municipality."""
    n = 2 * len(CODES)
    book = Codebook("prøve", "1", tuple(t for t in BOOK.themes if t.code != "bolig"))
    rng = np.random.default_rng(0)
    p = rng.uniform(0.01, 0.6, (n, len(book.codes)))
    identity = {"respondent": [f"r{i}" for i in range(n)], "wave": "2021", "question": "q1"}
    frame = pd.DataFrame(identity).assign(
        role=["leder", "lærer"] * len(CODES),
        kommune=[f"k{i // 2}" for i in range(n)],
        text=[f"{PLANTED} sier at samarbeidet må bli tettere, {i}." for i in range(n)],
        themes=pd.Series(book.sets(p >= 0.5), dtype=object),
        **{f"p_{code}": p[:, k] for k, code in enumerate(book.codes)},
        order=pd.Series(range(n), dtype="Int64"),
        stratum="0",
        review="audit",
        inclusion=1.0,
        model="m",
        codebook_version="1",
    )
    codes = pd.Series([codes for codes in CODES for _ in range(2)], dtype=object)
    return Coded(frame, Meta("test", book)), pd.DataFrame(identity).assign(themes=codes)


@pytest.fixture(scope="module")
def alike() -> tuple[Coded, pd.DataFrame, pd.DataFrame]:
    """A survey, its decisions, and others that the published table does not tell from them."""
    coded, truth = _survey()
    other = truth.copy()
    leader, teacher = 0, 9
    order = [teacher if i == leader else leader if i == teacher else i for i in truth.index]
    other["themes"] = truth["themes"].to_numpy()[order]
    first, second = (
        count_to_publish(coded, Decisions(decided), OPTIONS.counting).frame
        for decided in (truth, other)
    )
    hidden = first[first["method"] == Method.SUPPRESSED]
    assert set(hidden["theme"]) == {"fylke"}
    pd.testing.assert_frame_equal(first, second)
    return coded, truth, other


def test_a_hidden_number_changes_no_output(
    alike: tuple[Coded, pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    coded, *versions = alike
    assert coded.meta is not None
    write_coded(coded.frame, coded.meta, tmp_path / "coded.parquet")
    frame = pd.DataFrame({"kommune": [f"k{i}" for i in range(80)], "wave": "2021"})
    write_table(frame.assign(landsdel="nord"), tmp_path / "frame.csv")
    options = replace(OPTIONS, population=(FrameFile(tmp_path / "frame.csv"),))
    outputs = []
    for number, decided in enumerate(versions):
        out = tmp_path / f"out{number}"
        write_table(decided, tmp_path / "read.csv")
        report(
            [tmp_path / "coded.parquet"],
            out,
            decisions=[str(tmp_path / "read.csv")],
            options=options,
        )
        outputs.append(
            {name: text for path in sorted(out.rglob("*.*")) for name, text in _texts(path)}
        )
    assert outputs[0].keys() == outputs[1].keys()
    for name in outputs[0]:
        assert outputs[0][name] == outputs[1][name], name
        assert PLANTED.encode() not in outputs[0][name], name


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl", ".parquet", ".sav"])
def test_a_hidden_number_changes_no_byte_of_the_counts(
    alike: tuple[Coded, pd.DataFrame, pd.DataFrame], ending: str, tmp_path: Path
) -> None:
    coded, *versions = alike
    files = [tmp_path / f"{number}{ending}" for number, _ in enumerate(versions)]
    for file, decided in zip(files, versions, strict=True):
        table = count_to_publish(coded, Decisions(decided), OPTIONS.counting)
        write_table(table.frame, file)
    first, second = (file.read_bytes() for file in files)
    assert first == second
    if ending == ".sav":
        read, about = pyreadstat.read_sav(files[0], user_missing=True)
        empty = (about.missing_ranges, about.missing_user_values, about.variable_value_labels)
        assert [*empty, about.notes] == [{}, {}, {}, []]
        assert read.loc[read["method"] == Method.SUPPRESSED, "estimate"].isna().all()


@pytest.mark.parametrize("rake", [(), ("role",)])
def test_the_note_does_not_tell_what_a_hidden_group_lacks_in_all(
    rake: tuple[str, ...], tmp_path: Path
) -> None:
    """One leader among 31: with all, or how much weights vary, the others would tell of one."""
    coded, truth = _one_leader()
    assert coded.meta is not None
    write_coded(coded.frame, coded.meta, tmp_path / "coded.parquet")
    write_table(truth, tmp_path / "read.csv")
    invited = pd.DataFrame({"role": ["leder"] * 50 + ["lærer"] * 50, "wave": "2021"})
    write_table(invited, tmp_path / "frame.csv")
    report(
        [tmp_path / "coded.parquet"],
        tmp_path / "out",
        decisions=[str(tmp_path / "read.csv")],
        options=ReportOptions(
            CountOptions(by=("role",), suppress=3),
            population=(FrameFile(tmp_path / "frame.csv"),),
            rake=rake,
        ),
    )
    told = [(tmp_path / "out" / name).read_text("utf-8") for name in ("method.md", "quality.json")]
    if rake:
        assert "2021: :" in told[0]
        assert not re.search(r"Kish, 1965\)[^:]*: 2021: \d", told[0])
    else:
        assert not any(re.search(r"\b31\s", text) for text in told)


def _one_leader() -> tuple[Coded, pd.DataFrame]:
    """30 teachers and a leader, of which chance hides the leader and the number of all."""
    coded, truth = _survey()
    chosen = np.append(np.flatnonzero(coded.frame["role"] == "lærer"), 0)
    truth = truth.iloc[chosen].reset_index(drop=True)
    for number in range(100):
        frame = coded.frame.iloc[chosen].reset_index(drop=True)
        frame["respondent"] = truth["respondent"] = [f"s{number}-{i}" for i in range(31)]
        one = Coded(frame, coded.meta)
        options = CountOptions(by=("role",), suppress=3, each=True)
        table = count_to_publish(one, Decisions(truth), options)
        if set(table.held_back) == {("2021", "q1", ""), ("2021", "q1", "leder")}:
            return one, truth
    raise AssertionError("chance never hides the number of all")


def test_only_an_approved_quote_brings_an_answers_text_into_an_output(
    alike: tuple[Coded, pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    coded, truth, _ = alike
    assert coded.meta is not None
    write_coded(coded.frame, coded.meta, tmp_path / "coded.parquet")
    store = tmp_path / "review.sqlite"
    with Store(store) as opened:
        rows = truth.itertuples(index=False, name=None)
        opened.record([Decision(AnswerId(*row[:3]), "Ada", row[3], "1") for row in rows])
    files = [tmp_path / "coded.parquet"]
    report(files, tmp_path / "out", decisions=[str(store)], options=OPTIONS)
    with Store(store) as opened:
        first, *_ = opened.quotes("proposed")
        opened.judge_quote(first.number, approved=True, text=first.text, coder="Ada")
    report(files, tmp_path / "out", decisions=[str(store)], options=OPTIONS)
    outputs = (text for path in (tmp_path / "out").rglob("*.*") for text in _texts(path))
    found = {name: text.count(b"samarbeidet m") for name, text in outputs}
    assert {name: n for name, n in found.items() if n} == {
        "report.html": 1,
        "report.docx/word/document.xml": 1,
    }


def _texts(path: Path) -> Iterator[tuple[str, bytes]]:
    """What is in a file, or in every part of an archive, but for the hashes of the input."""
    if path.suffix in (".docx", ".xlsx", ".pptx"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                if name.endswith(".xlsx"):  # the numbers behind a chart
                    (path.parent / "inner.xlsx").write_bytes(content)
                    yield from (
                        (f"{path.name}/{name}/{part.partition('/')[2]}", text)
                        for part, text in _texts(path.parent / "inner.xlsx")
                    )
                else:
                    yield f"{path.name}/{name}", _masked(content)
        return
    yield path.name, _masked(path.read_bytes())


def _masked(content: bytes) -> bytes:
    return re.sub(rb"[0-9a-f]{64}", b"sha256", content)
