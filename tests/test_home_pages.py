"""The home page's pages: what they say of the survey, and what they change in it."""

import json
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import tomlkit
from starlette.testclient import TestClient

from tests.home_client import at_home, ended, press
from tests.small_survey import small_survey
from textmining.home import create_home
from textmining.survey import Survey
from textmining.texts import Language
from textmining.web import Access
from textmining.workflow.survey_folder.status import status

pytestmark = pytest.mark.slow
TOKEN = re.compile(r'name="csrf" value="(\w+)"')


def states(client: TestClient) -> dict[str, str]:
    """The steps by their names, with their states."""
    shown = client.get("/home").text
    return dict(
        re.findall(
            r'<li class="step \w+".*?<h2>(.*?)</h2>\s*<span class="state">(.*?)<', shown, re.DOTALL
        )
    )


def kill_count(client: TestClient, folder: Path, **options: str) -> None:
    """Start counting and kill it at work; again if it was done before the signal came."""
    state = ""
    while state != "cut_off":
        press(client, "/home", "/home/run", step="count", **options)
        record = folder / ".job" / "progress.jsonl"
        while not (record.exists() and record.read_text().endswith("\n")):
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.kill(json.loads(record.read_text().splitlines()[0])["pid"], signal.SIGKILL)
        state = ended(client)


def test_the_steps_stand_in_their_order_with_their_states(tmp_path: Path) -> None:
    with at_home(small_survey(tmp_path / "u")) as client:
        assert states(client) == {
            "Hent inn svarene": "Ferdig",
            "Lag kodeboken": "Ferdig",
            "Lær av svar som er kodet": "Kan gjøres",
            "Kod den nyeste runden": "Ferdig",
            "Les svar": "Ferdig",
            "Se på tallene": "Kan gjøres",
            "Lag rapporten": "Neste",
        }


def test_a_new_survey_waits_for_fifty_answers_by_hand(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u", coded=False)
    with at_home(folder) as client:
        shown = states(client)
        assert (shown["Les svar"], shown["Lær av svar som er kodet"]) == ("Neste", "Venter")


def test_counts_are_made_by_the_command_that_is_shown(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u", ("2020", "2021"))
    with at_home(folder) as client:
        assert "Ingenting er telt" in client.get("/home/counts").text
        press(client, "/home/counts", "/home/run", step="count", by="rolle", back="/home/counts")
        assert ended(client) == "done"
        shown = client.get("/home/counts?wave=2020&question=answer").text
        assert "textmining count --by rolle --margins" in shown
        assert "Etter rolle" in shown
        assert re.search(r"Samarbeid med NAV</th><td>20</td><td>50\xa0%</td>", shown)
        assert "46\xa0%" in shown  # of the leaders
        table = client.get("/home/reports/2021/counts.xlsx")
        assert table.content == (folder / "reports" / "2021" / "counts.xlsx").read_bytes()
        press(client, "/home", "/home/forget")
        assert client.get("/home/job").json() == {"state": ""}


def test_only_what_a_page_offers_is_run(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    with at_home(folder) as client:
        found = TOKEN.search(client.get("/home").text)
        assert found is not None
        for step in ("review", "init", "", "--help"):
            sent = client.post("/home/run", data={"csrf": found[1], "step": step})
            assert sent.status_code == 400
        press(client, "/home", "/home/run", step="count", by="--out", back="https://evil.example")
        assert ended(client) == "done"
        assert 'data-copy="textmining count"' in client.get("/home").text


def test_what_goes_wrong_is_said_and_can_be_started_again(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    (folder / "codebook" / "v1.csv").write_text("code;label\n", encoding="utf-8")
    with at_home(folder) as client:
        press(client, "/home", "/home/run", step="count")
        assert ended(client) == "failed"
        shown = client.get("/home").text
        assert "Det gikk ikke: Se på tallene" in shown
        assert re.search(r'role="alert">.*v1\.csv', shown)
        assert "Start på nytt" in shown


def test_a_step_that_was_cut_off_is_told_and_started_again(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    with at_home(folder) as client:
        kill_count(client, folder, by="rolle")
    with at_home(folder) as client:  # the machine was started anew
        assert states(client)["Se på tallene"] == "Ble avbrutt"
        shown = client.get("/home").text
        assert "Ble avbrutt: Se på tallene" in shown
        press(client, "/home", "/home/run", step="count", again="1")
        assert ended(client) == "done"
        assert "textmining count --by rolle --margins" in client.get("/home").text


@pytest.mark.parametrize(
    ("language", "doing"), [("nb", "Koder"), ("nn", "Kodar"), ("en", "Coding")]
)
def test_progress_is_told_in_the_pages_language(
    tmp_path: Path, language: Language, doing: str
) -> None:
    (tmp_path / ".job").mkdir()
    job = {"step": "code", "words": ["code"], "started": "2026"}
    (tmp_path / ".job" / "job.json").write_text(json.dumps(job))
    progress = {"doing": "Coding", "done": 1, "total": 2}
    (tmp_path / ".job" / "progress.jsonl").write_text(f"{json.dumps(progress)}\n")
    client = TestClient(create_home(tmp_path, Access(b"k" * 32), language))
    told = client.get("/home/job", headers={"host": "127.0.0.1"}).json()
    assert (told["doing"], told["done"]) == (doing, 1)


def test_ten_coders_lose_nothing_while_a_step_is_at_work_and_killed(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u", ("2020", "2021"), answers=50, coded=False)
    app = create_home(folder, Access(b"secret", frozenset({"testserver"})))

    def decide(number: int) -> None:
        client = TestClient(app)
        csrf = TOKEN.findall(client.get("/coder").text)[0]
        client.post("/coder", data={"csrf": csrf, "name": f"Koder {number}"})
        for position in range(number, 50, 10):
            csrf = TOKEN.findall(client.get(f"/answer/{position}").text)[0]
            form = {"csrf": csrf, "theme": "nav"}
            assert client.post(f"/answer/{position}", data=form).status_code == 200

    with TestClient(app) as client, ThreadPoolExecutor(10) as coders:
        client.get("/home/review?wave=2021")
        work = [coders.submit(decide, number) for number in range(10)]
        kill_count(client, folder)
        for one in work:
            one.result()
    newest = status(Survey(folder)).waves[-1]
    assert newest.read == newest.answers == 50


def test_how_the_report_presents_itself_is_kept_and_comments_stay(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    path = folder / "textmining.toml"
    path.write_text("# vår undersøkelse\n" + path.read_text("utf-8") + "\n[store]\nurl = ''\n")
    with at_home(folder) as client:
        fields = {"title": "Hva «vi»\nfant", "publisher": 'Et "direktorat"', "date": "1. mai 2026"}
        shown = press(client, "/home/report", "/home/report", **fields)
        assert "Lagret." in shown
        written = tomlkit.parse(path.read_text(encoding="utf-8"))
        assert written.as_string().startswith("# vår undersøkelse\n")
        settings = Survey(folder).settings
        assert settings.report == {"title": "Hva «vi» fant", "date": "1. mai 2026"}
        assert settings.publisher == 'Et "direktorat"'
        assert settings.columns.background == ("rolle",)
        press(client, "/home/report", "/home/report", title="", date="2. mai")
        assert Survey(folder).settings.report == {"date": "2. mai"}
        assert Survey(folder).settings.publisher == ""


def test_a_list_of_the_invited_is_taken_in_and_answers_weighted(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u", ("2020", "2021"))
    rows = [f"r{i};{'leder' if i % 2 else 'rådgiver'};{i % 4}" for i in range(80)]
    listed = "\n".join(["id;rolle;region", *rows]).encode()
    with at_home(folder) as client:
        csrf = TOKEN.findall(client.get("/home/counts").text)[0]
        form = {"csrf": csrf, "wave": "2021", "back": "/home/report"}
        for name, content in (("list.csv", b""), ("list.pdf", listed)):
            sent = client.post("/home/population/file", data=form, files={"file": (name, content)})
            assert sent.status_code == 409
            assert not list((folder / "waves" / "2021").glob("frame*"))
        bad = client.post("/home/population/file", data=form | {"wave": "../.."})
        assert bad.status_code == 400
        sent = client.post("/home/population/file", data=form, files={"file": ("a.csv", listed)})
        assert sent.url.path == "/home/report"
        assert 'name="rake" value="region"' in sent.text
        assert 'value="id"' not in sent.text
        assert (folder / "waves" / "2021" / "frame.csv").read_bytes() == listed
        assert not list((folder / ".incoming").glob("*/*"))
        weights = {"csrf": csrf, "rake": ["region", "--out"]}
        said = client.post("/home/population", data=weights)
        assert re.search(r'value="region" checked', said.text)
        assert Survey(folder).settings.population.rake == ("region",)
        assert client.post("/home/population", data={"csrf": csrf}).status_code == 200
        assert Survey(folder).settings.population.rake == ()


def test_a_reports_page_has_no_part_in_the_home_page(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    place = folder / "reports" / "2020"
    place.mkdir(parents=True)
    (place / "report.html").write_text("<p>hei</p>", encoding="utf-8")
    (place / "secret.txt").write_text("x", encoding="utf-8")
    with at_home(folder) as client:
        page = client.get("/home/reports/2020/report.html")
        assert "sandbox" in page.headers["content-security-policy"]
        for path in ("2020/secret.txt", "2020/..%2f..%2ftextmining.toml", "..%2f2020/report.html"):
            found = client.get(f"/home/reports/{path}", follow_redirects=False)
            assert found.status_code in {303, 404}


def test_the_review_page_is_served_beside_with_a_way_back(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u", ("2020", "2021"))
    with at_home(folder) as client:
        assert client.get("/answer/0").url.path == "/home"  # no wave is open yet
        asked = client.get("/home/review?wave=2020")
        assert asked.url.path == "/coder"
        csrf = TOKEN.search(asked.text)
        assert csrf is not None
        named = client.post("/coder", data={"csrf": csrf[1], "name": "Kari"})
        assert 'href="/home"' in named.text
        card = client.get("/answer/0").text
        token = TOKEN.search(card)
        assert token is not None
        client.get("/home/review?wave=2021")
        late = client.post("/answer/0", data={"csrf": token[1], "theme": "nav"})
        assert late.status_code == 403  # that page showed an answer of another wave


def test_settings_that_cannot_be_read_are_told_on_every_page(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    (folder / "textmining.toml").write_text("name = ", encoding="utf-8")
    with at_home(folder) as client:
        for page in ("/home", "/home/counts", "/home/report", "/home/review"):
            shown = client.get(page)
            assert shown.status_code == 409
            assert "textmining.toml" in shown.text
