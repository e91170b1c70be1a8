"""The coding page: what is chosen is kept in the settings, and is what the command does."""

import json
import re
import resource
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.home_client import at_home, ended, press
from tests.home_page import home_tab, served_home, violations
from tests.small_survey import small_survey
from textmining.answers import Coded
from textmining.survey import Survey

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey with a model, and a wave that is not coded."""
    folder = small_survey(tmp_path_factory.mktemp("s") / "u", ("2020", "2021"), 200, coded=False)
    with at_home(folder) as client:
        press(client, "/home", "/home/run", step="train")
        assert ended(client) == "done"
    return folder


def test_what_is_chosen_is_kept_and_coded_with(trained: Path) -> None:
    path = trained / "textmining.toml"
    path.write_text("# vår\n" + path.read_text("utf-8"), encoding="utf-8")
    with at_home(trained) as client:
        shown = client.get("/home/coding").text
        assert "Minst så mange rette" in shown
        assert "maskinens egen" in shown
        page = press(
            client, "/home/coding", "/home/coding", review="35 %", **{"threshold-nav": "0.9"}
        )
        assert "textmining code --review 35% --threshold nav=0.9" in page
        assert path.read_text("utf-8").startswith("# vår\n")
        coding = Survey(trained).settings.coding
        assert (coding.review, coding.target, coding.thresholds) == ("35%", None, {"nav": 0.9})
        fields = {"review": "40%", "target": "0.8", "panel": "1"}
        assert "--panel" in press(client, "/home/coding", "/home/coding", **fields)
        assert 'name="panel" value="1" checked' in client.get("/home/coding").text
        assert "panel = true" in path.read_text("utf-8")
        press(client, "/home/coding", "/home/coding", run="1", **fields)
        assert ended(client) == "done"
        assert client.get("/home/job").json()["state"] == "done"
    assert Survey(trained).settings.coding.thresholds == {}
    (coded,) = (trained / "waves" / "2021").glob("coded.*[!nl]")
    assert Coded.read(coded).drawn.sum() == 80
    meta = Coded.read(coded).meta
    assert meta is not None
    assert [part["alike"] for part in meta.draw["populations"]] == [0]
    card = json.loads((Survey(trained).models[-1] / "card.json").read_text("utf-8"))
    assert card["coverage"][-1]["unread"] == 1
    for points in card["threshold_curves"].values():
        proposed = [point["proposed"] for point in points]
        assert proposed == sorted(proposed, reverse=True)


@pytest.mark.parametrize(
    ("right", "told"),
    [(1.0, []), (0.97, ["0", "1", "2", "3", "4"]), (0.75, ["0", "10", "20", "30", "40"])],
)
def test_the_curve_of_errors_has_an_axis_of_round_percents(
    trained: Path, right: float, told: list[str]
) -> None:
    path = Survey(trained).models[-1] / "card.json"
    before = path.read_text("utf-8")
    points = [{"unread": share, "right": right} for share in (0.5, 1.0)]
    path.write_text(json.dumps({**json.loads(before), "coverage": points}), encoding="utf-8")
    with at_home(trained) as client:
        page = client.get("/home/coding").text
    path.write_text(before, encoding="utf-8")
    assert re.findall(r'class="y"[^>]*>(\d+)', page) == told


def test_what_says_nothing_of_other_answers_is_not_shown(trained: Path) -> None:
    path = Survey(trained).models[-1] / "card.json"
    before = path.read_text("utf-8")
    with at_home(trained) as client:
        fields = {"review": "20%", "target": ""}
        assert "valget over" in press(client, "/home/coding", "/home/coding", **fields)
        path.write_text(json.dumps({**json.loads(before), "untold": "few"}), encoding="utf-8")
        page = client.get("/home/coding").text
    path.write_text(before, encoding="utf-8")
    assert "valget over" not in page
    assert "for få eller for like svar" in page
    assert "Minst så mange rette" not in page
    assert "maskinens egen" in page
    assert "av forslagene rette" not in page


def test_a_target_of_before_can_be_taken_back_where_no_other_is_offered(trained: Path) -> None:
    path, settings = Survey(trained).models[-1] / "card.json", trained / "textmining.toml"
    before, kept = path.read_text("utf-8"), settings.read_bytes()
    with at_home(trained) as client:
        press(client, "/home/coding", "/home/coding", review="20%", target="0.9")
        path.write_text(json.dumps({**json.loads(before), "untold": "few"}), encoding="utf-8")
        assert 'value="0.9" checked' in client.get("/home/coding").text
        fields = {"review": "20%", "target": "", "threshold-nav": "0.5"}
        page = press(client, "/home/coding", "/home/coding", **fields)
        assert "textmining code --review 20% --threshold nav=0.5" in page
        assert 'name="target"' not in page
    path.write_text(before, encoding="utf-8")
    settings.write_bytes(kept)


def test_a_wrong_choice_is_told_and_not_kept(trained: Path) -> None:
    before = (trained / "textmining.toml").read_bytes()
    with at_home(trained) as client:
        for fields, problem in (
            ({"review": "mye"}, "Skriv hvor mye"),
            ({"review": "20%", "target": "0.9", "threshold-nav": "0.5"}, "Velg enten"),
        ):
            token = client.get("/home/coding").text.partition('name="csrf" value="')[2][:64]
            answer = client.post("/home/coding", data={"csrf": token, **fields})
            assert answer.status_code == 409
            assert problem in answer.text
    assert (trained / "textmining.toml").read_bytes() == before


def test_the_page_is_accessible_and_fits(trained: Path, browser: Browser) -> None:
    with served_home(trained) as address, home_tab(browser, f"{address}/home/coding") as tab:
        tab.get_by_text("Terskel for hvert tema").click()
        for width in (1280, 900, 400):
            tab.set_viewport_size({"width": width, "height": 800})
            assert violations(tab) == [], width


def test_a_disk_that_fills_up_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    with at_home(folder) as client:
        press(client, "/home", "/home/run", step="count")
        assert ended(client) == "done"
        (table,) = (folder / "reports" / "2020").iterdir()
        before = table.read_bytes()
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, old[1]))  # the step inherits it
        try:
            press(client, "/home", "/home/run", step="count", by="rolle")
            assert ended(client) == "failed"
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)
        shown = client.get("/home").text
        assert "Det gikk ikke: Se på tallene" in shown
        assert "counts.xlsx" in shown.partition('role="alert">')[2].partition("<")[0]
        assert [*table.parent.iterdir()] == [table]
        assert table.read_bytes() == before
        press(client, "/home", "/home/run", step="count", again="1")
        assert ended(client) == "done"
        assert table.read_bytes() != before
