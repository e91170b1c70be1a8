"""The home page's pages: what they say of the survey, and what they change in it."""

import re
from pathlib import Path

import pytest
import tomlkit
from starlette.testclient import TestClient

from tests.home_client import at_home, ended, press
from tests.small_survey import small_survey
from textmining.survey import Survey

pytestmark = pytest.mark.slow


def states(client: TestClient) -> dict[str, str]:
    """The steps by their names, with their states."""
    shown = client.get("/home").text
    return dict(
        re.findall(
            r'<li class="step \w+".*?<h2>(.*?)</h2>\s*<span class="state">(.*?)<', shown, re.DOTALL
        )
    )


def test_the_steps_stand_in_their_order_with_their_states(tmp_path: Path) -> None:
    with at_home(small_survey(tmp_path / "u")) as client:
        assert states(client) == {
            "Hent inn svarene": "Ferdig",
            "Lag kodeboken": "Ferdig",
            "Lær av svar som er kodet": "Kan gjøres",
            "Kod den nyeste bølgen": "Ferdig",
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
        found = re.search(r'name="csrf" value="(\w+)"', client.get("/home").text)
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
        csrf = re.search(r'name="csrf" value="(\w+)"', asked.text)
        assert csrf is not None
        named = client.post("/coder", data={"csrf": csrf[1], "name": "Kari"})
        assert 'href="/home"' in named.text
        card = client.get("/answer/0").text
        token = re.search(r'name="csrf" value="(\w+)"', card)
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
