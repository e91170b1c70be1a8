"""Bad input from the outside: exit code, one clear message, no file, no answer's text."""

import json
import os
import platform
import resource
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import pytest
from typer.core import TyperGroup, TyperOption
from typer.main import get_command
from typer.testing import CliRunner

from tests.conftest import PATIENCE, SURVEY, Run
from tests.loading import loaded_by
from textmining.cli.app import app
from textmining.cli.errors import exit_codes

PRIVATE = "Hemmelig svar om NAV"


def _refused(result: "subprocess.CompletedProcess[str]", message: str, folder: Path) -> None:
    assert result.returncode == 1, result.stderr
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert PRIVATE not in result.stdout + result.stderr
    assert not [path for path in folder.iterdir() if path.name.startswith((".", "out"))]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"ID;svar\n1;{PRIVATE}\n", "found ID, svar"),
        (f"respondent;wave;text\n1;2021;{PRIVATE}\n1;2021;{PRIVATE}\n", "the same respondent"),
        (f"respondent;wave;text;themes\n1;2021;{PRIVATE};feil\n", "row 2, column themes"),
        (f'respondent;wave;text\n1;2021;"{PRIVATE}\n', "quotation mark"),
    ],
)
def test_bad_rows_and_columns(
    tmp_path: Path, run: Run, model: Path, content: str, message: str
) -> None:
    (tmp_path / "in.csv").write_text(content)
    result = run("code", tmp_path / "in.csv", "--model", model, "--out", tmp_path / "out.csv")
    _refused(result, message, tmp_path)


def test_an_answer_too_long_for_a_workbook(tmp_path: Path, run: Run, model: Path) -> None:
    text = PRIVATE + "x" * 40_000
    (tmp_path / "in.csv").write_text(f"respondent;wave;text\n1;2021;{text}\n")
    arguments = ["code", tmp_path / "in.csv", "--model", model, "--out"]
    _refused(run(*arguments, tmp_path / "out.xlsx"), "write .parquet instead", tmp_path)
    assert run(*arguments, tmp_path / "out.parquet").returncode == 0


def test_a_model_for_another_codebook(tmp_path: Path, run: Run, model: Path, data: Path) -> None:
    (tmp_path / "b.csv").write_text("code;label\nnav;NAV\n")
    arguments = ["--model", model, "--codebook", tmp_path / "b.csv", "--out", tmp_path / "out.csv"]
    result = run("code", data / f"{SURVEY}-2021.csv", *arguments)
    _refused(result, "codebook", tmp_path)


def test_a_truncated_model(tmp_path: Path, run: Run, model: Path, data: Path) -> None:
    shutil.copytree(model, tmp_path / "model")
    with (tmp_path / "model" / "arrays.npz").open("r+b") as stream:
        stream.truncate(1000)
    arguments = ["--model", tmp_path / "model", "--out", tmp_path / "out.csv"]
    _refused(run("code", data / f"{SURVEY}-2021.csv", *arguments), "truncated", tmp_path)


def test_no_codes_to_train_on(tmp_path: Path, run: Run, data: Path) -> None:
    arguments = ["--codebook", data / "codebook.yaml", "--out", tmp_path / "out"]
    _refused(run("train", data / f"{SURVEY}-2021.csv", *arguments), "human codes", tmp_path)


def test_decisions_about_other_answers_are_not_trained_on(
    tmp_path: Path, run: Run, data: Path
) -> None:
    decisions = tmp_path / "read.csv"
    decisions.write_text("respondent;wave;question;themes\n7;2021;imdi;nav\n")
    files = [data / f"{SURVEY}-2021.csv", "--codebook", data / "codebook.yaml"]
    result = run("train", *files, "--out", tmp_path / "out", "--decisions", decisions)
    _refused(result, "no decision (of 1) is about an answer", tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="file size limits are a thing of POSIX systems")
def test_a_full_disk_at_the_end_of_a_run(tmp_path: Path, model: Path, data: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    command = [sys.executable, "-m", "textmining.cli", "code", str(data / f"{SURVEY}-2021.csv")]

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    result = subprocess.run(
        [*command, "--model", str(model), "--out", str(tmp_path / "out.csv")],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_disk,  # the child has one thread
    )
    assert (result.returncode, "cannot be written" in result.stderr) == (1, True), result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_text() == "old"


def test_an_out_folder_that_cannot_be(tmp_path: Path, run: Run, model: Path, data: Path) -> None:
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "out.csv"
    result = run("code", data / f"{SURVEY}-2021.csv", "--model", model, "--out", out)
    _refused(result, "cannot be written", tmp_path)


def test_no_step_writes_over_a_file_it_reads(
    tmp_path: Path, run: Run, model: Path, coded: Path
) -> None:
    codebook, counted, original = (
        tmp_path / name for name in ("cb.csv", "c.csv", "respondents.sav")
    )
    reads = {
        "in.csv": f"respondent;wave;text;themes\n1;2021;{PRIVATE};nav\n",
        "model.examples.jsonl": '{"respondent": "1", "wave": "1", "text": "a", "themes": "nav"}\n',
        "counts.csv": "respondent;wave;question;themes\n1;2021;imdi;nav\n",
        "cb.csv": "code;label\nnav;NAV\n",
    }
    for name, content in reads.items():
        (tmp_path / name).write_text(content)
    shutil.copy(coded, counted)
    shutil.copy(coded, original)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    answers, read, again = (tmp_path / name for name in ("in.csv", "counts.csv", "x/../in.csv"))
    (tmp_path / "x").mkdir()
    for arguments in (
        ["code", answers, "--model", model, "--out", again],
        ["code", answers, "--model", model, "--codebook", codebook, "--out", codebook],
        [
            "train",
            tmp_path / "model.examples.jsonl",
            "--codebook",
            codebook,
            "--out",
            tmp_path / "model",
        ],
        ["count", counted, "--out", counted],
        ["count", counted, "--decisions", read, "--out", read],
        [
            "count",
            counted,
            "--population",
            answers,
            "--out",
            tmp_path / "o.csv",
            "--together",
            answers,
        ],
        ["report", counted, "--decisions", read, "--out", tmp_path],
        ["report", counted, "--original", original, "--out", tmp_path],
        ["decisions", "export", "s.sqlite", "--coded", counted, "--out", counted],
    ):
        _refused(run(*arguments), "is one of the files to read", tmp_path)
    twice = ["--out", tmp_path / "a.csv", "--together", tmp_path / "a.csv"]
    _refused(run("count", counted, *twice), "is to be written twice", tmp_path)
    (tmp_path / "x").rmdir()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_with_other_files_is_refused_before_the_training(
    tmp_path: Path, run: Run, data: Path
) -> None:
    (tmp_path / "card.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("years of work")
    arguments = ["--codebook", data / "codebook.yaml", "--out", tmp_path]
    result = run("train", data / f"{SURVEY}-2020.xlsx", *arguments)
    _refused(result, "holds something else (notes.txt)", tmp_path)
    assert "Training" not in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["card.json", "notes.txt"]


def test_what_the_disk_refuses_is_no_bug_of_ours(tmp_path: Path, run: Run, coded: Path) -> None:
    shutil.copy(coded, tmp_path / "coded.csv")
    (tmp_path / "coded.csv.meta.json").mkdir()
    result = run("count", tmp_path / "coded.csv", "--out", tmp_path / "out.csv")
    _refused(result, "coded.csv.meta.json: cannot be used (is a directory)", tmp_path)
    long_name = run("count", coded, "--out", tmp_path / ("x" * 300 + ".csv"))
    _refused(long_name, "cannot be written (file name too long)", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("closed", "code", "said"),
    [("0<&-", 1, "Nobody answers here"), ("0</dev/null", 1, "Nobody answers"), ("1>&-", 0, "")],
)
def test_streams_that_are_closed_are_no_bug_of_ours(
    tmp_path: Path, closed: str, code: int, said: str
) -> None:
    (tmp_path / "a.csv").write_text("id;Hva?\n1;vi savner mer hjelp\n2;det er bra nok\n")
    program = shlex.join([sys.executable, "-m", "textmining.cli", "--lang", "en", "init"])
    yes = "--yes" if not code else ""
    result = subprocess.run(
        ["/bin/sh", "-c", f"{program} '{tmp_path / 'u'}' '{tmp_path / 'a.csv'}' {yes} {closed}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, said in result.stderr) == (code, True), result.stderr


@pytest.mark.slow
def test_a_terminal_without_the_letters_gets_another_sign(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("respondent;wave;text;themes\n1;2021;a;språk\n")
    result = subprocess.run(
        [sys.executable, "-m", "textmining.cli", "check", str(tmp_path / "a.csv")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (result.returncode, "spr?k 1" in result.stdout) == (0, True), result.stderr


# The program, which stops before it moves the first finished file to its place, and tells that.
STOPS = """
import os, time
from textmining.cli import main

def stop(*_paths):
    print(len(os.listdir("{folder}")), flush=True)
    time.sleep({seconds})

os.replace = stop
main()
"""


def test_ctrl_c_ends_with_130_and_leaves_nothing(tmp_path: Path, model: Path, data: Path) -> None:
    wave, out = str(data / f"{SURVEY}-2021.csv"), str(tmp_path / "out.csv")
    program = STOPS.format(folder=tmp_path, seconds=PATIENCE)
    command = [sys.executable, "-c", program, "code", wave, "--model", str(model), "--out", out]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) > 0
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"Traceback" not in complaints
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_ends_with_2(run: Run) -> None:
    assert run("code", "--nonsense").returncode == 2
    assert run("code", "a.csv").returncode == 2


def test_our_own_bug_ends_with_3_and_quotes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with pytest.raises(SystemExit) as caught, exit_codes():
            _fail_quoting(PRIVATE)
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
    assert caught.value.code == 3
    message = capsys.readouterr().err
    assert "ValueError" in message
    assert "_fail_quoting" in message
    assert PRIVATE not in message
    log = Path(message.split("Please send us ")[1].strip().removesuffix("."))
    assert log.parent == tmp_path
    assert "_fail_quoting" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def _fail_quoting(text: str) -> None:
    numbers: dict[str, int] = {}
    try:
        numbers[text]
    except KeyError as error:
        raise ValueError(f"cannot parse {text}") from error


def test_version_tells_the_program_python_and_the_models_it_reads(run: Run, model: Path) -> None:
    card = json.loads((model / "card.json").read_text("utf-8"))
    result = run("--version")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        f"textmining {version('textmining-survey')}",
        f"Python {platform.python_version()}",
        f"reads models of format {card['format']}",
    ]


def test_help_tells_the_commands(run: Run) -> None:
    result = run("--help")
    assert result.returncode == 0
    assert "evaluate" in result.stdout


def test_help_loads_nothing_heavy() -> None:
    heavy = "numpy pandas sklearn spacy sqlalchemy starlette matplotlib"
    assert loaded_by("from textmining.cli import app", heavy) == []


def _commands(group: TyperGroup, *before: str) -> Iterator[tuple[str, ...]]:
    """Every command, one in a group after the group's name."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, *before, name)
        else:
            yield *before, name


COMMANDS = list(_commands(cast("TyperGroup", get_command(app))))


def _help(command: tuple[str, ...]) -> str:
    """A command's help text in one line."""
    result = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    return " ".join(result.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_help_text_has_an_example(command: tuple[str, ...]) -> None:
    assert f"Example: textmining {' '.join(command)}" in _help(command)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_codebook_is_accepted_wherever_answers_are(command: tuple[str, ...]) -> None:
    of_the_folder = {
        ("init",), ("status",), ("open",), ("shortcut",), ("wave", "add"), ("codebook", "new")
    }  # fmt: skip
    is_about_answers = command not in {("demo",), ("vectors",)} | of_the_folder
    assert ("--codebook" in _help(command)) == is_about_answers


def test_a_target_that_is_no_share(tmp_path: Path, run: Run, model: Path, data: Path) -> None:
    arguments = ["--model", model, "--out", tmp_path / "out.csv", "--target", "95"]
    _refused(run("code", data / f"{SURVEY}-2021.csv", *arguments), "between 0 and 1", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_option_given_twice_is_never_dropped(command: tuple[str, ...]) -> None:
    for option in _options(command):
        given = [option.opts[0]] if option.is_flag else [option.opts[-1], "x"]
        result = CliRunner().invoke(app, [*command, *given, *given], env={"COLUMNS": "200"})
        assert (result.exit_code, "is given 2 times" in result.output) == (2, True), option.name


def _options(command: tuple[str, ...]) -> list[TyperOption]:
    """The command's options that hold one value."""
    found: Any = get_command(app)
    for name in command:
        found = found.commands[name]
    return [o for o in found.params if isinstance(o, TyperOption) and not o.multiple]


def test_no_sign_of_a_file_commands_the_terminal(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.csv"
    path.write_text("wave;text;b\x07\x1b[1m\n2021\x1b[31m;Mer NAV;x\n", encoding="utf-8")
    shown = run("check", path)
    assert shown.returncode == 0
    assert "2021\\x1b[31m" in shown.stdout
    assert "the rows' numbers are the respondents' ids" in shown.stdout
    (tmp_path / "b.csv").write_text("wave\x1b[31m;text\n2021;Mer NAV\n", encoding="utf-8")
    refused = run("check", tmp_path / "b.csv")
    assert refused.returncode == 1
    assert not {"\x1b", "\x07"} & {*shown.stdout, *shown.stderr, *refused.stderr}
