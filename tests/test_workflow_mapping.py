"""What a person corrects of a vendor's file: its columns, and how the next wave's go with them."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vendors import VENDORS, write
from textmining.answers import Columns, read_answers
from textmining.errors import ColumnError, FileError, OptionError, TextminingError
from textmining.survey import Role, Survey, open_survey
from textmining.workflow.survey_folder.init import Understood, first_answers, init, understand
from textmining.workflow.survey_folder.wave_add import add_wave, plan_wave

BY_NAME = {vendor.name: vendor for vendor in VENDORS}


@cache
def understood(name: str) -> Understood:
    return understand(write(BY_NAME[name], Path(mkdtemp())))


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    found = understood("questback.xlsx")
    made, _ = init(tmp_path / "u", found.start("Oss"), found, "2021", language="nb")
    return made


@pytest.mark.parametrize(
    ("name", "wave"),
    [
        ("questback.xlsx", "2021"),
        ("google-forms.csv", "2021"),
        ("nynorsk.xlsx", "1"),
        ("flere-ar.xlsx", "2021"),
        ("limesurvey-koder.xlsx", "2021"),
    ],
)
def test_the_wave_is_that_of_the_file(name: str, wave: str) -> None:
    assert understood(name).wave == wave


def csv(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_what_a_person_says_of_a_column_counts(tmp_path: Path) -> None:
    found = understood("avkryssing.csv")
    other, savner = (guess.header for guess in found.proposal.of(Role.TEXT))
    told = found.corrected({other: Role.LEFT_OUT, "Kommunenr": Role.BACKGROUND})
    assert {g.header for g in told.proposal.of(Role.TEXT)} == {savner}
    assert not any(guess.unsure for guess in told.proposal.guesses if guess.header == "Kommunenr")
    made, answers = init(tmp_path / "u", told.start("Oss"), told, "2021", language="nb")
    assert [question.text for question in made.settings.questions] == [savner]
    assert "kommunenr" in made.settings.columns.background
    assert answers is not None
    assert len(answers) == 40


@given(data=st.data())
def test_any_roles_are_read_or_told(data: st.DataObject) -> None:
    found = understood(data.draw(st.sampled_from(["lang.csv", "nummerert.xlsx", "kodet.xlsx"])))
    headers = [guess.header for guess in found.proposal.guesses]
    roles = {header: data.draw(st.sampled_from(Role)) for header in headers}
    told = found.corrected(roles)
    assert not told.proposal.unsure
    try:
        answers, _ = told.answers("2021")
    except TextminingError:
        return
    assert not {"respondent", "wave", "question", "text"} - {*answers.columns}
    assert len(first_answers(answers)) <= 5


def test_what_cannot_be_is_told_in_one_sentence() -> None:
    found = understood("questback.xlsx")
    nothing = {guess.header: Role.LEFT_OUT for guess in found.proposal.guesses}
    with pytest.raises(ColumnError, match="Ingen kolonne med åpne svar"):
        found.corrected(nothing).answers("1")
    with pytest.raises(ColumnError, match="«Respondent-ID», «Status» are all “respondent”"):
        found.corrected({"Status": Role.RESPONDENT}).answers("1", "en")


@pytest.mark.parametrize("wave", ["../2021", "a/b", "", ".", "..", "C:\\x", "a" * 99, "2021."])
def test_a_wave_is_called_as_a_folder_can_be(survey: Survey, tmp_path: Path, wave: str) -> None:
    file = write(BY_NAME["questback.xlsx"], tmp_path)
    plan = plan_wave(survey, understand(file), "2022")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OptionError, match="navnet på en mappe"):
        add_wave(survey, file, plan=plan.__class__(plan.understood, wave, plan.matches, plan.new))
    assert sorted(tmp_path.rglob("*")) == before


def test_the_vendors_file_is_kept_for_its_owner_only(survey: Survey) -> None:
    assert survey.waves[0].answers.stat().st_mode & 0o077 == 0


def test_the_next_wave_is_corrected(survey: Survey, tmp_path: Path) -> None:
    savner = survey.settings.questions[0].text
    file = csv(
        tmp_path,
        "neste-2022.csv",
        "Respondent-ID;Hva mangler?;Hva har vi glemt å spørre om?;Status",
        "1;meir rettleiing frå dykk alle;ingenting har de gløymt her;a",
        "2;fleire folk på kontoret vårt;alt er spurt om alt no;a",
        "3;betre møte med alle saman;spør oss gjerne om meir;a",
    )
    plan = plan_wave(survey, understand(file))
    assert plan.wave == "2022"
    lacking = [match.header for match in plan.matches if not match.found]
    assert savner in lacking
    assert plan.new == ("Hva mangler?", "Hva har vi glemt å spørre om?")
    told = plan.corrected({savner: "Hva mangler?"}, taken=["Hva har vi glemt å spørre om?"])
    assert told.renamed == {savner: "Hva mangler?"}
    added = add_wave(survey, file, plan=told)
    assert (added.not_asked, added.new) == (["q2"], [])
    again = open_survey(survey.folder)
    assert [q.text for q in again.settings.questions][2:] == ["Hva har vi glemt å spørre om?"]
    assert "# Innstillinger for undersøkelsen" in (survey.folder / "textmining.toml").read_text()
    assert set(added.answers["question"]) == {"q1", again.settings.questions[2].id}
    assert [wave.name for wave in again.waves] == ["2021", "2022"]


@pytest.mark.parametrize(
    ("header", "row", "codes"),
    [
        ("id;svar;themes", "{i};vi vil ha mye mer av dette {i};{a}", [("nav",)]),
        ("id;svar;Tema 1;Tema 2", "{i};vi vil ha mye mer av dette {i};{a};bo", [("nav", "bo")]),
        (
            "id;Hva savner dere;Kode;Hva ellers;Tema",
            "{i};vi vil ha mye mer {i};{a};og mye annet enn det {i};bo",
            [("nav",), ("bo",)],
        ),
    ],
)
def test_codes_that_came_with_a_file_are_those_of_the_question_before_them(
    tmp_path: Path, header: str, row: str, codes: list[tuple[str, ...]]
) -> None:
    rows = [row.format(i=i, a="nav" if i % 2 else "tid") for i in range(1, 20)]
    found = understand(csv(tmp_path, "fjor-2020.csv", header, *rows))
    made, answers = init(tmp_path / "u", found.start("Vi"), found, "2020", language="nb")
    assert answers is not None
    assert answers["themes"].tolist()[: len(codes)] == codes
    (wave,) = made.waves
    assert read_answers([wave.answers], wave.columns)["themes"].notna().all()
    following = csv(
        tmp_path, "i-år-2021.csv", *(line.rsplit(";", 1)[0] for line in [header, *rows])
    )
    plan = plan_wave(made, understand(following))
    assert [match.role for match in plan.matches if not match.found] == [Role.THEMES]
    add_wave(made, following, plan=plan)


def test_of_two_columns_with_codes_one_is_asked_about(tmp_path: Path) -> None:
    rows = [f"{i};vi vil ha mye mer av dette {i};nav;{i % 3}" for i in range(20)]
    found = understand(csv(tmp_path, "a.csv", "id;svar;Tema;Kode", *rows))
    (second,) = found.proposal.guesses[3:]
    assert (second.role, second.unsure) == (Role.LEFT_OUT, True)
    with pytest.raises(ColumnError, match="«Tema», «Kode» kan ikke alle være kodene"):
        found.corrected({"Kode": Role.THEMES}).answers("1")


def test_what_cannot_be_read_leaves_nothing(survey: Survey, tmp_path: Path) -> None:
    head = "Respondent-ID;Andre innspill eller kommentarer"
    twice = csv(tmp_path, "dobbel.csv", head, "1;meir av dette her", "1;og av dette her")
    other = csv(tmp_path, "annen.csv", "Respondent-ID;Annet", "1;meir av dette", "2;og av dette")
    before = sorted(survey.folder.rglob("*"))
    with pytest.raises(TextminingError, match="row"):
        add_wave(survey, twice, "2022")
    with pytest.raises(ColumnError, match="Ingen av undersøkelsens spørsmål"):
        add_wave(survey, other, "2022")
    assert sorted(survey.folder.rglob("*")) == before


def test_what_a_wave_lacks_is_told_and_numbers_before_headers_are_no_other_columns(
    tmp_path: Path,
) -> None:
    rows = [f"{i};{'Os' if i % 2 else 'Bø'};vi vil ha mye mer av dette {i}" for i in range(20)]
    found = understand(csv(tmp_path, "a.csv", "id;Kommune;Hva savner dere?", *rows))
    made, _ = init(tmp_path / "u", found.start("Vi"), found, "2020", language="nb")
    numbered = csv(tmp_path, "b.csv", "1. id;2) Kommune;Q3: Hva savner dere? *", *rows)
    added = add_wave(made, numbered, "2021")
    assert added.renamed == {
        "id": "1. id",
        "Kommune": "2) Kommune",
        "Hva savner dere?": "Q3: Hva savner dere? *",
    }
    assert (added.not_told, added.not_asked) == ([], [])
    assert added.answers["kommune"].notna().all()
    without = [row.replace(";Os;", ";").replace(";Bø;", ";") for row in rows]
    added = add_wave(made, csv(tmp_path, "c.csv", "id;Hva savner dere?", *without), "2022")
    assert added.not_told == ["kommune"]


def test_the_very_file_of_another_wave_is_no_new_one(survey: Survey) -> None:
    kept = next((survey.folder / "waves" / "2021").glob("answers.*"))
    with pytest.raises(FileError, match="den samme filen som runde 2021"):
        add_wave(survey, kept, "2022")
    assert [wave.name for wave in survey.waves] == ["2021"]


def test_a_survey_begun_without_a_file_keeps_what_was_said(tmp_path: Path) -> None:
    found = understood("nynorsk.xlsx")
    start = found.start("Vi", "nn").__class__("Vi", "nn")
    empty, _ = init(tmp_path / "u", start, language="nn")
    path = empty.folder / "textmining.toml"
    path.write_text(path.read_text("utf-8").replace('publisher = ""', 'publisher = "Etaten"'))
    added = add_wave(open_survey(tmp_path / "u"), found.table.path, "2021")
    assert len(added.answers) == 80
    made = open_survey(tmp_path / "u")
    assert (made.settings.name, made.settings.publisher) == ("Vi", "Etaten")
    assert len(made.settings.questions) == 2


def test_columns_of_one_name_are_only_followed_where_all_of_them_are_there(tmp_path: Path) -> None:
    head = "SvarID;Kommentar;Karakter;Kommentar"
    rows = [f"A{i};vi savner mer hjelp {i};{i % 5};det gikk fint med {i}" for i in range(9)]
    files = [tmp_path / f"svar-{year}.csv" for year in (2021, 2022, 2023)]
    files[0].write_text("\n".join([head, *rows]), encoding="utf-8")
    files[1].write_text("\n".join([head, *rows[1:]]), encoding="utf-8")
    one = [row.rpartition(";")[0] for row in rows]
    files[2].write_text("\n".join([head.rpartition(";")[0], *one]), encoding="utf-8")
    understood = understand(files[0])
    survey, _ = init(tmp_path / "s", understood.start("navn"), understood, "2021", language="nb")
    added = add_wave(survey, files[1])
    assert added.answers["question"].value_counts().to_dict() == {"kommentar": 8, "q2": 8}
    with pytest.raises(ColumnError, match="Ingen av undersøkelsens spørsmål"):
        add_wave(survey, files[2])


def test_the_column_of_codes_that_is_named_is_the_only_questions(tmp_path: Path) -> None:
    """It was dropped in silence where the question was named too, with --text."""
    path = csv(tmp_path, "a.csv", "nr;Hva savner dere?;Topics;Noe mer?", "1;tolk;nav;", "2;nei;;ja")
    named = Columns(respondent="nr", themes="Topics", wave_value="2021")
    one = replace(named, text_columns=("Hva savner dere?",))
    assert read_answers([path], one)["themes"].tolist() == [("nav",), None]
    asked = ("Hva savner dere?", "Noe mer?")
    assert not read_answers([path], replace(named, text_columns=asked))["themes"].notna().any()
    typed = replace(named, text_columns=asked, typed=(*asked, "Topics"))
    with pytest.raises(ColumnError, match="--themes-column names the codes of one question"):
        read_answers([path], typed)
