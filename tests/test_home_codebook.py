"""The codebook's page: sent as a file, edited, saved as its next version."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from tests.home_page import home_tab, served_home, violations
from textmining.codebook import Codebook, Theme, codebook_workbook, read_codebook
from textmining.errors import CodebookError, FileError
from textmining.files import new_file
from textmining.home import create_home
from textmining.home.draft import draft_from, draft_of
from textmining.survey import Start, Survey
from textmining.web import Access
from textmining.workflow.survey_folder.codebook_new import save_codebook
from textmining.workflow.survey_folder.init import init

BOOK = Codebook(
    "Vår",
    "1",
    (
        Theme("nav", "Tettere NAV", "om NAV", 7, "Samarbeid", "også", "ikke", ("ett", "to")),
        Theme("region", "Region", questions=("q1", "q2"), phrase="savner", phrase_nn="saknar"),
        Theme("annet", "Annet", residual="other"),
    ),
    note="Alt er diktet opp.",
    questions={"q1": "Hva savner dere?"},
)


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    made, _ = init(tmp_path / "u", Start("Vår"), language="nb")
    return made


@pytest.fixture
def client(survey: Survey) -> TestClient:
    access = Access(b"secret", frozenset({"testserver"}))
    return TestClient(create_home(survey.folder, access))


def form_of(page: str) -> dict[str, list[str]]:
    """The editor's form as a browser would send it."""
    edit = page[page.index('<form method="post" action="/home/codebook" id="edit"') :]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input[^>]* name="([\w-]+)" value="([^"]*)"', edit):
        found.setdefault(name, []).append(unescape(value))
    for name, value in re.findall(r'<textarea name="([\w-]+)"[^>]*>([^<]*)<', edit):
        found[name] = [unescape(value)]
    for name, options in re.findall(r'<select name="([\w-]+)">(.*?)</select>', edit, re.S):
        found[name] = re.findall(r'value="([^"]*)" selected', options) or [""]
    return found


def send(client: TestClient, page: str, **changes: str) -> tuple[int, str]:
    answered = client.post("/home/codebook", data=form_of(page) | changes)
    return answered.status_code, answered.text


def test_a_survey_begins_with_the_themes_that_stand_alone(
    client: TestClient, survey: Survey
) -> None:
    page = client.get("/home/codebook").text
    changes = {"t0-label": "Mer NAV", "t0-examples": "ett\ntil", "t0-phrase": "ønsker mer NAV"}
    status, shown = send(client, page, do="save", **changes)
    assert status == 200
    assert "Lagret som ny versjon." in shown
    (path,) = survey.codebooks
    book = read_codebook(path)
    assert (path.name, book.name, book.version) == ("v1.xlsx", "Vår", "1")
    assert [theme.residual for theme in book.themes] == [None, "content", "none", "other"]
    assert book.themes[0].examples == ("ett", "til")
    assert book.themes[0].code == "mer_nav"


def test_a_codebook_is_sent_looked_at_and_saved(
    client: TestClient, survey: Survey, tmp_path: Path
) -> None:
    file = tmp_path / "kodebok.csv"
    file.write_text("Kode;Tema;Definisjon\nnav;Mer NAV;om NAV\nbo;Bolig;om boliger\n")
    token = form_of(client.get("/home/codebook").text)["csrf"]
    shown = client.post(
        "/home/codebook/file",
        data={"csrf": token},
        files={"file": ("../kodebok.csv", file.read_bytes())},
    ).text
    assert "Lest fra kodebok.csv." in shown
    assert not survey.codebooks
    assert not (survey.folder / ".incoming").exists()
    send(client, shown, do="save")
    assert survey.codebook.codes == ("nav", "bo")
    again = client.post(
        "/home/codebook/file", data={"csrf": token}, files={"file": ("tom.csv", b"a;b\n1;2\n")}
    )
    assert again.status_code == 409
    assert str(tmp_path) not in again.text


@pytest.mark.slow
def test_every_save_is_a_version_and_says_what_changed(client: TestClient, survey: Survey) -> None:
    save_codebook(survey, BOOK, "")
    page = client.get("/home/codebook").text
    _, shown = send(client, page, do="save")
    assert "ingen ny versjon" in shown
    assert len(survey.codebooks) == 1
    first = survey.codebook_path.read_bytes()
    _, shown = send(client, shown, do="down t0")
    _, shown = send(client, shown, do="remove t2")
    _, shown = send(client, shown, do="add")
    _, shown = send(client, shown, **{"do": "save", "t2-label": "Bolig", "t1-definition": "nå"})
    for said in ("Bolig» er nytt", "«Region»: definisjon er endret", "annet» er fjernet"):
        assert said in shown
    assert "Rekkefølgen er endret." in shown
    assert [path.name for path in survey.codebooks] == ["v1.xlsx", "v2.xlsx"]
    assert survey.codebooks[0].read_bytes() == first
    book = survey.codebook
    assert book.codes == ("region", "nav", "Bolig")
    assert (book.note, book.questions, book.themes[1].number) == (BOOK.note, BOOK.questions, 7)


@pytest.mark.slow
def test_of_two_who_save_the_second_is_told_and_loses_nothing(
    client: TestClient, survey: Survey
) -> None:
    save_codebook(survey, BOOK, "")
    mine = client.get("/home/codebook").text
    theirs = client.get("/home/codebook").text
    send(client, theirs, **{"do": "save", "t0-label": "NAV og vi"})
    status, shown = send(client, mine, **{"do": "save", "t1-label": "Regionkontor"})
    assert status == 409
    assert "noen andre lagret v2.xlsx" in shown
    assert "«NAV og vi»: tema er endret." in shown
    assert 'value="Regionkontor"' in shown
    assert len(survey.codebooks) == 2
    status, _ = send(client, shown, do="save")
    assert status == 200
    assert survey.codebook.labels["region"] == "Regionkontor"


def test_what_contradicts_itself_is_told_and_stays_in_the_form(
    client: TestClient, survey: Survey
) -> None:
    save_codebook(survey, BOOK, "")
    page = client.get("/home/codebook").text
    _, page = send(client, page, do="add")
    changes = {"do": "save", "t3-label": "Enda en", "t3-code": "nav"}
    status, shown = send(client, page, **changes)
    assert status == 409
    assert "koden nav står 2 ganger" in shown
    assert 'value="Enda en"' in shown
    assert len(survey.codebooks) == 1


def test_a_name_is_given_once(tmp_path: Path) -> None:
    target = tmp_path / "v1.xlsx"
    mine = new_file(target)
    mine.__enter__().write_text("mine")
    with new_file(target) as theirs:
        theirs.write_text("theirs")
    with pytest.raises(FileError, match="is there already"):
        mine.__exit__(None, None, None)
    assert target.read_text() == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["v1.xlsx"]


def test_a_version_after_one_that_is_missing_is_the_newest(survey: Survey) -> None:
    folder = survey.folder / "codebook"
    for version in ("v2", "v10"):
        (folder / f"{version}.xlsx").write_bytes(codebook_workbook("nb", BOOK))
    changed = replace(BOOK, note="nå")
    with pytest.raises(CodebookError, match="noen andre lagret v10"):
        save_codebook(survey, changed, "v2.xlsx")
    assert save_codebook(survey, changed, "v10.xlsx").name == "v11.xlsx"


texts = st.text("abc æøå<&\"'\n;", max_size=12).map(str.strip)
themes = st.builds(
    Theme,
    code=st.text("abcæ_0", min_size=1, max_size=6),
    label=texts.filter(bool),
    definition=texts,
    number=st.none(),
    net=texts.map(lambda text: f"nett {text}".strip()),
    include=texts,
    exclude=texts,
    examples=st.lists(texts.map(lambda t: t.replace("\n", "")).filter(bool), max_size=3).map(tuple),
    residual=st.sampled_from([None, "content", "none", "other"]),
    phrase=texts,
)


@pytest.mark.slow
@given(st.lists(themes, min_size=1, max_size=5, unique_by=lambda theme: theme.code))
def test_a_codebook_survives_its_form(found: list[Theme]) -> None:
    book = Codebook("b", "1", tuple(found))
    draft = draft_of(book, "v1.xlsx")
    sent = {f"{t.key}-{name}": text for t in draft.themes for name, text in t.values.items()}
    sent |= {"base": "v1.xlsx", "name": "b", "language": "nb"}
    keys = {"theme": [theme.key for theme in draft.themes]}
    again = draft_from(lambda name: sent.get(name, ""), lambda name: keys.get(name, []))
    assert again.codebook() == book


@pytest.mark.parametrize("width", [1280, 900, 400])
def test_the_codebook_is_edited_in_a_browser(browser: Browser, survey: Survey, width: int) -> None:
    save_codebook(survey, BOOK, "")
    with served_home(survey.folder) as url, home_tab(browser, f"{url}/home/codebook", width) as tab:
        assert violations(tab) == []
        tab.locator("summary", has_text="Tettere NAV").press("Enter")
        label = tab.get_by_label("Tema", exact=True).first
        label.fill("Mye tettere NAV")
        assert tab.get_by_text("Endringene er ikke lagret ennå.").is_visible()
        assert violations(tab) == []
        tab.get_by_role("button", name="Flytt «Region» opp").press("Enter")
        tab.locator("[value='down t1']:focus").wait_for()  # it is the first now
        tab.get_by_role("button", name="Legg til et tema").press("Enter")
        tab.locator("[name=t3-label]:focus").wait_for()
        tab.keyboard.type("Bolig")
        assert violations(tab) == []
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/home/codebook?said=saved")
        assert violations(tab) == []
    assert list(survey.codebook.labels.values()) == ["Region", "Mye tettere NAV", "Annet", "Bolig"]
