"""Erasing a respondent: whole, also after a kill, wherever the program keeps texts."""

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from starlette.testclient import TestClient

from tests.example_review import CODEBOOK, coded_frame
from tests.killing import killed_at, points_of
from tests.web_client import token
from textmining.answers import (
    AnswerId,
    Columns,
    Meta,
    read_answers,
    read_coded,
    write_coded,
    write_table,
)
from textmining.counting import count_themes
from textmining.errors import StoreError
from textmining.review import (
    Decision,
    Desk,
    Event,
    ReviewedFiles,
    Store,
    StoredQuote,
    ThemeProposal,
    answers_of,
    database,
)
from textmining.web import Access, create_app
from textmining.workflow.decisions import export_decisions
from textmining.workflow.inputs.decided import decided_in
from textmining.workflow.inputs.reviewable import reviewable
from textmining.workflow.review import review_app, reviewed_files

WORDS = "HEMMELIGHETEN"
ANSWER, OTHER = AnswerId("r0", "2021", "imdi"), AnswerId("r1", "2021", "imdi")


def _lay_out(folder: Path) -> None:
    """A coded file with reasons and examples, a store, and what a killed program left."""
    folder.mkdir(exist_ok=True)
    own = {**ANSWER._asdict(), "text": WORDS, "themes": ["nav"]}
    similar = [{**OTHER._asdict(), "reasons": {}, "similar": [{**own, "similarity": 0.9}]}]
    frame = coded_frame([WORDS, "b", "c"], drawn=2)
    write_coded(frame, Meta("test", CODEBOOK), folder / "coded.csv", similar)
    (folder / "m.examples.jsonl").write_text(
        f'{{"respondent": "r0", "wave": "2021", "t": "{WORDS}"}}\n'
    )
    (folder / ".textmining-left").mkdir()
    (folder / ".textmining-left" / "coded.csv").write_text(WORDS)
    with Store(folder / "coded.csv.sqlite") as store:
        for answer, note in ((ANSWER, WORDS), (OTHER, "")):
            store.record([Decision(answer, "Kari", ("nav",), "1", note=note)])


def _erase(folder: Path) -> None:
    with Store(folder / "coded.csv.sqlite") as store:
        store.erase("r0", "2021", "Kari", ReviewedFiles([folder / "coded.csv"]).erase)


def _holding(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in files if WORDS.encode() in path.read_bytes())


@pytest.mark.slow
def test_an_erasure_that_is_killed_anywhere_ends_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "survey"
    _lay_out(folder)
    assert len(_holding(folder)) >= 5
    points = points_of(_erase, folder)
    assert _holding(folder) == []
    for point in range(1, points + 1, max(points // 12, 1)):
        shutil.rmtree(folder)
        _lay_out(folder)
        killed_at(_erase, folder, point)
        with Store(folder / "coded.csv.sqlite") as store:
            begun = ("r0", "2021") in store.settings().erased
            store.finish_erasing(ReviewedFiles([folder / "coded.csv"]).erase)
            assert store.settings().erasing == set()
            kept = [decision.answer for decision in store.decisions()]
        assert kept == ([OTHER] if begun else [ANSWER, OTHER]), point
        assert not begun or _holding(folder) == [], point
        assert begun or point < points // 2


def test_nothing_of_an_erased_or_closed_one_is_accepted(store: Store) -> None:
    store.propose_quotes([StoredQuote(OTHER, "nav", "NAV")])
    store.erase("r0", "2021", "Kari")
    with pytest.raises(StoreError, match="has been erased"):
        store.propose_theme(ThemeProposal(ANSWER, "Kari", "Nytt"))
    store.add_event(Event("closed", "Kari", wave="2021"))
    with pytest.raises(StoreError, match="closed"):
        store.propose_theme(ThemeProposal(OTHER, "Kari", "Nytt"))
    with pytest.raises(StoreError, match="closed"):
        store.judge_quote(1, approved=True, text="NAV", coder="Kari")
    store.propose_quotes([StoredQuote(AnswerId("r2", "2021", "imdi"), "nav", "NAV")])
    assert [quote.answer for quote in store.quotes()] == [OTHER]


ROWS = [("r0", WORDS), ("r1", "to\nlinjer; med «tegn»"), ("r0", "igjen"), ("r2", "æøå")]


def _answer_file(path: Path, encoding: str = "utf-8") -> None:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row in [
            ("Undersøkelsen 2021",),
            (),
            ("ID", "q", "svar"),
            *((r, i, t) for i, (r, t) in enumerate(ROWS)),
        ]:
            sheet.append(row)
        book.create_sheet("mer").append(["beholdes"])
        about = book.create_sheet("om", 0)
        for _ in range(2):
            about.append(["beholdes"])
        book.save(path)
    elif path.suffix in (".csv", ".txt"):
        rows = [f'{r};q{i};"{t}"' for i, (r, t) in enumerate(ROWS)]
        path.write_bytes("\r\n".join(["sep=;", "ID;q;svar", *rows, ""]).encode(encoding))
    elif path.suffix in (".sav", ".zsav"):
        people = [(1.0 + int(r[1]), float(i), t) for i, (r, t) in enumerate(ROWS)]
        pyreadstat.write_sav(
            pd.DataFrame(people, columns=["ID", "q", "svar"]),
            path,
            compress=path.suffix == ".zsav",
            column_labels={"svar": "Hva trenger dere?"},
            variable_value_labels={"q": {0.0: "første", 1.0: "andre"}},
            variable_measure={"q": "nominal"},
        )
    elif path.suffix == ".parquet":
        write_table(
            pd.DataFrame(ROWS, columns=["ID", "svar"]).assign(q=[*map(str, range(len(ROWS)))]), path
        )
    else:
        rows = [
            f'{{"ID": "{r}", "q": {i}, "svar": "x", "t": "{t.split()[0]}"}}'
            for i, (r, t) in enumerate(ROWS)
        ]
        path.write_text("\n".join(rows) + "\n", encoding)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("a.csv", "utf-8-sig"),
        ("a.csv", "cp1252"),
        ("a.csv", "utf-16"),
        ("a.txt", "utf-8"),
        ("a.xlsx", ""),
        ("a.jsonl", "utf-8"),
        ("a.parquet", "utf-8"),
        ("a.sav", "utf-8"),
        ("a.zsav", "utf-8"),
    ],
)
def test_hand_codings_answer_file_loses_the_respondents_rows_and_nothing_else(
    tmp_path: Path, name: str, encoding: str
) -> None:
    path = tmp_path / name
    _answer_file(path, encoding)
    columns = Columns(respondent="ID", question="q", text="svar", wave_value="2021")
    before = read_answers([path], columns)
    files = ReviewedFiles([], {path: columns})
    person = before["respondent"][0]
    files.erase(person, "2020")
    assert read_answers([path], columns).equals(before), "another wave"
    files.erase(person, "2021")
    after = read_answers([path], columns)
    others = before[before["respondent"] != person].reset_index(drop=True)
    assert files.by_hand_still() == []
    assert after.to_dict("records") == others.to_dict("records")
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        assert [book[name].cell(row, 1).value for name, row in (("mer", 1), ("om", 2))] == [
            "beholdes",
            "beholdes",
        ]
        return
    if "sav" in path.suffix:
        _, meta = pyreadstat.read_sav(path)
        assert meta.column_names_to_labels["svar"] == "Hva trenger dere?"
        assert meta.variable_measure["q"] == "nominal"
    assert WORDS.encode(encoding) not in path.read_bytes()
    if path.suffix in (".csv", ".jsonl"):
        kept = [line for line in path.read_bytes().decode(encoding).split("\r\n") if line]
        assert kept[:1] == ["sep=;"] or path.suffix == ".jsonl"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Respondent;Wave;text\nr0;2021;{}\nr1;2021;b\n", ("r0", "2021")),
        ("respondent;Wave;text\n1.0;2021.0;{}\n2.0;2021.0;b\n", ("1", "2021")),
        ("RESPONDENT ;text\n 1;{}\n2;b\n", ("1", "2021")),
    ],
)
def test_a_respondent_is_erased_however_the_review_read_names_and_ids(
    tmp_path: Path, text: str, person: tuple[str, str]
) -> None:
    path, columns = tmp_path / "a.csv", Columns(wave_value="2021")
    path.write_text(text.format(WORDS))
    assert tuple(read_answers([path], columns).iloc[0, :2]) == person
    files = ReviewedFiles([], {path: columns})
    files.erase(*person)
    assert _holding(tmp_path) == []
    assert len(read_answers([path], columns)) == 1
    assert files.elsewhere() == []


def test_a_respondent_is_erased_from_one_of_the_parts_that_were_drawn_from_together(
    tmp_path: Path,
) -> None:
    parts = [tmp_path / "1.parquet", tmp_path / "2.csv"]
    for number, path in enumerate(parts):
        frame = coded_frame([WORDS, "b"], drawn=1).assign(respondent=[f"r{number}", f"s{number}"])
        drawn = {"part": {"of": 2, "run": "a", "number": number}}
        write_coded(frame, Meta("test", CODEBOOK, draw=drawn), path)
    ReviewedFiles(parts).erase("r0", "2021")
    assert [answer.respondent for answer in read_coded(parts).ids] == ["s0", "r1", "s1"]


def test_in_a_survey_all_waves_are_cleared_and_what_was_sent_is_named(tmp_path: Path) -> None:
    (tmp_path / "textmining.toml").write_text('name = "u"\n')
    older, newer, models, waiting = (
        tmp_path / name for name in ("waves/2021", "waves/2024", "models", ".incoming/a")
    )
    for folder in (older, newer, models, waiting):
        folder.mkdir(parents=True)
    _lay_out(older)
    (older / "m.examples.jsonl").rename(models / "2020.examples.jsonl")
    _answer_file(older / "answers.csv")
    _answer_file(newer / "answers.csv")
    _answer_file(waiting / "ny.xlsx")
    columns = Columns(respondent="ID", question="q", text="svar", wave_value="2024")
    store = str(tmp_path / "decisions.sqlite")
    files = reviewed_files([newer / "answers.csv"], columns, store, tmp_path / "b.xlsx")
    files.erase("r0", "2021")
    assert _holding(older) == ["answers.csv", "coded.csv.sqlite"]
    assert _holding(models) == []
    named = {Path(name).as_posix() for name in files.elsewhere()}
    assert {"waves/2021/answers.csv", ".incoming/a/ny.xlsx"} <= named
    assert not {"waves/2021/coded.csv", "waves/2024/answers.csv"} & named
    files.erase("r0", "2024")
    assert _holding(newer) == []


def test_nothing_of_an_erasure_that_was_cut_off_is_handed_on(tmp_path: Path) -> None:
    _lay_out(tmp_path)
    store = str(tmp_path / "coded.csv.sqlite")

    def cut_off(_respondent: str, _wave: str) -> None:
        raise OSError("full")

    with Store(store) as opened, pytest.raises(OSError, match="full"):
        opened.erase("r0", "2021", "Kari", cut_off)
    with pytest.raises(StoreError, match="not finished"):
        decided_in([store], CODEBOOK)
    with pytest.raises(StoreError, match="not finished"):
        export_decisions(store, [tmp_path / "coded.csv"], tmp_path / "ut.csv")
    with Store(store) as opened:
        opened.finish_erasing(ReviewedFiles([tmp_path / "coded.csv"]).erase)
    assert len(decided_in([store], CODEBOOK).decisions.frame) == 1


@pytest.fixture
def client(tmp_path: Path, store: Store) -> Iterator[TestClient]:
    _lay_out(tmp_path)
    (tmp_path / "leveranse.xlsx").write_bytes(b"")
    answers = answers_of(coded_frame(["b"]), CODEBOOK)
    access = Access(b"s", frozenset({"testserver"}), ("Kari",))
    app = create_app(
        Desk(store, answers, CODEBOOK), access, files=ReviewedFiles([tmp_path / "coded.csv"])
    )
    with TestClient(app) as opened:
        yield opened


def test_who_is_known_to_the_store_only_can_be_erased_and_what_remains_is_listed(
    client: TestClient, store: Store
) -> None:
    store.record([Decision(AnswerId("borte", "2019", "imdi"), "Kari", ("nav",), "1")])
    form = {"csrf": token(client.get("/setup").text), "wave": "2019"}
    page = client.post("/setup/erase", data={**form, "respondent": "borte", "again": "borte"})
    assert "leveranse.xlsx" in page.text
    assert "coded.csv<" not in page.text
    assert store.decisions() == []


def test_a_journal_that_cannot_be_emptied_after_an_erasure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = [p for p in database._PRAGMAS if "timeout" not in p]
    monkeypatch.setattr(database, "_PRAGMAS", (*pragmas, "busy_timeout = 1"))
    path = tmp_path / "a.sqlite"
    with Store(path) as store:
        store.record([Decision(ANSWER, "Kari", ("nav",), "1", note=WORDS)])
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM decisions").fetchall()
            with pytest.raises(StoreError, match=r"a\.sqlite-wal"):
                store.erase("r0", "2021", "Kari")
            assert store.decisions() == []
            assert _holding(tmp_path) != []
    assert _holding(tmp_path) == []


def test_two_programs_that_empty_the_journal_at_once_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"

    def erase(program: int) -> None:
        with Store(path) as store:
            for i in range(15):
                store.erase(f"r{program} {i}", "2021", "Kari")

    Store(path).close()
    with ThreadPoolExecutor(8) as programs:
        list(programs.map(erase, range(8)))


def test_live_counts_leave_out_who_was_erased_as_count_does(tmp_path: Path) -> None:
    _lay_out(tmp_path)
    file, store_name = tmp_path / "coded.csv", tmp_path / "coded.csv.sqlite"
    found = reviewable([file], Columns(), None)
    with Store(store_name) as store:
        access = Access(b"s", frozenset({"testserver"}), ("Kari",))
        app = review_app(found, ReviewedFiles([file]), store, access)
        with TestClient(app) as client:
            form = {"csrf": token(client.get("/setup").text), "wave": "2021"}
            assert "3 svar" in client.get("/counts").text
            client.post("/setup/erase", data={**form, "respondent": "r0", "again": "r0"})
            live = app.state.site.counts.table()
            assert "2 svar" in client.get("/counts").text
            for gone in ("r1", "r2"):
                client.post("/setup/erase", data={**form, "respondent": gone, "again": gone})
            assert client.get("/counts").status_code == 200
    _lay_out(tmp_path / "again")
    _erase(tmp_path / "again")
    decided = decided_in([str(tmp_path / "again" / "coded.csv.sqlite")], CODEBOOK)
    counted = count_themes(read_coded([tmp_path / "again" / "coded.csv"]), decided.decisions)
    assert live.drop(columns="label").equals(counted.frame.drop(columns="label"))


def test_an_answer_file_that_rows_cannot_be_taken_out_of_is_named_with_what_to_do(
    tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(f"text\n{WORDS}\nb\n", encoding="utf-8")  # no ids: row numbers are
    files = ReviewedFiles([], {path: Columns(wave_value="2021")})
    answers = answers_of(coded_frame(["b"]), CODEBOOK)
    access = Access(b"s", frozenset({"testserver"}), ("Kari",))
    with TestClient(create_app(Desk(store, answers, CODEBOOK), access, files=files)) as client:
        form = {"csrf": token(client.get("/setup").text), "wave": "2021"}
        page = client.post("/setup/erase", data={**form, "respondent": "r0", "again": "r0"}).text
    told = page.partition('role="alert">Respondentens')[2]
    assert "slett alle radene til respondenten" in told.partition("</p>")[0]
    assert "<li>svar.csv</li>" in told
    assert "svar.csv" not in files.elsewhere()
