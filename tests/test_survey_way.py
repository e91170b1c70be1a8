"""A survey folder from the vendor's file on: init, the next wave, status, a codebook to write."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from tests.conftest import SURVEY, Run
from tests.small_survey import small_survey
from tests.vendors import VENDORS, Vendor, write
from textmining.answers import AnswerId, read_answers
from textmining.errors import FileError
from textmining.files import alone
from textmining.review import Decision, Store
from textmining.survey import open_survey
from textmining.workflow.survey_folder.init import init, understand
from textmining.workflow.survey_folder.wave_add import add_wave, plan_wave

BY_NAME = {vendor.name: vendor for vendor in VENDORS}


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_init_makes_a_survey_that_is_read_as_proposed(vendor: Vendor, tmp_path: Path) -> None:
    file = write(vendor, tmp_path)
    before = file.read_bytes()
    found = understand(file)
    start = found.start("Undersøkelse")
    survey, _ = init(tmp_path / "u", start, found, "2021", language="nb")
    (wave,) = survey.waves
    assert wave.answers.read_bytes() == before
    answers = read_answers([wave.answers], wave.columns)
    n_questions = 3 if vendor.question else len(vendor.texts)
    assert answers["question"].nunique() == n_questions == len(survey.settings.questions)
    ids = answers["respondent"].unique()
    if vendor.respondent:
        header = next(i for i, row in enumerate(vendor.rows) if vendor.respondent in row)
        column = vendor.rows[header].index(vendor.respondent)
        assert set(ids) <= {str(row[column]) for row in vendor.rows[header + 1 :] if len(row) > 1}


def test_init_asks_what_is_unclear_and_takes_the_answer(tmp_path: Path, run: Run) -> None:
    file = write(BY_NAME["avkryssing.csv"], tmp_path)
    answers = "Min undersøkelse\n" + "\n" * 12
    result = run("init", tmp_path / "u", file, typed=answers)
    assert result.returncode == 0, result.stderr
    assert "Hva heter undersøkelsen" in result.stdout
    assert open_survey(tmp_path / "u").settings.name == "Min undersøkelse"


def test_a_folder_that_is_a_survey_is_left_alone(tmp_path: Path, run: Run) -> None:
    file = write(BY_NAME["nynorsk.xlsx"], tmp_path)
    run("init", tmp_path / "u", file, "--yes", "--lang", "nn")
    before = (tmp_path / "u" / "textmining.toml").read_bytes()
    result = run("init", tmp_path / "u", file, "--yes", "--lang", "nn")
    assert result.returncode == 1
    assert "er alt ei undersøking" in result.stderr
    assert (tmp_path / "u" / "textmining.toml").read_bytes() == before


def test_the_next_wave_tells_what_differs(tmp_path: Path, run: Run) -> None:
    plain, other = BY_NAME["questback.xlsx"], BY_NAME["surveyxact-etiketter.csv"]
    run("init", tmp_path / "u", write(plain, tmp_path), "--yes", "--wave", "2021")
    folder = ("--survey", tmp_path / "u")
    result = run("wave", "add", write(other, tmp_path), "--wave", "2022", *folder)
    assert result.returncode == 0, result.stderr
    assert "«Svarnummer» er brukt som «Respondent-ID»" in result.stdout
    assert "Spørsmål som ikke er med i denne runden: q2." in result.stdout
    assert "Nye åpne spørsmål som ikke leses ennå: Er det noe" in result.stdout
    newest = open_survey(tmp_path / "u").waves[-1]
    assert newest.name == "2022"
    answers = read_answers([newest.answers], newest.columns)
    assert answers["respondent"].tolist() == [str(i) for i in range(1, 41)]
    assert set(answers["question"]) == {"q1"}
    again = run("wave", "add", tmp_path / other.name, "--wave", "2022", *folder)
    assert again.returncode == 1
    assert "finnes alt" in again.stderr


def test_a_wave_is_known_by_the_texts_of_its_questions_in_spss_and_back(
    tmp_path: Path, run: Run
) -> None:
    """The file of SPSS was said to hold none of the questions; its ids had to be named again."""
    asks = ["Svarnr.", "Stilling", "Hva savner dere fra oss?", "Hva fungerer godt i dag?"]
    rows = [[i, "KM"[i % 2], f"vi savner mer hjelp {i}", f"det meste er bra {i}"] for i in range(9)]
    pd.DataFrame(rows, columns=asks).to_csv(tmp_path / "2020.csv", sep=";", index=False)
    frame = pd.DataFrame(rows, columns=["nr", "rolle", "v1", "v2"])
    pyreadstat.write_sav(frame, str(tmp_path / "2021.sav"), column_labels=[*asks])
    for first, second in (("2020.csv", "2021.sav"), ("2021.sav", "2020.csv")):
        survey, _ = init(
            tmp_path / first[:4],
            (found := understand(tmp_path / first)).start("Prøve"),
            found,
            first[:4],
            language="nb",
        )
        added = add_wave(survey, tmp_path / second, second[:4])
        assert (added.not_asked, added.new, added.respondents) == ([], [], 9)
        assert added.answers["respondent"].tolist()[:2] == ["0", "0"]
    (survey.folder / "codebook" / "v1.csv").write_text("code;label\nhjelp;Hjelp\n", "utf-8")
    ids = [AnswerId(str(i), "2021", "v1") for i in range(9)]
    with Store(survey.store) as store:
        store.record([Decision(answer, "Kari", ("hjelp",), "1") for answer in ids])
    shutil.rmtree(survey.folder / "waves" / "2020")
    original = survey.folder / "waves" / "2021" / "answers.sav"
    written = run("report", "--original", original, cwd=survey.folder)
    assert written.returncode == 0, written.stderr
    assert (survey.folder / "reports" / "2021" / "respondents.sav").exists()


def test_of_two_waves_that_are_added_at_once_none_takes_the_others_place(tmp_path: Path) -> None:
    """Both were found to be new, and the later one's answers replaced the earlier one's."""
    survey = open_survey(small_survey(tmp_path / "u"))
    files = [tmp_path / f"{name}.csv" for name in "ab"]
    for file in files:
        rows = [f"{file.stem}{i};leder;vi savner mer hjelp {i}" for i in range(9)]
        file.write_text("\n".join(["id;rolle;svar", *rows]), encoding="utf-8")
    with alone(survey.folder / "textmining.toml"), pytest.raises(FileError, match="another run"):
        add_wave(survey, files[0], "2021")
    assert [wave.name for wave in survey.waves] == ["2020"]
    plans = [plan_wave(survey, understand(file), "2021") for file in files]
    add_wave(survey, files[0], plan=plans[0])
    with pytest.raises(FileError, match="2021"):
        add_wave(survey, files[1], plan=plans[1])
    assert survey.wave("2021").answers.read_bytes() == files[0].read_bytes()
    assert [path.name for path in survey.folder.glob(".textmining*")] == []


def test_status_tells_the_next_command(tmp_path: Path, run: Run) -> None:
    survey = tmp_path / "u"
    run("init", survey, "--yes", "--name", "Tom")
    assert "Neste steg: textmining wave add FILE" in run("status", survey).stdout
    gone = run("wave", "add", tmp_path / "gone.csv", "--survey", survey)
    assert "finnes ikke" in gone.stderr, "the language of the survey that is named"
    added = run("wave", "add", write(BY_NAME["elever.xlsx"], tmp_path), "--survey", survey)
    assert added.returncode == 0, added.stderr
    assert json.loads(run("status", survey, "--json").stdout)["next"] == "textmining codebook new"
    run("codebook", "new", "--survey", survey)
    assert (survey / "codebook" / "v1.xlsx").exists()
    found = json.loads(run("status", survey, "--json").stdout)
    assert found["next"] == "textmining review"
    (wave,) = found["waves"]
    assert wave["coded"] == ""


def test_the_example_survey_goes_all_the_way_without_a_path(
    data: Path, tmp_path: Path, run: Run
) -> None:
    survey = tmp_path / "u"
    run("init", survey, data / f"{SURVEY}-2020.xlsx", "--yes", "--name", "Eksempel")
    shutil.copy(data / "codebook.xlsx", survey / "codebook" / "v1.xlsx")
    with (survey / "textmining.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[coding]\nreview = "10"\n\n[coding.thresholds]\nnav = 0.9\n')
    for command, said in (
        (("train",), "trener på 2020 med v1.xlsx"),
        (("wave", "add", data / f"{SURVEY}-2021.csv", "--code"), "koder 2021 med modellen 2020"),
        (("count",), "teller 2020, 2021"),
        (("report",), "skriver rapport om 2020, 2021"),
    ):
        result = run(*command, cwd=survey)
        assert result.returncode == 0, result.stderr
        assert f"I undersøkelsen Eksempel: {said}." in result.stderr
    for name in ("counts.xlsx", "report.html", "report.docx"):
        assert (survey / "reports" / "2021" / name).exists()
    meta = json.loads((survey / "waves" / "2021" / "coded.parquet.meta.json").read_text("utf-8"))
    assert meta["model"]["thresholds"]["nav"] == 0.9
    counts = pd.read_csv(survey / "reports" / "2021" / "counts.csv", sep=";", dtype={"wave": str})
    assert counts["wave"].unique().tolist() == ["2020", "2021"]
    found = json.loads(run("status", "--json", cwd=survey).stdout)
    assert [wave["coded"] for wave in found["waves"]] == ["hand", "machine"]
    assert found["waves"][1]["drawn"] == 10
    assert found["next"] == "textmining review"
    other = run("code", "--wave", "2021", "--target", "0.9", cwd=survey)
    assert other.returncode == 1  # what is proven is proven for the model's own thresholds
    assert "--threshold" in other.stderr
    again = run("code", cwd=survey)
    assert again.returncode == 1
    assert "Alle runder er kodet med den nyeste modellen." in again.stderr


def test_outside_a_survey_folder_paths_are_needed(tmp_path: Path, run: Run) -> None:
    result = run("count", cwd=tmp_path)
    assert result.returncode == 2
    assert "run it in a survey folder" in result.stderr


def test_where_no_column_is_background_none_that_was_left_out_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "forms.csv"
    rows = [
        f"{i};2023-03-01 09:{i:02};a{i}@x.no;Vi trenger mer hjelp til sak {i}" for i in range(40)
    ]
    header = "Id;Starttidspunkt;E-post;Hva kan bli bedre?"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    found = understand(path)
    survey, _ = init(tmp_path / "u", found.start("U"), found, "2023", language="nb")
    (wave,) = survey.waves
    answers = read_answers([wave.answers], wave.columns)
    assert [*answers] == ["respondent", "wave", "question", "text", "themes"]
