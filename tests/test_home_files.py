"""A vendor's file on the home page: dropped, looked at, corrected, taken in or given up."""

import io
import multiprocessing
import os
import re
import shlex
import signal
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from tests.conftest import Run
from tests.home_page import home_tab, served_home, violations
from tests.vendors import FRESH, VENDORS, Vendor, write
from textmining.answers import read_answers
from textmining.home import create_home
from textmining.home.incoming import receive
from textmining.survey import open_survey
from textmining.web import Access

BY_NAME = {vendor.name: vendor for vendor in (*VENDORS, *FRESH)}
CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    access = Access(b"secret", frozenset({"testserver"}))
    return TestClient(create_home(tmp_path / "u", access, "nb"))


def drop(client: TestClient, path: Path, name: str = "") -> tuple[str, str]:
    """Drop a file; returns the address and the page that it leads to."""
    token = CSRF.search(client.get("/home/files").text)
    assert token
    sent = {"file": (name or path.name, path.read_bytes())}
    shown = client.post("/home/files", data={"csrf": token[1]}, files=sent)
    return shown.url.path, shown.text


def say(client: TestClient, address: str, page: str, **values: str) -> tuple[int, str, str]:
    """Send the page's form as it stands, with some values changed."""
    form = {"csrf": CSRF.findall(page)[0]}
    typed = re.findall(r'<input type="text" name="(\w+)" value="([^"]*)"', page)
    form |= {name: unescape(value) for name, value in typed}
    for name, options in re.findall(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        form[name] = chosen[0] if chosen else ""
    answered = client.post(address, data=form | values)
    return answered.status_code, answered.url.path, answered.text


@pytest.mark.slow
@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_every_vendors_file_can_be_taken_in(
    client: TestClient, vendor: Vendor, tmp_path: Path
) -> None:
    file = write(vendor, tmp_path)
    address, page = drop(client, file)
    assert "De første svarene, slik de er forstått" in page
    (waiting,) = (tmp_path / "u" / ".incoming").glob("*/*")
    assert waiting.stat().st_mode & 0o077 == 0
    _, path, _ = say(client, address, page, do="take")
    assert path == "/home"
    survey = open_survey(tmp_path / "u")
    (wave,) = survey.waves
    assert wave.answers.read_bytes() == file.read_bytes()
    answers = read_answers([wave.answers], wave.columns)
    assert answers["question"].nunique() == (3 if vendor.question else len(vendor.texts))
    assert not (tmp_path / "u" / ".incoming").exists()


def test_all_that_is_read_otherwise_than_it_stands_there_is_told(
    client: TestClient, tmp_path: Path
) -> None:
    rows = [
        f"{i};{'' if i % 5 else f'Sted {i}'};<p>Vi trenger mer av dette {i}</p>" for i in range(20)
    ]
    lines = ["id;Kommune;Hva savner dere?", *rows, "Antall svar: 20;;"]
    file = tmp_path / "svar-2021.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    address, page = drop(client, file)
    assert "Rader til slutt som summerer eller forteller om filen, er hoppet over: 22." in page
    assert "20 svar hadde tegn fra en nettside" in unescape(page)
    say(client, address, page, do="take")
    file.write_text("\n".join([*lines[:-1], "Totalt;;20"]), encoding="utf-8")
    _, page = drop(client, file, "svar-2022.csv")
    assert "Rader til slutt" in page
    assert "20 svar hadde tegn fra en nettside" in unescape(page)


def test_what_is_given_up_is_gone(client: TestClient, tmp_path: Path) -> None:
    file = write(BY_NAME["nynorsk.xlsx"], tmp_path)
    address, page = drop(client, file)
    assert file.name in client.get("/home/files").text
    _, path, shown = say(client, address, page, do="cancel")
    assert path == "/home/files"
    assert file.name not in shown
    assert not [*(tmp_path / "u").rglob("*.xlsx")]
    assert "Filen er ikke her lenger" in client.get(address).text


def _killed_while_receiving(folder: Path) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size
            os.kill(os.getpid(), signal.SIGKILL)
            return b""

    receive(folder, "svar.csv", Cut())


def test_what_was_killed_while_it_came_is_gone(client: TestClient, tmp_path: Path) -> None:
    process = multiprocessing.get_context("fork").Process(
        target=_killed_while_receiving, args=(tmp_path / "u",)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert [*(tmp_path / "u" / ".incoming").rglob("svar.csv")]
    assert "svar.csv" not in client.get("/home/files").text
    assert not [*(tmp_path / "u" / ".incoming").rglob("svar.csv")]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["../../ut.csv", "..\\ut.csv", "/etc/ut.csv", "a" * 300 + ".csv"])
def test_a_files_name_leads_nowhere_else(client: TestClient, tmp_path: Path, name: str) -> None:
    file = write(BY_NAME["forsta.csv"], tmp_path)
    address, _ = drop(client, file, name)
    (waiting,) = (tmp_path / "u" / ".incoming").glob("*/*")
    assert waiting.read_bytes() == file.read_bytes()
    assert address.removeprefix("/home/files/") == waiting.parent.name
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("ut")]
    assert "Hva er hva" not in client.get("/home/files/..%2f..%2fetc").text


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(
    client: TestClient, tmp_path: Path
) -> None:
    for name, content in (("tom.csv", b""), ("pakke.xlsx", b"PK\3\4 no"), ("bilde.png", b"x")):
        file = tmp_path / name
        file.write_bytes(content)
        _, page = drop(client, file)
        assert 'role="alert"' in page
        assert str(tmp_path) not in page
        assert not [*(tmp_path / "u").rglob(f"*{name}")]


@pytest.mark.slow
def test_what_cannot_be_is_told_and_what_was_said_stays(client: TestClient, tmp_path: Path) -> None:
    address, page = drop(client, write(BY_NAME["questback.xlsx"], tmp_path))
    changes = {"name": "Min <b>undersøkelse</b>", "role-1": "respondent", "do": "take"}
    status, path, shown = say(client, address, page, **changes)
    assert (status, path) == (409, address)
    assert "«Respondent-ID», «Status» er alle «respondent»" in shown
    assert "Min &lt;b&gt;undersøkelse&lt;/b&gt;" in shown
    assert not (tmp_path / "u" / "textmining.toml").exists()
    status, path, _ = say(client, address, shown, **{"role-1": "background", "do": "take"})
    assert path == "/home"
    settings = open_survey(tmp_path / "u").settings
    assert settings.name == "Min <b>undersøkelse</b>"
    assert "status" in settings.columns.background


def test_the_command_on_the_page_does_what_the_page_does(
    client: TestClient, tmp_path: Path, run: Run
) -> None:
    file = write(BY_NAME["avkryssing.csv"], tmp_path)
    address, page = drop(client, file)
    changes = {"role-5": "left_out", "role-1": "background", "name": "Vår «egen» 'liste'"}
    _, _, page = say(client, address, page, wave="2021", **changes)
    (command,) = re.findall(r'<p class="command"><code>([^<]+)</code>', page)
    say(client, address, page, do="take")
    made = (tmp_path / "u" / "textmining.toml").read_bytes()
    words = shlex.split(unescape(command))
    assert "--text" in words
    again = [word.replace(str(tmp_path / "u"), str(tmp_path / "v")) for word in words]
    assert run(*again[1:], cwd=tmp_path).returncode == 0
    assert (tmp_path / "v" / "textmining.toml").read_bytes() == made


@pytest.mark.slow
def test_what_the_report_speaks_of_is_chosen(client: TestClient, tmp_path: Path) -> None:
    address, page = drop(client, write(BY_NAME["elever.xlsx"], tmp_path))
    _, _, shown = say(client, address, page, unit="trinn", one="", many="", do="take")
    assert "Si hva én og flere heter" in shown
    say(client, address, shown, unit="trinn", one="trinn", many="trinn", language="nn", do="take")
    settings = open_survey(tmp_path / "u").settings
    assert settings.unit
    assert (settings.unit.column, settings.language) == ("trinn", "nn")


def test_no_answer_and_no_name_gets_into_a_log(
    client: TestClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vendor = BY_NAME["besvart-av.xlsx"]
    address, page = drop(client, write(vendor, tmp_path))
    say(client, address, page, do="take")
    for row in vendor.rows[1:]:
        assert not [cell for cell in row[2:] if cell and str(cell) in caplog.text]


@pytest.mark.slow
def test_next_years_file_shows_what_is_new_and_what_is_missing(
    client: TestClient, tmp_path: Path
) -> None:
    address, page = drop(client, write(BY_NAME["questback.xlsx"], tmp_path), "svar-2021.xlsx")
    say(client, address, page, do="take")
    address, page = drop(client, write(BY_NAME["surveyxact-etiketter.csv"], tmp_path), "2022.csv")
    assert 'name="wave" value="2022"' in page
    assert page.count("mangler i filen") == 2
    assert page.count("annen ordlyd") == 1
    taken = "Er det noe i samarbeidet, for eksempel med NAV, som bør bli bedre? Utdyp gjerne:"
    assert f'name="taken" value="{taken}"' in page
    _, path, _ = say(client, address, page, taken=taken, do="take")
    assert path == "/home"
    survey = open_survey(tmp_path / "u")
    assert [question.text for question in survey.settings.questions][-1] == taken
    answers = read_answers([survey.waves[-1].answers], survey.waves[-1].columns)
    assert answers["question"].nunique() == 2


def test_a_file_is_dropped_with_the_mouse_and_corrected_by_keyboard(
    browser: Browser, tmp_path: Path
) -> None:
    file = write(BY_NAME["avkryssing.csv"], tmp_path)
    with served_home(tmp_path / "u", "nb") as url, home_tab(browser, url) as tab:
        assert violations(tab) == []
        content = file.read_text("utf-8-sig")
        dropped = tab.evaluate_handle(
            "text => { const data = new DataTransfer();"
            "data.items.add(new File([text], 'svar-2021.csv')); return data; }",
            content,
        )
        tab.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
        tab.get_by_role("heading", name="Hva er hva i svar-2021.csv?").wait_for()
        assert violations(tab) == []
        first = tab.locator("select").first
        first.focus()
        tab.keyboard.type("utel")
        assert first.input_value() == "left_out"
        tab.get_by_label("Hva heter undersøkelsen?").fill("Vår")
        tab.get_by_role("button", name="Vis svarene på nytt").press("Enter")
        assert tab.get_by_label("Hva heter undersøkelsen?").input_value() == "Vår"
        tab.get_by_role("button", name="Ta den inn").press("Enter")
        tab.wait_for_url("**/home?said=saved")
    assert open_survey(tmp_path / "u").settings.name == "Vår"


@pytest.mark.parametrize("width", [900, 400])
def test_the_pages_fit_narrow_windows(browser: Browser, tmp_path: Path, width: int) -> None:
    first = write(BY_NAME["questback-titler.xlsx"], tmp_path)
    following = write(BY_NAME["surveyxact-etiketter.csv"], tmp_path)
    with served_home(tmp_path / "u", "nn") as url, home_tab(browser, url, width) as tab:
        assert violations(tab) == []
        tab.locator("input[type=file]").set_input_files(first)
        tab.locator("#drop button").click()
        tab.get_by_role("heading", name="Kva er kva").wait_for()
        assert violations(tab) == []
        tab.locator("button[value=take]").click()
        tab.wait_for_url("**/home?said=saved")
        tab.goto(f"{url}/home/files")
        assert violations(tab) == []
        tab.locator("input[type=file]").set_input_files(following)
        tab.locator("#drop button").click()
        tab.get_by_role("heading", name="Korleis passar").wait_for()
        assert violations(tab) == []
