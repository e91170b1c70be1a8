"""Reading from the home page: counts as one codes by hand, and the step that comes after."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.home_client import at_home, ended
from tests.small_survey import small_survey
from tests.web_client import decide, token

pytestmark = pytest.mark.slow


@pytest.fixture
def by_hand(tmp_path: Path) -> Iterator[TestClient]:
    """A review of sixty answers that nobody has coded."""
    with at_home(small_survey(tmp_path / "u", answers=60, coded=False)) as client:
        page = client.get("/home/review").text
        client.post("/coder", data={"csrf": token(page), "name": "Kari"})
        yield client


def test_counts_narrow_as_answers_are_coded_by_hand(by_hand: TestClient) -> None:
    assert "Tallene kommer når 10 svar er kodet." in by_hand.get("/counts").text
    for position in range(30):
        decide(by_hand, position, "nav" if position % 2 else "bolig")
    shown = by_hand.get("/counts").text
    assert "30 av 60 svar er kodet, i tilfeldig rekkefølge." in shown
    assert re.search(r"Samarbeid med NAV</th>\s*<td class=\"n\">30</td>", shown)
    for position in range(30, 60):
        decide(by_hand, position, "nav")
    shown = by_hand.get("/counts").text
    assert "Alle svar er kodet." in shown
    assert re.search(
        r"NAV</th>\s*<td class=\"n\">45</td>\s*<td class=\"interval\">45 til 45", shown
    )


def test_training_is_one_press_away_after_fifty_answers(by_hand: TestClient) -> None:
    for position in range(49):
        assert "Lær nå" not in decide(by_hand, position, "nav" if position % 2 else "bolig")
    page = decide(by_hand, 49, "nav")
    assert "Lær nå" in page
    assert "Lukk siden" not in page
    sent = {"csrf": token(page), "step": "train"}
    assert by_hand.post("/start", data={**sent, "step": "init"}).status_code == 400
    began = by_hand.post("/start", data=sent)
    assert began.url.path == "/home"
    assert "textmining train" in began.text
    assert by_hand.post("/start", data=sent).url.path == "/home"  # one is at work
    assert ended(by_hand) == "done"


def test_who_has_read_everything_makes_the_report_with_a_press(by_hand: TestClient) -> None:
    for position in range(60):
        page = decide(by_hand, position, "nav")
    assert "Lag rapporten" in page
    began = by_hand.post("/start", data={"csrf": token(page), "step": "report"})
    assert began.url.path == "/home/report"
    assert ended(by_hand) == "done"


def test_a_report_of_answers_coded_in_part_by_hand_speaks_of_no_machine(
    by_hand: TestClient, tmp_path: Path
) -> None:
    for position in range(30):
        page = decide(by_hand, position, "nav")
    by_hand.post("/start", data={"csrf": token(page), "step": "report"})
    assert ended(by_hand) == "done"
    (report,) = tmp_path.rglob("report.html")
    text = report.read_text("utf-8")
    assert "Mennesker har kodet 30 av 60 svar." in text
    assert "Liten undersøkelse, 2020" in text
    assert not re.search("kodet resten|kodet av maskinen|intervallene bredere", text)


def test_the_only_coder_so_far_need_not_type_their_name_again(by_hand: TestClient) -> None:
    decide(by_hand, 0, "nav")
    by_hand.cookies.clear()
    assert 'value="Kari"' in by_hand.get("/coder").text


def test_others_read_on_when_a_respondent_is_erased(tmp_path: Path) -> None:
    with at_home(small_survey(tmp_path / "u")) as client:
        page = client.get("/home/review").text
        client.post("/coder", data={"csrf": token(page), "name": "Kari"})
        form = {"csrf": token(client.get("/answer/0").text), "theme": ["nav"]}
        gone = {"csrf": form["csrf"], "wave": "2020", "respondent": "r7", "again": "r7"}
        assert client.post("/setup/erase", data=gone).url.query == b"said=erased"
        assert client.get("/home/review").status_code == 200
        decided = client.post("/answer/0", data=form)
        assert (decided.status_code, decided.url.path) == (200, "/answer/16")
        assert "r7" not in client.get("/grid").text
    (answers,) = (tmp_path / "u").rglob("answers.csv")
    assert "r7;" not in answers.read_text("utf-8")


def test_the_store_is_let_go_when_the_page_closes(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u", answers=3, coded=False)
    with at_home(folder) as client:
        client.get("/home/review")
        assert _opened(folder)
    assert not _opened(folder)


def _opened(folder: Path) -> list[str]:
    """The stores of a folder that this process has open."""
    files = (os.path.realpath(opened) for opened in Path("/proc/self/fd").iterdir())
    return [file for file in files if file.startswith(str(folder)) and ".sqlite" in file]
