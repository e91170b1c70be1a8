"""The whole report from coded files: what is written, and what is left as it was."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from typer.testing import CliRunner

from tests.survey_to_count import BOOK, audited, coded_survey, count_themes
from textmining.answers import AnswerId, write_coded, write_table
from textmining.cli.app import app
from textmining.counting import CountOptions
from textmining.errors import ColumnError, FileError
from textmining.files import read_table, sha256_of_file
from textmining.review import Decision, Store
from textmining.workflow.inputs.frame import FrameFile
from textmining.workflow.report import ReportOptions, report

pytestmark = pytest.mark.slow

FILES = ["report.html", "report.docx", "report.xlsx", "report.pptx"]
FILES += ["counts.csv", "method.md", "quality.json"]
BY = CountOptions(by=("role",))


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A coded file of two waves and the decisions on its drawn answers."""
    folder = tmp_path_factory.mktemp("survey")
    coded, truth = coded_survey(waves=("2020", "2021"))
    assert coded.meta is not None
    write_coded(coded.frame, coded.meta, folder / "coded.parquet")
    write_table(audited(coded, truth), folder / "read.csv")
    return folder / "coded.parquet", folder / "read.csv"


@pytest.fixture(scope="module")
def written(survey: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    report([survey[0]], out, decisions=[str(survey[1])], options=ReportOptions(BY))
    return out


def test_the_table_is_the_one_that_count_makes(written: Path) -> None:
    coded, truth = coded_survey(waves=("2020", "2021"))
    options = CountOptions(by=("role",), each=True, respondents=True, changes=True)
    table = count_themes(coded, audited(coded, truth), options)
    kept = read_table(written / "counts.csv").frame
    assert list(kept.columns) == list(table.columns)
    for name in ("estimate", "low", "high", "share", "share_low", "share_high"):
        np.testing.assert_array_equal(
            pd.to_numeric(kept[name]).to_numpy(float), table[name].to_numpy(float)
        )


def test_a_wave_without_answers_is_told(tmp_path: Path) -> None:
    coded, _ = coded_survey()
    assert coded.meta is not None
    empty = coded.frame.assign(text="", order=None, stratum="", review="")
    write_coded(empty, coded.meta, tmp_path / "coded.csv")
    with pytest.raises(FileError, match="has no answers"):
        report([tmp_path / "coded.csv"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_same_input_gives_the_same_bytes(
    survey: tuple[Path, Path], written: Path, tmp_path: Path
) -> None:
    report([survey[0]], tmp_path, decisions=[str(survey[1])], options=ReportOptions(BY))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FILES, "charts"])
    charts = [f"charts/{path.name}" for path in (tmp_path / "charts").iterdir()]
    assert len(charts) >= 2 * 3
    for name in [*FILES, *charts]:
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), name


def test_no_answers_text_is_in_any_output(survey: tuple[Path, Path], tmp_path: Path) -> None:
    coded, _ = coded_survey(waves=("2020", "2021"))
    frame = coded.frame.assign(text="Hemmelig svar nummer én")
    assert coded.meta is not None
    write_coded(frame, coded.meta, tmp_path / "coded.parquet")
    report([tmp_path / "coded.parquet"], tmp_path / "out", decisions=[str(survey[1])])
    for name in FILES:
        text = _everything_in(tmp_path / "out" / name)
        assert "Hemmelig" not in text, name
        assert "Samarbeid med NAV" in text or name in ("method.md", "quality.json"), name


def test_it_says_that_all_was_read_also_what_was_not_drawn(
    survey: tuple[Path, Path], tmp_path: Path
) -> None:
    _, truth = coded_survey(waves=("2020", "2021"))
    write_table(truth, tmp_path / "all.csv")
    report([survey[0]], tmp_path / "out", decisions=[str(tmp_path / "all.csv")])
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Alle svarene er lest av mennesker" in text
    assert "en maskin har kodet resten" not in text


def test_a_theme_is_compared_with_the_wave_before_whatever_changed_earlier(tmp_path: Path) -> None:
    """The codebook changed after 2019; 2020 and 2021 were coded with the same one."""
    waves = ("2019", "2020", "2021")
    coded, truth = coded_survey(waves=waves)
    assert coded.meta is not None
    first, *others = BOOK.themes
    newer = replace(BOOK, version="2", themes=(replace(first, definition="Gjelder NAV."), *others))
    files = []
    for wave in waves:
        meta = coded.meta if wave == "2019" else replace(coded.meta, codebook=newer)
        files.append(tmp_path / f"{wave}.parquet")
        write_coded(coded.frame[coded.frame["wave"] == wave], meta, files[-1])
    write_table(audited(coded, truth), tmp_path / "read.csv")

    def says_changed(*given: Path) -> bool:
        report(given, tmp_path / "out", decisions=[str(tmp_path / "read.csv")])
        page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
        return "er endret i kodeboken og kan ikke" in page

    assert not says_changed(*files)
    assert says_changed(*files[:2])


def test_the_note_names_every_file_also_those_of_one_name(tmp_path: Path) -> None:
    coded, _ = coded_survey(waves=("2020", "2021"))
    assert coded.meta is not None
    files = [tmp_path / wave / "coded.parquet" for wave in ("2020", "2021")]
    for file in files:
        file.parent.mkdir()
        write_coded(coded.frame[coded.frame["wave"] == file.parent.name], coded.meta, file)
    report(files, tmp_path / "out")
    note = (tmp_path / "out" / "method.md").read_text(encoding="utf-8")
    for file in files:
        assert f"\n{file.parent.name}/coded.parquet: sha256 {sha256_of_file(file)}" in note


def test_a_wave_with_too_few_answers_has_no_response_in_any_output(tmp_path: Path) -> None:
    """A question has fewer answers than the limit: no output tells how many took part."""
    coded, _ = coded_survey()
    assert coded.meta is not None
    kept = coded.frame[(coded.frame["question"] == "q1") | (coded.frame.index < 12)]
    few = kept[coded.answered[kept.index]].reset_index(drop=True)
    sizes = few["question"].value_counts()
    assert 0 < sizes["q2"] < 10 < sizes["q1"]
    write_coded(few, coded.meta, tmp_path / "coded.parquet")
    invited = pd.DataFrame({"respondent": [f"r{i}" for i in range(173)]})
    options = ReportOptions(
        CountOptions(suppress=10), population=(FrameFile(Path("invited"), rows=invited),)
    )
    report([tmp_path / "coded.parquet"], tmp_path / "out", options=options)
    answered = few["respondent"].nunique()
    for name in ("report.html", "method.md", "quality.json"):
        said = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert f"{answered} av 173" not in said


def test_the_note_tells_the_response_rate_of_the_invited(
    survey: tuple[Path, Path], tmp_path: Path
) -> None:
    respondents = read_table(survey[0]).frame.groupby("wave")["respondent"].nunique()
    sizes = {wave: 2 * int(number) for wave, number in respondents.items()}
    invited = pd.DataFrame({"wave": [wave for wave, size in sizes.items() for _ in range(size)]})
    write_table(invited, tmp_path / "invited.csv")
    options = ReportOptions(BY, population=(FrameFile(tmp_path / "invited.csv"),))
    report([survey[0]], tmp_path / "out", decisions=[str(survey[1])], options=options)
    note = (tmp_path / "out" / "method.md").read_text(encoding="utf-8")
    assert f"2021: {respondents['2021']} av {sizes['2021']} inviterte svarte (50" in note


def test_more_answers_than_invited_are_an_error(survey: tuple[Path, Path], tmp_path: Path) -> None:
    write_table(pd.DataFrame({"wave": ["2020", "2021"]}), tmp_path / "invited.csv")
    options = ReportOptions(BY, population=(FrameFile(tmp_path / "invited.csv"),))
    with pytest.raises(FileError, match="1 units in wave"):
        report([survey[0]], tmp_path / "out", decisions=[str(survey[1])], options=options)


def test_themes_are_added_to_the_original(survey: tuple[Path, Path], tmp_path: Path) -> None:
    coded, _ = coded_survey(waves=("2020", "2021"))
    ids = sorted(coded.frame["respondent"].unique())
    pyreadstat.write_sav(pd.DataFrame({"nr": ids}), str(tmp_path / "original.sav"))
    options = ReportOptions(BY, original=tmp_path / "original.sav", respondent_column="nr")
    done = report([survey[0]], tmp_path / "out", decisions=[str(survey[1])], options=options)
    assert {"respondents.sav", "respondents.sps"} <= {path.name for path in done.files}
    frame, meta = pyreadstat.read_sav(str(tmp_path / "out" / "respondents.sav"))
    assert list(frame["nr"]) == ids
    newest = coded.frame[(coded.frame["wave"] == "2021") & (coded.frame["question"] == "q1")]
    assert frame["q1_nav"].notna().sum() == newest["order"].notna().sum()
    assert meta.column_names_to_labels["q1_nav"] == "q1: Samarbeid med NAV"


def test_the_last_wave_is_the_newest_whatever_it_is_called(tmp_path: Path) -> None:
    coded, _ = coded_survey(waves=("vår 2021", "høst 2021"))
    assert coded.meta is not None
    files = []
    for number, wave in enumerate(("vår 2021", "høst 2021")):
        files.append(tmp_path / f"coded{number}.parquet")
        write_coded(coded.frame[coded.frame["wave"] == wave], coded.meta, files[-1])
    ids = sorted(coded.frame["respondent"].unique())
    pyreadstat.write_sav(pd.DataFrame({"respondent": ids}), str(tmp_path / "original.sav"))
    options = ReportOptions(original=tmp_path / "original.sav")
    report(files, tmp_path / "out", options=options)
    assert "vår 2021, høst 2021" in (tmp_path / "out" / "report.html").read_text("utf-8")
    frame, _ = pyreadstat.read_sav(str(tmp_path / "out" / "respondents.sav"))
    has_answers = set(frame.loc[frame["q1_nav"].notna() | frame["q2_nav"].notna(), "respondent"])
    newest = coded.frame[(coded.frame["wave"] == "høst 2021") & coded.frame["order"].notna()]
    assert has_answers == set(newest["respondent"])


def test_suppression_holds_in_all_outputs_together(
    survey: tuple[Path, Path], tmp_path: Path
) -> None:
    coded, _ = coded_survey(waves=("2020", "2021"))
    ids = sorted(coded.frame["respondent"].unique())
    pyreadstat.write_sav(pd.DataFrame({"respondent": ids}), str(tmp_path / "original.sav"))
    options = ReportOptions(
        CountOptions(by=("role",), suppress=8), original=tmp_path / "original.sav"
    )
    done = report([survey[0]], tmp_path / "out", decisions=[str(survey[1])], options=options)
    assert "respondents.sav" not in {path.name for path in (tmp_path / "out").iterdir()}
    assert any("microdata" in finding for finding in done.findings)
    table = read_table(tmp_path / "out" / "counts.csv").frame
    hidden = table[table["method"] == "suppressed"]
    assert len(hidden)
    assert hidden[["estimate", "low", "high", "share", "machine"]].isna().all(axis=None)
    book = openpyxl.load_workbook(tmp_path / "out" / "report.xlsx")
    published = {float(n) for n in table["estimate"].dropna()}
    for sheet in book.worksheets[1:-3]:
        head, *rows = list(sheet.iter_rows(min_row=5, values_only=True))
        for j in (j for j, name in enumerate(head) if str(name).endswith("Svar med temaet")):
            cells = {row[j] for row in rows if row[j] is not None}
            assert {c for c in cells if not isinstance(c, str)} <= published
            assert {c for c in cells if isinstance(c, str)} <= {":"}
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert page.count("<td>:</td>") >= len(hidden[hidden["wave"] == "2021"]) / 2
    assert "færre enn 8 svar" in (tmp_path / "out" / "method.md").read_text("utf-8")


def test_a_quote_is_in_page_and_document_only_once_a_person_approved_it(tmp_path: Path) -> None:
    coded, truth = coded_survey(waves=("2021",))
    assert coded.meta is not None
    texts = [f"Samarbeidet med NAV må bli tettere i år, for {i}. gang." for i in range(200)]
    frame = coded.frame.assign(text=texts[: len(coded.frame)])
    write_coded(frame, coded.meta, tmp_path / "coded.parquet")
    source = tmp_path / "review.sqlite"
    with Store(source) as store:
        answers = truth.itertuples(index=False, name=None)
        store.record([Decision(AnswerId(*row[:3]), "Ada", row[3], "1") for row in answers])

    def outputs_with(text: str) -> set[str]:
        report([tmp_path / "coded.parquet"], tmp_path / "out", decisions=[str(source)])
        return {p.name for p in (tmp_path / "out").iterdir() if text in _everything_in(p)}

    assert outputs_with("for 1") == set()
    with Store(source) as store:
        waiting = store.quotes("proposed")
        assert waiting
        first, second, *_ = waiting
        store.judge_quote(first.number, approved=True, text=first.text, coder="Ada")
        store.judge_quote(second.number, approved=False, text=second.text, coder="Ada")
    assert outputs_with(first.text) == {"report.html", "report.docx"}
    assert outputs_with(second.text) == set()


def test_no_quote_is_proposed_from_a_drawn_answer_before_it_is_read(tmp_path: Path) -> None:
    coded, truth = coded_survey()
    assert coded.meta is not None
    texts = [f"Samarbeidet med NAV må bli tettere i år, for {i}. gang." for i in range(200)]
    frame = coded.frame.assign(text=texts[: len(coded.frame)])
    write_coded(frame, coded.meta, tmp_path / "coded.parquet")
    drawn = {AnswerId(*row[:3]): row[3] for row in audited(coded, truth).itertuples(index=False)}

    def proposed_from() -> set[AnswerId]:
        report([tmp_path / "coded.parquet"], tmp_path / "out", decisions=[str(store)])
        with Store(store) as opened:
            return {quote.answer for quote in opened.quotes()}

    store = tmp_path / "review.sqlite"
    Store(store).close()
    first = proposed_from()
    assert first
    assert not first & set(drawn)
    with Store(store) as opened:
        opened.record([Decision(answer, "Ada", codes, "1") for answer, codes in drawn.items()])
    assert proposed_from() & set(drawn)


def _everything_in(path: Path) -> str:
    """The text of a file, or of all files in an archive."""
    if path.is_dir():
        return "".join(p.read_text("utf-8") for p in sorted(path.glob("*.svg")))
    if path.suffix in (".docx", ".xlsx", ".pptx"):
        archive = zipfile.ZipFile(path)
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        return b"".join(parts).decode("utf-8")
    return path.read_text("utf-8")


def test_a_run_that_fails_leaves_everything_as_it_was(
    survey: tuple[Path, Path], tmp_path: Path
) -> None:
    for name in FILES:
        (tmp_path / name).write_text("old")
    with pytest.raises(ColumnError, match="no column rolle"):
        report([survey[0]], tmp_path, options=ReportOptions(CountOptions(by=("rolle",))))
    assert {path.read_text() for path in tmp_path.iterdir()} == {"old"}


def test_nothing_read_makes_a_report_without_claims(
    survey: tuple[Path, Path], tmp_path: Path
) -> None:
    report([survey[0]], tmp_path)
    text = (tmp_path / "report.html").read_text("utf-8")
    assert "Ingen av svarene er lest av et menneske" in text
    assert not re.search(r"<li>[^<]*svar(ene)? (tar opp|som tar)", text)


def test_the_command_prints_where_everything_lies(
    survey: tuple[Path, Path], tmp_path: Path
) -> None:
    arguments = ["report", str(survey[0]), "--decisions", str(survey[1]), "--by", "role"]
    result = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert [line for line in result.stdout.splitlines() if line.endswith("report.docx")]


def test_columns_may_be_called_as_what_the_report_notes_of_answers(tmp_path: Path) -> None:
    files = [tmp_path / wave / "coded.parquet" for wave in ("2020", "2021")]
    for file in files:
        coded, truth = coded_survey(60, waves=(file.parent.name,))
        assert coded.meta is not None
        file.parent.mkdir()
        frame = coded.frame.rename(columns={"role": "read", "landsdel": "drawn"})
        write_coded(frame, coded.meta, file)
        write_table(audited(coded, truth), file.with_name("read.csv"))
    read = [str(file.with_name("read.csv")) for file in files]
    options = ReportOptions(CountOptions(by=("read", "drawn")))
    report(files, tmp_path / "out", decisions=read, options=options)
    declared = (tmp_path / "out" / "quality.json").read_text("utf-8")
    assert "leder: Maskinens koder" in declared
    assert "nord: Maskinens koder" in declared
