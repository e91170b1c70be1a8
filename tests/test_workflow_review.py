"""The commands: a page on coded files or by hand, a workbook out and back."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest
import yaml
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tests.conftest import PATIENCE
from tests.example_review import CODEBOOK, coded_frame
from tests.web_client import token
from textmining.answers import (
    AnswerId,
    Columns,
    Meta,
    read_answers,
    read_coded,
    reasons_path,
    write_coded,
    write_table,
)
from textmining.cli.decisions import decisions
from textmining.codebook import to_plain
from textmining.errors import CodebookError, ColumnError, OptionError
from textmining.review import (
    Desk,
    ReviewedFiles,
    Store,
    answers_of,
)
from textmining.web import Access, create_app, serve
from textmining.web.serve import listening
from textmining.workflow.decisions import export_decisions, import_decisions
from textmining.workflow.inputs.reviewable import default_store, reviewable, similar_answers
from textmining.workflow.review import ReviewOptions

pytestmark = pytest.mark.slow

TEXTS = ("mer tolk", "mer tolker", "bolig", "for få boliger")


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    path = tmp_path / "coded.csv"
    frame = coded_frame(TEXTS, drawn=2, doubt=1)
    ids = [
        dict(zip(("respondent", "wave", "question"), row, strict=True))
        for row in frame[["respondent", "wave", "question"]].itertuples(index=False)
    ]
    reasons = [
        {**own, "reasons": {"nav": [[0, 3, 1.0]]},
         "similar": [{**ids[0], "text": TEXTS[0], "themes": ["tolk"], "similarity": 0.9}]}
        for own in ids
    ]  # fmt: skip
    write_coded(frame, Meta("test", CODEBOOK, {"sha256": "0"}), path, reasons)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "review.sqlite") as opened:
        yield opened


@pytest.fixture
def by_hand(tmp_path: Path) -> tuple[Path, Path]:
    answers, codebook = tmp_path / "answers.csv", tmp_path / "codebook.yaml"
    rows = "".join(f"r{i};2021;imdi;{text}\n" for i, text in enumerate(TEXTS))
    answers.write_text("respondent;wave;question;text\n" + rows, "utf-8")
    codebook.write_text(yaml.safe_dump(to_plain(CODEBOOK), allow_unicode=True), "utf-8")
    return answers, codebook


@contextmanager
def serving(*arguments: object) -> Iterator[str]:
    """The address of a page served by the real command."""
    command = [sys.executable, "-m", "textmining.cli", "review", "--port", "0", "--no-browser"]
    with subprocess.Popen(
        [*command, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().rpartition(" ")[2]
        finally:
            process.terminate()


def test_coded_files_are_reviewed(coded: Path) -> None:
    with (
        serving(coded, "--coder", "Kari") as url,
        httpx2.Client(follow_redirects=True, timeout=PATIENCE) as client,
    ):
        page = client.get(url).text
        assert "mer tolk" in page
        assert "Svarene er oppdiktet." in page
        form = {"csrf": token(page), "theme": "tolk"}
        client.post(f"{url}answer/0", data=form)
        assert "Tallene så langt" in client.get(f"{url}counts").text
    with Store(default_store([coded]), create=False) as store:
        assert store.current(CODEBOOK)["themes"].tolist() == [("tolk",)]


def test_a_network_needs_tokens(coded: Path) -> None:
    with pytest.raises(OptionError, match="--coder"):
        ReviewOptions(host="0.0.0.0")  # noqa: S104 - refused
    with (
        serving(coded, "--host", "0.0.0.0", "--coder", "Kari") as link,  # noqa: S104 - with tokens
        httpx2.Client(follow_redirects=True, timeout=PATIENCE) as client,
    ):
        assert client.get(link.partition("/enter/")[0]).status_code == 403
        assert client.get(link).status_code == 200


def test_a_port_in_use_is_told(store: Store) -> None:
    app = create_app(Desk(store, answers_of(coded_frame([]), CODEBOOK), CODEBOOK), Access(b"s"))
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(OptionError, match=f"port {port}"):
            serve(app, "127.0.0.1", port, lambda _: None)


def test_connections_do_not_wait_for_more_to_send() -> None:
    with (
        closing(listening("127.0.0.1", 0)) as listener,
        closing(socket.create_connection(listener.getsockname())),
        closing(listener.accept()[0]) as accepted,
    ):
        assert accepted.proto == socket.IPPROTO_TCP, "what asyncio looks at to turn Nagle off"


def test_answers_are_coded_by_hand_in_an_order_that_their_texts_do_not_change(
    by_hand: tuple[Path, Path],
) -> None:
    """Similar ones followed each other, and a part of them counted as a random part of all."""

    def read_order() -> list[AnswerId]:
        found = reviewable([by_hand[0]], Columns(), by_hand[1])
        return [answer.id for answer in sorted(found.answers, key=lambda answer: answer.order)]

    rows = [f"r{i};2021;imdi;{text}" for i, text in enumerate(TEXTS * 10)]
    orders = []
    for texts in (rows, sorted(rows, key=lambda row: row.rpartition(";")[2])):
        by_hand[0].write_text("\n".join(["respondent;wave;question;text", *texts]), "utf-8")
        orders.append(read_order())
    changed = [f"{row.rpartition(';')[0]};{TEXTS[0]}" for row in rows]
    by_hand[0].write_text("\n".join(["respondent;wave;question;text", *changed]), "utf-8")
    assert orders[0] == orders[1] == read_order()
    assert orders[0] != sorted(orders[0])


def test_similar_answers_are_shown_where_no_machine_proposes(by_hand: tuple[Path, Path]) -> None:
    found = reviewable([by_hand[0]], Columns(), by_hand[1])
    first = next(answer for answer in found.answers if answer.text == "mer tolk")
    assert found.reasons[first.id].similar[0].text == "mer tolker"
    place = TEXTS.index("mer tolk")
    with (
        serving(by_hand[0], "--codebook", by_hand[1], "--coder", "Kari") as url,
        httpx2.Client(follow_redirects=True, timeout=PATIENCE) as client,
    ):
        client.get(url)
        page = client.get(f"{url}answer/{place}").text
    assert "mer tolker" in page
    assert "Foreslått" not in page


def test_many_times_the_same_are_no_trouble() -> None:
    assert similar_answers(answers_of(coded_frame(["nei"] * 500), CODEBOOK)) == {}


def test_what_cannot_be_reviewed_is_told(
    coded: Path, by_hand: tuple[Path, Path], tmp_path: Path
) -> None:
    def refused(files: Sequence[Path], codebook: Path | None = None) -> str:
        with pytest.raises((CodebookError, ColumnError)) as error:
            reviewable(files, Columns(), codebook)
        return str(error.value)

    assert "To code answers by hand, name their --codebook." in refused([by_hand[0]])
    other = tmp_path / "other.yaml"
    other.write_text("name: annen\nversion: 2\nthemes: [{code: a, label: A}]\n", "utf-8")
    assert "not the codebook" in refused([coded], other)
    plain = {**to_plain(CODEBOOK), "name": "same", "version": "9999"}
    other.write_text(yaml.safe_dump(plain, allow_unicode=True), "utf-8")
    assert "this is version 9999" in refused([coded], other)
    frame = read_coded([coded]).frame.drop(columns="text")
    write_coded(frame, Meta("test", CODEBOOK), tmp_path / "bare.csv")
    assert "without --no-text" in refused([tmp_path / "bare.csv"])
    (tmp_path / "coded.csv.meta.json").unlink()
    assert "meta file" in refused([coded])


def test_a_workbook_goes_out_and_comes_back(coded: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    store, out = default_store([coded]), tmp_path / "review.xlsx"
    assert export_decisions(store, [coded], out) == 0
    book = load_workbook(out)
    names = {cell.value: cell.column for cell in book.worksheets[0][2]}
    book.worksheets[0].cell(3, names["theme tolk"] or 0).value = 1
    book.save(out)
    assert import_decisions(out, store, "Kari").recorded == 1
    table = tmp_path / "codes.csv"
    assert export_decisions(store, [coded], table) == 1
    assert "r0;2021;imdi;tolk;;Kari;" in table.read_text("utf-8-sig")


@pytest.mark.parametrize("option", [["--coded"], []], ids=["repeated", "as the shell spreads *"])
def test_the_decisions_commands_take_several_coded_files(
    coded: Path, tmp_path: Path, option: list[str]
) -> None:
    earlier = tmp_path / "earlier.csv"
    write_coded(coded_frame(["hjelp"] * 3, wave="2020"), Meta("test", CODEBOOK), earlier)
    out, store = tmp_path / "review.xlsx", default_store([coded])
    files = ["--coded", str(coded), *option, str(earlier)]
    done = CliRunner().invoke(decisions, ["export", store, *files, "--out", str(out)])
    assert done.exit_code == 0, done.output
    take_back = ["import", str(out), "--store", store, "--coder", "Kari"]
    done = CliRunner().invoke(decisions, take_back)
    assert "0 decisions recorded, 0 unchanged, 7 blank." in done.stdout


def test_importing_tells_of_a_new_store_and_of_another_codebook(
    coded: Path, by_hand: tuple[Path, Path], tmp_path: Path
) -> None:
    out, typo = tmp_path / "review.xlsx", tmp_path / "typo.sqlite"
    export_decisions(default_store([coded]), [coded], out)
    take_back = ["import", str(out), "--codebook", str(by_hand[1]), "--store"]
    known = CliRunner().invoke(decisions, [*take_back, default_store([coded])])
    assert (known.exit_code, known.stderr) == (0, "")
    new = CliRunner().invoke(decisions, [*take_back, str(typo)])
    assert f"There was no store {typo}; a new one was made." in new.stderr
    other = tmp_path / "other.yaml"
    other.write_text("name: annen\nversion: 2\nthemes: [{code: a, label: A}]\n", "utf-8")
    with pytest.raises(CodebookError, match="not the codebook that the workbook was made with"):
        import_decisions(out, default_store([coded]), "Kari", codebook=other)


def test_respondents_erased_at_once_are_all_gone(coded: Path) -> None:
    found = reviewable([coded], Columns(), None)
    access = Access(b"s", frozenset({"testserver"}), ("Kari",))

    def erase(respondent: str) -> None:
        """As one of several programs that review the same files."""
        with Store(default_store([coded])) as store:
            desk = Desk(store, found.answers, found.codebook)
            app = create_app(desk, access, files=ReviewedFiles([coded]))
            with TestClient(app) as client:
                form = {"csrf": token(client.get("/setup").text), "wave": "2021"}
                form |= {"respondent": respondent, "again": respondent}
                assert client.post("/setup/erase", data=form).status_code == 200

    with ThreadPoolExecutor() as threads:
        list(threads.map(erase, ["r0", "r1", "r2"]))
    assert read_coded([coded]).frame["respondent"].tolist() == ["r3"]
    assert len(reasons_path(coded).read_text().splitlines()) == 1


def test_an_erased_respondent_leaves_the_files(coded: Path) -> None:
    before = read_coded([coded]).frame
    examples = before[["respondent", "wave", "question", "text", "themes"]]
    odd = examples.assign(text=examples["text"].str.replace(" ", "\u2028"))
    write_table(odd, coded.with_name("model.examples.jsonl"))
    ReviewedFiles([coded]).erase("r0", "2021")
    left = read_answers([coded.with_name("model.examples.jsonl")])
    assert left["respondent"].tolist() == ["r1", "r2", "r3"]
    after = read_coded([coded]).frame
    assert after["respondent"].tolist() == ["r1", "r2", "r3"]
    assert after.equals(before[1:].reset_index(drop=True))
    for path in (coded, reasons_path(coded)):
        assert '"mer tolk"' not in path.read_text("utf-8-sig")
        assert ";mer tolk;" not in path.read_text("utf-8-sig")
    assert len(reasons_path(coded).read_text().splitlines()) == 3
