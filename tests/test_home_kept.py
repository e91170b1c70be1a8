"""What the home page keeps, hides and offers anew: nothing is lost or told wrongly."""

import json
import re
import stat
from html import unescape
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

from tests.home_client import at_home, press
from tests.small_survey import small_survey
from textmining.answers import Columns, count_columns, write_table
from textmining.files.workplace import workplace
from textmining.home.incoming import incoming_files, receive
from textmining.home.population import _keep
from textmining.home.reviews import Reviews
from textmining.home.steps import again_options
from textmining.survey import Survey
from textmining.workflow.inputs.frame import FrameFile, margins_in
from textmining.workflow.survey_folder.jobs import Job, Jobs, JobState


def count_row(role: str, theme: str, n: int | None, share: float | None) -> dict[str, object]:
    told = {"answers": n, "reviewed": n, "estimate": n, "share": share}
    method = "suppressed" if n is None else "everything read"
    whose = {"wave": "2020", "question": "answer", "rolle": role, "theme": theme, "label": theme}
    base = {"base": "group" if role else "total"}
    empty = dict.fromkeys(count_columns(["rolle"]), None)
    return empty | whose | base | {"level": 0.9, "method": method} | told


def test_a_group_whose_numbers_are_hidden_is_not_said_to_have_no_answers(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    rows = [
        count_row("leder", "nav", 30, 1.0),
        count_row("leder", "annet", None, None),
        count_row("rådgiver", "nav", None, None),
        count_row("", "annet", None, None),
        count_row("", "nav", 37, 1.0),
    ]
    (folder / "reports" / "2020").mkdir(parents=True)
    write_table(pd.DataFrame(rows), folder / "reports" / "2020" / "counts.xlsx")
    with at_home(folder) as client:
        shown = client.get("/home/counts").text
    assert 'leder <span class="aside">30 svar</span>' in shown
    assert 'rådgiver <span class="aside">:</span>' in shown
    assert "37 av 37 svar" in shown
    assert "i 90 av 100 tilfeller" in shown


def test_units_are_not_mixed_with_answers(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    settings = (folder / "textmining.toml").read_text("utf-8")
    unit = 'kommune = "kommune"\n[unit]\ncolumn = "kommune"\none = "kommune"\nmany = "kommuner"\n'
    (folder / "textmining.toml").write_text(settings + unit, encoding="utf-8")
    rows = [
        count_row(role, "nav", n, share) | ({"base": "unit"} if share == 1.0 else {})
        for role, n, share in (
            *(("leder", 26, 0.5), ("leder", 20, 1.0)),
            *(("", 40, 0.25), ("", 21, 1.0)),
        )
    ]
    (folder / "reports" / "2020").mkdir(parents=True)
    write_table(pd.DataFrame(rows), folder / "reports" / "2020" / "counts.xlsx")
    with at_home(folder) as client:
        shown = client.get("/home/counts").text
    total, _, groups = shown.partition("Etter rolle")
    answers, _, units = total.partition(">Kommuner<")
    found = re.compile(r"nav</th>(?:<td>\d+</td>)?<td>(\d+)\xa0%")
    assert [found.findall(part) for part in (answers, units, groups)] == [["25"], ["100"], ["50"]]


def test_a_command_is_shown_as_it_is_typed(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    (folder / ".job").mkdir()
    words = ["code", "--wave", "2020 høst"]
    record = {"step": "code", "words": words, "started": "2026-01-01T00:00:00+00:00"}
    (folder / ".job" / "job.json").write_text(json.dumps(record), encoding="utf-8")
    with at_home(folder) as client:
        shown = unescape(client.get("/home").text)
    assert "data-copy=\"textmining code --wave '2020 høst'\"" in shown
    assert "<code>textmining code --wave '2020 høst' --resume</code>" in shown


@pytest.mark.parametrize(
    ("step", "words", "state", "options"),
    [
        ("code", ["--wave", "2020"], JobState.CUT_OFF, ["--wave", "2020", "--resume"]),
        ("code", ["--wave", "2020", "--resume"], JobState.STOPPED, ["--wave", "2020", "--resume"]),
        ("code", ["--wave", "2020", "--resume"], JobState.FAILED, ["--wave", "2020"]),
        ("code", [], JobState.CUT_OFF, ["--resume"]),
        ("count", ["--by", "rolle"], JobState.CUT_OFF, ["--by", "rolle"]),
    ],
)
def test_a_step_is_started_again_on_the_wave_that_it_was_at(
    step: str, words: list[str], state: JobState, options: list[str]
) -> None:
    assert again_options(Job(step, (step, *words), "", state)) == options


def test_choices_of_coding_that_the_page_cannot_offer_yet_stay(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u")
    settings = folder / "textmining.toml"
    chosen = "\n[coding]\ntarget = 0.95\n"
    settings.write_text(settings.read_text("utf-8") + chosen, encoding="utf-8")
    with at_home(folder) as client:
        press(client, "/home/coding", "/home/coding", review="30%")
    coding = Survey(folder).settings.coding
    assert (coding.review, coding.target) == ("30%", 0.95)
    settings.write_text(
        settings.read_text("utf-8").replace("target = 0.95", "thresholds = {nav = 0.4}"),
        encoding="utf-8",
    )
    with at_home(folder) as client:
        press(client, "/home/coding", "/home/coding", review="40%")
    coding = Survey(folder).settings.coding
    assert (coding.review, coding.thresholds) == ("40%", {"nav": 0.4})


def test_a_file_that_still_comes_in_is_not_offered(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes(b"a;b\n")
    with source.open("rb") as stream:
        found = receive(tmp_path / "u", "a.csv", stream)
    with workplace(found.path.parent):  # another upload's
        assert list(incoming_files(tmp_path / "u")) == [found]


def test_the_invited_are_their_owners_to_read_and_stand_in_one_list(tmp_path: Path) -> None:
    wave = Survey(small_survey(tmp_path / "u")).waves[0]
    for ending, text in ((".csv", "id\nr0\n"), (".jsonl", "id\nr1\n"), (".jsonl", "id\nr2\n")):
        source = tmp_path / f"list{ending}"
        source.write_text(text, encoding="utf-8")
        _keep(source, wave)
        (kept,) = wave.folder.glob("frame*")
        assert kept.read_text("utf-8") == text
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_who_opens_another_wave_gets_it_whatever_an_open_page_asks_meanwhile(
    tmp_path: Path,
) -> None:
    folder = small_survey(tmp_path / "u", ("2020", "2021"))
    reviews = Reviews(folder, Jobs(folder))
    reviews.open("2021")
    opened = []
    with reviews._lock:  # as while 2020 is being opened
        asking = Thread(target=lambda: opened.append(reviews._current()))
        asking.start()
        asking.join(0.2)
        reviews.open("2020")
    asking.join()
    assert reviews._wave == "2020"
    assert opened == [reviews._app]
    reviews.close()


@pytest.mark.parametrize("name", ["textmining.toml", "waves/2020/wave.toml"])
def test_a_wave_that_is_read_is_opened_anew_when_its_settings_change(
    tmp_path: Path, name: str
) -> None:
    folder = small_survey(tmp_path / "u")
    reviews = Reviews(folder, Jobs(folder))
    reviews.open(None)
    before = reviews._app
    assert reviews._current() is before
    path = folder / name
    written = path.read_text("utf-8") if path.exists() else ""
    rest = '[columns]\ntext = "rolle"\n' if not written else written.replace("rolle", "stilling")
    path.write_text(rest, "utf-8")
    after = reviews._current()
    assert after is not None
    assert after is not before
    texts = [answer.text for answer in after.state.site.desk.answers]
    assert ("leder" in texts) == (name != "textmining.toml")
    reviews.close()


def test_the_invited_are_not_weighted_by_who_they_are(tmp_path: Path) -> None:
    file = tmp_path / "frame.csv"
    file.write_text("ID;region\n1;n\n2;s\n3;s\n", encoding="utf-8")
    assert margins_in([FrameFile(file, "2020", Columns(respondent="ID"))]) == ["region"]


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_list_of_the_invited_that_cannot_be_read_stops_no_page(
    tmp_path: Path, damage: str
) -> None:
    folder = small_survey(tmp_path / "u")
    settings = folder / "textmining.toml"
    invited = '[population]\nfile = "invited.xlsx"\nrake = ["rolle"]\n'
    settings.write_text(f"{settings.read_text('utf-8')}\n{invited}", "utf-8")
    if damage == "damaged":
        (folder / "invited.xlsx").write_bytes(b"PK\x03\x04 cut off")
    with at_home(folder) as client:
        for page in ("/home/counts", "/home/report"):
            shown = client.get(page)
            assert shown.status_code == 200
            (told,) = re.findall(r'<p class="alert lines" role="alert">([^<]+)', shown.text)
            assert told.startswith("invited.xlsx")
            assert "Send en ny liste" in told
            assert 'action="/home/population/file"' in shown.text
        csrf = re.findall(r'name="csrf" value="(\w+)"', client.get("/home/counts").text)[0]
        assert client.post("/home/population", data={"csrf": csrf}).status_code == 409
        assert Survey(folder).settings.population.rake == ("rolle",)
        form, rows = {"csrf": csrf, "wave": "2020"}, [f"r{i};{i % 2}" for i in range(80)]
        listed = {"file": ("a.csv", "\n".join(["id;region", *rows]).encode())}
        sent = client.post("/home/population/file", data=form, files=listed)
        assert 'role="alert"' not in sent.text
        assert 'value="region"' in sent.text


@pytest.mark.parametrize("damage", ["cut off", "a column gone", "a number changed"])
def test_a_damaged_table_of_counts_can_be_made_again(tmp_path: Path, damage: str) -> None:
    folder = small_survey(tmp_path / "u")
    place = folder / "reports" / "2020" / "counts.xlsx"
    place.parent.mkdir(parents=True)
    row = count_row("", "nav", 40, 1.0)
    row |= {"share": "mye"} if damage == "a number changed" else {}
    frame = pd.DataFrame([row]).drop(columns=["method"] if damage == "a column gone" else [])
    write_table(frame, place)
    if damage == "cut off":
        place.write_bytes(place.read_bytes()[:400])
    with at_home(folder) as client:
        shown = client.get("/home/counts")
    assert shown.status_code == 200
    assert "counts.xlsx" in re.findall(r'role="alert">([^<]+)', shown.text)[0]
    assert str(tmp_path) not in shown.text.partition("</nav>")[2]
    assert 'name="step" value="count"' in shown.text
