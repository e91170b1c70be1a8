"""A survey folder's units, who was invited in each wave, and who was asked what."""

import json
from pathlib import Path

import pandas as pd
import pytest

import textmining as tm
from tests.conftest import Run
from tests.units_survey import UnitsSurvey, units_survey
from textmining.answers import Coded, Columns, write_coded, write_table
from textmining.counting import CountOptions
from textmining.errors import FileError
from textmining.files import read_table
from textmining.survey import Survey, change_weighting
from textmining.workflow.inputs.frame import FrameFile, read_frame
from textmining.workflow.report import ReportOptions, publication_for, report
from textmining.workflow.survey_folder.next_step import step_count

SETTINGS = """\
name = "Kommuneundersøkelsen"
[unit]
column = "kommune"
one = "kommune"
many = "kommuner"
[questions.imdi]
text = "Hva kan direktoratet gjøre bedre?"
[questions.samarbeid]
text = "Har du kommentarer til samarbeidet?"
[questions.oppvekst]
text = "Hvilken støtte trenger skolene?"
asked_of = ["skole-/oppvekstsjef"]
[background]
kommune = "Kommunenummer"
partner = "Partner"
[labels.role]
"skole-/oppvekstsjef" = "skole- og oppvekstsjefer"
"""


@pytest.fixture(scope="module")
def made(data: Path) -> UnitsSurvey:
    return units_survey(data / "codebook.yaml", units=60)


@pytest.fixture
def folder(made: UnitsSurvey, data: Path, tmp_path: Path) -> Path:
    """The last two waves, and the newest one's list with the vendor's own headers."""
    (tmp_path / "textmining.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "codebook").mkdir()
    (tmp_path / "codebook" / "v1.yaml").write_bytes((data / "codebook.yaml").read_bytes())
    assert made.coded.meta is not None
    for wave in ("2020", "2021"):
        here = tmp_path / "waves" / wave
        here.mkdir(parents=True)
        frame = made.coded.frame[made.coded.frame["wave"] == wave].reset_index(drop=True)
        write_coded(frame, made.coded.meta, here / "coded.parquet")
    invited = made.invited[made.invited["wave"] == "2021"].drop(columns="wave")
    headers = {"kommune": "Kommunenummer", "partner": "Partner"}
    write_table(invited.rename(columns=headers), tmp_path / "waves" / "2021" / "frame.csv")
    write_table(made.read(), tmp_path / "read.csv")
    return tmp_path


@pytest.mark.slow
def test_the_report_of_the_folder_knows_units_invited_and_asked(
    folder: Path, made: UnitsSurvey
) -> None:
    step = step_count(Survey(folder), "report")
    options = ReportOptions(
        CountOptions(by=("partner",)),
        population=step.population,
        publication=publication_for(step.files),
    )
    read = [str(folder / "read.csv")]
    written = report(step.files, folder / "out", decisions=read, options=options)
    note = (folder / "out" / "method.md").read_text("utf-8")
    frame = made.coded.frame
    took_part = frame.loc[frame["wave"] == "2021", "kommune"].nunique()
    assert f"2021: {took_part} av 60 inviterte svarte" in note
    assert "2020: " not in note.split("## Svarprosent")[1].split("##")[0]
    page = (folder / "out" / "report.html").read_text("utf-8")
    asked = frame[(frame["wave"] == "2021") & (frame["role"] == "skole-/oppvekstsjef")]
    assert f"{asked['kommune'].nunique()} kommuner har svart på spørsmålet. Det ble stilt" in page
    assert "stilt til skole- og oppvekstsjefer." in page
    declared = json.loads((folder / "out" / "quality.json").read_text("utf-8"))
    assert f"{took_part} av 60 inviterte" in declared["fields"]["nonresponse"]["text"]
    assert not [finding for finding in written.findings if "asked_of" in finding]


def test_count_in_the_folder_counts_its_units_among_the_invited(folder: Path, run: Run) -> None:
    result = run("count", "--decisions", "read.csv", "--rake", "partner", cwd=folder)
    assert result.returncode == 0, result.stderr
    table = read_table(folder / "reports" / "2021" / "counts.xlsx").frame
    units = table[(table["base"] == "unit") & (table["question"] == "imdi")]
    assert set(units.loc[units["wave"] == "2021", "invited"]) == {60}
    assert units.loc[units["wave"] == "2020", "invited"].isna().all()
    result = run("count", "--unit", "partner", "--out", "other.csv", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert "unit" in (folder / "other.csv").read_text("utf-8-sig")


@pytest.mark.slow
def test_the_settings_weigh_the_counts_as_the_option_does(folder: Path, run: Run) -> None:
    given = ("--decisions", "read.csv")
    asked = run("count", *given, "--rake", "partner", "--out", "asked.csv", cwd=folder)
    assert asked.returncode == 0, asked.stderr
    survey = Survey(folder)
    change_weighting(survey, ["partner"])
    told = run("count", *given, "--out", "told.csv", cwd=folder)
    assert told.returncode == 0, told.stderr
    assert (folder / "told.csv").read_bytes() == (folder / "asked.csv").read_bytes()
    assert Survey(folder).settings.unit == survey.settings.unit
    shown = run("status", cwd=folder).stdout
    assert "hvem som ble invitert i 2021. Svarene vektes etter partner." in shown
    found = json.loads(run("status", "--json", cwd=folder).stdout)
    assert found["rake"] == ["partner"]
    assert [wave["invited"] for wave in found["waves"]] == ["", "frame.csv"]
    change_weighting(Survey(folder), [])
    plain = run("count", *given, "--out", "plain.csv", cwd=folder)
    assert plain.returncode == 0, plain.stderr
    assert (folder / "plain.csv").read_bytes() != (folder / "told.csv").read_bytes()


def test_one_list_serves_the_waves_that_it_tells_of(folder: Path, made: UnitsSurvey) -> None:
    (folder / "waves" / "2021" / "frame.csv").unlink()
    shared = '[population]\nfile = "kommuner.csv"\nrake = ["partner"]\n'
    (folder / "textmining.toml").write_text(SETTINGS + shared, encoding="utf-8")
    for waves in (["2020", "2021"], ["2021"], ["2019"]):
        listed = made.invited[made.invited["wave"].isin(waves)]
        write_table(listed, folder / "kommuner.csv")
        step = step_count(Survey(folder), "count")
        assert step.rake == ("partner",)
        found = read_frame(step.population, made.coded, "kommune")
        assert (list(found.sizes) if found else ["2019"]) == waves
    write_table(made.invited.drop(columns="wave"), folder / "kommuner.csv")
    every = read_frame(step.population, made.coded, "kommune")
    assert every is not None
    assert list(every.sizes) == ["2020", "2021"]


@pytest.mark.slow
def test_a_notebook_counts_and_reports_as_the_commands_do(
    folder: Path, made: UnitsSurvey, run: Run
) -> None:
    coded = folder / "coded.parquet"
    assert made.coded.meta is not None
    write_coded(made.coded.frame, made.coded.meta, coded)
    write_table(made.invited, folder / "frame.csv")
    words = ("--decisions", "read.csv", "--population", "frame.csv", "--rake", "partner")
    more = ("--by", "partner", "--margins", "--unit", "kommune", "--suppress", "3")
    asked = run("count", coded.name, *words, *more, "--out", "counts.csv", cwd=folder)
    assert asked.returncode == 0, asked.stderr
    table = tm.count(
        tm.Coded.read(coded),
        made.read(),
        by=["partner"],
        margins=True,
        unit="kommune",
        population=made.invited,
        rake=["partner"],
        suppress=3,
    )
    write_table(table.frame, folder / "ours.csv")
    assert (folder / "ours.csv").read_bytes() == (folder / "counts.csv").read_bytes()
    asked = run("report", coded.name, *words, "--by", "partner", "--out", "report", cwd=folder)
    assert asked.returncode == 0, asked.stderr
    tm.report(
        coded,
        folder / "ours",
        decisions=folder / "read.csv",
        by=["partner"],
        population=made.invited,
        rake=["partner"],
    )
    for name in ("counts.csv", "report.html", "quality.json"):
        assert (folder / "ours" / name).read_bytes() == (folder / "report" / name).read_bytes()


def test_a_frame_with_too_few_is_named(made: UnitsSurvey) -> None:
    with pytest.raises(FileError, match="population: has 3 units in wave 2019"):
        tm.count(made.coded, population=made.invited.groupby("wave").head(3), unit="kommune")


def test_a_list_in_the_folder_of_another_wave_is_refused(made: UnitsSurvey, tmp_path: Path) -> None:
    write_table(made.invited, tmp_path / "frame.csv")
    with pytest.raises(FileError, match="wave 1999"):
        read_frame([FrameFile(tmp_path / "frame.csv", "1999")], made.coded, "kommune")


def test_a_list_may_have_the_vendors_header_for_respondents(tmp_path: Path) -> None:
    coded = Coded(
        pd.DataFrame({"respondent": ["a"], "wave": "1", "question": "q", "themes": [()]}), None
    )
    write_table(pd.DataFrame({"Respondent-ID": ["a", "b"]}), tmp_path / "frame.csv")
    file = FrameFile(tmp_path / "frame.csv", "1", Columns(respondent="Respondent-ID"))
    found = read_frame([file], coded, None)
    assert found is not None
    assert found.sizes == {"1": 2}
    assert list(found.invited["respondent"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("wave", Columns()),
        ("Wave", Columns()),
        ("År", Columns(wave="År")),
        ("wave", Columns(wave="År")),
    ],
)
def test_a_list_of_several_waves_may_head_them_as_the_answers_do(
    tmp_path: Path, made: UnitsSurvey, header: str, columns: Columns
) -> None:
    path = tmp_path / "invited.csv"
    made.invited.rename(columns={"wave": header}).to_csv(path, index=False)
    files = [FrameFile(path, wave, columns, is_shared=True) for wave in ("2020", "2021")]
    read = read_frame(files, made.coded, "kommune")
    known = read_frame([FrameFile(path, rows=made.invited)], made.coded, "kommune")
    assert read is not None
    assert known is not None
    assert read.sizes == {wave: known.sizes[wave] for wave in ("2020", "2021")}


def test_answers_from_groups_that_were_not_asked_are_told(folder: Path) -> None:
    settings = SETTINGS.replace('["skole-/oppvekstsjef"]', '["kommunedirektør"]')
    (folder / "textmining.toml").write_text(settings, encoding="utf-8")
    step = step_count(Survey(folder), "report")
    options = ReportOptions(publication=publication_for(step.files))
    read = [str(folder / "read.csv")]
    written = report(step.files, folder / "out", decisions=read, options=options)
    (told,) = [finding for finding in written.findings if "asked_of" in finding]
    assert "are from other groups of role" in told
