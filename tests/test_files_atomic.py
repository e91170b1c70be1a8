import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.killing import killed_at, points_of
from textmining.answers import Columns
from textmining.errors import FileError
from textmining.files import alone, atomic_file, atomic_files, atomic_folder, check_apart
from textmining.files.workplace import recover
from textmining.workflow.code import code, code_to_folder


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_takes_its_name_when_the_block_ends_well(tmp_path: Path) -> None:
    target = tmp_path / "new" / "counts.csv"
    with atomic_file(target) as temporary:
        temporary.write_text("a")
        assert not target.exists()
    assert target.read_text() == "a"
    assert _names(target.parent) == ["counts.csv"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "counts.csv"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError), atomic_file(target) as temporary:
        temporary.write_text("new \ud800")
    assert target.read_text() == "old"
    assert _names(tmp_path) == ["counts.csv"]


def test_files_that_belong_together_appear_together_or_not_at_all(tmp_path: Path) -> None:
    targets = [tmp_path / "new" / "a", tmp_path / "new" / "b"]
    with pytest.raises(UnicodeEncodeError), atomic_files(targets) as (first, _):
        first.write_text("a \ud800")
    assert _names(tmp_path) == []
    with atomic_files(targets) as (first, second):
        first.write_text("a")
        second.write_text("b")
    assert _names(tmp_path / "new") == ["a", "b"]


def test_what_the_disk_refuses_between_two_files_undoes_the_first(tmp_path: Path) -> None:
    old, new, refused = (tmp_path / name for name in ("old.csv", "new.csv", "refused.csv"))
    old.write_text("old")

    def write() -> None:
        with atomic_files([old, new, refused]) as temporaries:
            for temporary in temporaries:
                temporary.write_text("new")
            refused.mkdir()  # no file can take the name of a folder

    with pytest.raises(FileError, match=r"refused\.csv: cannot be written.*Nothing was changed"):
        write()
    assert _names(tmp_path) == ["old.csv", "refused.csv"]
    assert old.read_text() == "old"


def test_a_replaced_file_keeps_its_access_rights(tmp_path: Path) -> None:
    target = tmp_path / "coded.csv"
    target.write_text("old")
    target.chmod(0o600)
    with atomic_file(target) as temporary:
        temporary.write_text("new")
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o600)


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "model"
    for content in ("one", "two"):
        with atomic_folder(target) as temporary:
            (temporary / content).write_text(content)
    assert _names(target) == ["two"]
    with pytest.raises(ZeroDivisionError), atomic_folder(target) as temporary:
        raise ZeroDivisionError
    assert _names(target) == ["two"]
    assert _names(tmp_path) == ["model"]


@pytest.mark.parametrize("held", [["card.json", "notes.txt"], ["card.json"], [".git"]])
def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path, held: list[str]) -> None:
    for name in held:
        (tmp_path / name).write_text("years of work")
    ours = ("card.json", "codebook.yaml")
    with pytest.raises(FileError, match="holds something else"), atomic_folder(tmp_path, ours):
        pass
    assert _names(tmp_path) == sorted(held)


def test_an_older_folder_of_ours_is_replaced_with_its_access_rights(tmp_path: Path) -> None:
    target = tmp_path / "model"
    target.mkdir()
    for content in ("one", "two"):
        with atomic_folder(target, ["card.json"]) as temporary:
            (temporary / "card.json").write_text(content)
        target.chmod(0o700)
    assert (target / "card.json").read_text() == "two"
    assert target.stat().st_mode & 0o777 == 0o700


def test_files_to_write_are_apart_from_each_other_and_from_those_to_read(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("answers")
    (tmp_path / "link.csv").symlink_to(one)
    check_apart([two], [one, None, "postgresql://host/base"])
    for same in (one, tmp_path / "folder" / ".." / "one.csv", tmp_path / "link.csv"):
        (tmp_path / "folder").mkdir(exist_ok=True)
        with pytest.raises(FileError, match="is one of the files to read"):
            check_apart([two, one], [None, str(same)])
    with pytest.raises(FileError, match="written twice"):
        check_apart([two, tmp_path / "folder" / ".." / "two.csv"], [])


@pytest.mark.parametrize("size", [2000, 1])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, size: int) -> None:
    """It may have room for the file, and none for the record of what takes which name."""
    target = tmp_path / "counts.csv"
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, old[1]))
    try:
        with pytest.raises(FileError, match="cannot be written"), atomic_file(target) as temporary:
            temporary.write_text("x" * size)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert _names(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "mend"), [(errno.ENOSPC, "make room there, or"), (errno.EACCES, "choose another")]
)
def test_room_is_asked_for_where_it_lacks_and_no_option_is_named(
    tmp_path: Path, number: int, mend: str
) -> None:
    """Steps of a survey's folder have no --out."""
    with pytest.raises(FileError, match=mend) as told, atomic_file(tmp_path / "a"):
        raise OSError(number, os.strerror(number))
    assert "--" not in str(told.value)


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(FileError, match="cannot be written"), atomic_file(tmp_path / "out" / "a"):
        pass
    with pytest.raises(FileError, match="is a file"), atomic_folder(tmp_path / "out"):
        pass
    with pytest.raises(FileError, match="is a folder"), atomic_file(tmp_path):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_process_leaves_nothing_half_written(
    tmp_path: Path, signal_number: signal.Signals
) -> None:
    program = (
        "import signal, sys, time, pathlib; from textmining.files import atomic_file\n"
        "for number in (signal.SIGTERM, signal.SIGINT):\n"
        "    signal.signal(number, lambda *_: sys.exit(1))\n"
        f"with atomic_file(pathlib.Path({str(tmp_path / 'a')!r})) as temporary:\n"
        "    temporary.write_text('half'); print('ready', flush=True); time.sleep(1200)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal_number)
        assert process.wait() != 0
    assert _names(tmp_path) == []


@pytest.mark.slow
def test_a_kill_at_any_point_leaves_the_old_or_the_new_files_together(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    _lay_out(folder)
    points = points_of(_write_anew, folder)
    assert {*_state(folder).values()} == {"new"}
    assert "gone" not in _state(folder)
    seen = []
    for point in range(1, points + 1):
        shutil.rmtree(folder)
        old = _lay_out(folder)
        killed_at(_write_anew, folder, point)
        recover(folder)
        state = _state(folder)
        assert state == old or {*state.values()} == {"new"}, point
        seen.append(state == old)
    assert seen == sorted(seen, reverse=True), "once the new files are there they stay"
    assert 0 < sum(seen) < len(seen)


def _write_anew(folder: Path) -> None:
    targets = [folder / name for name in ("model", "a.csv", "sub/b.csv", "new.csv")]
    with atomic_files(targets, folders=targets[:1], without=[folder / "gone"]) as made:
        (made[0] / "card").write_text("new")
        for path in made[1:]:
            path.write_text("new")


def _lay_out(folder: Path) -> dict[str, str]:
    (folder / "model").mkdir(parents=True)
    (folder / "sub").mkdir()
    for name in ("model/card", "a.csv", "sub/b.csv", "gone"):
        (folder / name).write_text("old")
    return _state(folder)


def _state(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def test_a_left_over_is_removed_but_not_the_work_of_a_living_process(tmp_path: Path) -> None:
    left = tmp_path / ".textmining-old"
    left.mkdir()
    (left / "coded.csv").write_text("an answer")
    with atomic_file(tmp_path / "a.csv") as temporary:
        temporary.write_text("a")
        recover(tmp_path)
        assert temporary.exists()
        assert not left.exists()
    assert _names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("target", ["../outside", "link/outside", "/tmp/outside"])  # noqa: S108
def test_a_journal_from_elsewhere_reaches_no_other_folder(tmp_path: Path, target: str) -> None:
    folder, outside = tmp_path / "delivery", tmp_path / "outside"
    (folder / ".textmining-x").mkdir(parents=True)
    (folder / "link").symlink_to(tmp_path)
    (folder / ".textmining-x" / "bad").write_text("bad")
    journal = json.dumps([["bad", target, "old"]])
    (folder / ".textmining-x" / "journal").write_text(journal)
    recover(folder)
    assert not outside.exists()
    assert not Path("/tmp/outside").exists()  # noqa: S108


def test_what_holds_answers_is_for_its_owner_only_where_it_is_new(tmp_path: Path) -> None:
    target = tmp_path / "coded.csv"
    for mode in (0o600, 0o640):
        with atomic_file(target, private=True) as temporary:
            temporary.write_text("an answer")
        assert target.stat().st_mode & 0o777 == mode
        target.chmod(0o640)


def test_targets_may_be_named_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pythons differ in whether a temporary folder's name is then absolute."""
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    with atomic_files([Path("sub/a.txt"), Path("b.txt")]) as files:
        for file in files:
            file.write_text("new", encoding="utf-8")
    assert (tmp_path / "sub" / "a.txt").read_text(encoding="utf-8") == "new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "b.txt", "sub"]


@pytest.mark.slow
def test_one_process_at_a_time_makes_a_file_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    target = tmp_path / "new" / "coded.csv"
    program = (
        "import sys, pathlib\nfrom textmining.files import alone\n"
        "with alone(pathlib.Path(sys.argv[1])):\n    print('here', flush=True)\n    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(FileError, match="another run"), alone(target):
            pass
        with alone(target.with_name("other.csv")):
            pass
        with pytest.raises(FileError, match="another run"):
            code([tmp_path / "a.csv"], Columns(), tmp_path / "model", target)
        other.kill()
    with alone(target):
        assert [path.name for path in target.parent.iterdir()] == [".textmining-coded.csv"]
    assert not any(target.parent.iterdir())


def test_of_two_that_code_to_one_folder_the_second_is_told(tmp_path: Path) -> None:
    with alone(tmp_path / "coded"), pytest.raises(FileError, match="another run"):
        code_to_folder([tmp_path / "a.csv"], Columns(), tmp_path / "model", tmp_path / "coded")


def _in_two_folders(folder: Path) -> None:
    targets = [folder / "a" / "one.txt", folder / "b" / "two.txt"]
    with atomic_files(targets) as files:
        for file in files:
            file.write_text("new", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("first_read", ["a", "b"])
def test_files_of_two_folders_are_both_old_or_both_new_after_a_kill(
    tmp_path: Path, first_read: str
) -> None:
    folder = tmp_path / "survey"

    def lay_out() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        for name in ("a/one.txt", "b/two.txt"):
            (folder / name).parent.mkdir(parents=True)
            (folder / name).write_text("old", encoding="utf-8")

    lay_out()
    points, seen = points_of(_in_two_folders, folder), set()
    for point in range(1, points + 1, max(points // 12, 1)):
        lay_out()
        killed_at(_in_two_folders, folder, point)
        recover(folder / first_read)
        state = {path.read_text() for path in folder.glob("*/*.txt")}
        assert len(state) == 1, point
        seen |= state
        recover(folder / "a")
        recover(folder / "b")
        assert sorted(_state(folder)) == ["a/one.txt", "b/two.txt"], point
    assert seen == {"old", "new"}
