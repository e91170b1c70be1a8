import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from textmining.errors import FileError
from textmining.files import whole_file, whole_files, whole_folder


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_takes_its_name_when_the_block_ends_well(tmp_path: Path) -> None:
    target = tmp_path / "new" / "counts.csv"
    with whole_file(target) as temporary:
        temporary.write_text("a")
        assert not target.exists()
    assert target.read_text() == "a"
    assert _names(target.parent) == ["counts.csv"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "counts.csv"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError), whole_file(target) as temporary:
        temporary.write_text("new \ud800")
    assert target.read_text() == "old"
    assert _names(tmp_path) == ["counts.csv"]


def test_files_that_belong_together_appear_together_or_not_at_all(tmp_path: Path) -> None:
    targets = [tmp_path / "new" / "a", tmp_path / "new" / "b"]
    with pytest.raises(UnicodeEncodeError), whole_files(targets) as (first, _):
        first.write_text("a \ud800")
    assert _names(tmp_path) == []
    with whole_files(targets) as (first, second):
        first.write_text("a")
        second.write_text("b")
    assert _names(tmp_path / "new") == ["a", "b"]


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "model"
    for content in ("one", "two"):
        with whole_folder(target) as temporary:
            (temporary / content).write_text(content)
    assert _names(target) == ["two"]
    with pytest.raises(ZeroDivisionError), whole_folder(target) as temporary:
        raise ZeroDivisionError
    assert _names(target) == ["two"]
    assert _names(tmp_path) == ["model"]


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "counts.csv"
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, old[1]))
    try:
        with pytest.raises(FileError, match="cannot be written"), whole_file(target) as temporary:
            temporary.write_text("x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert _names(tmp_path) == []


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(FileError, match="cannot be written"), whole_file(tmp_path / "out" / "a"):
        pass
    with pytest.raises(FileError, match="is a file"), whole_folder(tmp_path / "out"):
        pass
    with pytest.raises(FileError, match="is a folder"), whole_file(tmp_path):
        pass


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_process_leaves_nothing_half_written(
    tmp_path: Path, signal_number: signal.Signals
) -> None:
    program = (
        "import signal, sys, time, pathlib; from textmining.files import whole_file\n"
        "for number in (signal.SIGTERM, signal.SIGINT):\n"
        "    signal.signal(number, lambda *_: sys.exit(1))\n"
        f"with whole_file(pathlib.Path({str(tmp_path / 'a')!r})) as temporary:\n"
        "    temporary.write_text('half'); print('ready', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal_number)
        assert process.wait() != 0
    assert _names(tmp_path) == []
