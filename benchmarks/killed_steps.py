"""The steps that `benchmarks.kills` kills, and what must hold afterwards."""

import contextlib
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from tests.example_review import CODEBOOK, coded_frame
from tests.killing import Step, killed_at, points_of, preload
from textmining.answers import AnswerId, Columns, Meta, read_settings, write_coded
from textmining.counting import CountOptions
from textmining.errors import FileError
from textmining.files import decode, recover, shipped
from textmining.review import (
    Decision,
    Desk,
    ReviewedFiles,
    Store,
    answers_of,
    export_workbook,
    import_workbook,
)
from textmining.survey import Role, open_survey
from textmining.workflow.code import code
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.report import ReportOptions, report
from textmining.workflow.survey_folder.init import init, understand
from textmining.workflow.survey_folder.status import status
from textmining.workflow.survey_folder.wave_add import add_wave, plan_wave
from textmining.workflow.train import train

__all__ = ["CASES", "Case", "kill"]

preload("benchmarks.killed_steps")

_DATA = shipped("data")
_LAST = 20
_MANY = 40  # answers, so that a step takes seconds


@dataclass(frozen=True)
class Case:
    """A step that is killed.

    Args:
        prepare: lays out a folder as it is before.
        step: what is killed.
        start: what the next start does with the folder.
        state: what is compared: the same before and after for the same files.
    """

    prepare: Step
    step: Step
    start: Step
    state: Callable[[Path], object]


def kill(case: Case, kills: int, seed: int) -> Counter[str]:
    """Kill a step at `kills` points; return how often all was "old", "new" or "mixed"."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        before, folder = Path(name) / "before", Path(name) / "work"
        before.mkdir()
        case.prepare(before)
        shutil.copytree(before, folder)
        old = case.state(folder)
        points = points_of(case.step, folder)
        new = case.state(folder)
        if old == new:
            raise AssertionError("the step changes nothing")
        for point in _points(points, kills, seed):
            shutil.rmtree(folder)
            shutil.copytree(before, folder)
            killed_at(case.step, folder, point)
            case.start(folder)
            state = case.state(folder)
            found["old" if state == old else "new" if state == new else "mixed"] += 1
    return found


def _points(points: int, kills: int, seed: int) -> list[int]:
    """Every point where there are enough kills; else the last ones, and others at random."""
    if points <= kills:
        return list(range(1, points + 1))
    last = list(range(max(points - _LAST, 0) + 1, points + 1))
    drawn = random.Random(seed).choices(range(1, points + 1), k=kills)  # noqa: S311
    return [*last, *drawn][:kills]


def _files(folder: Path) -> dict[str, bytes]:
    """All files but the inputs, by name."""
    found = (path for path in folder.rglob("*") if path.is_file() and "input" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _recover(folder: Path) -> None:
    for place in (folder, *(path for path in folder.iterdir() if path.is_dir())):
        recover(place)


def _inputs(folder: Path) -> None:
    """A few answers of the example survey, in a folder of their own."""
    inputs = folder / "input"
    inputs.mkdir()
    for name, out in (("2019", "train"), ("2021", "new")):
        path = _DATA / f"kommuneundersokelsen-{name}.csv"
        lines = decode(path.read_bytes(), path).splitlines()
        (inputs / f"{out}.csv").write_text("\n".join(lines[: _MANY + 1]), "utf-8-sig")


def _train(folder: Path, seed: int = 1) -> None:
    columns = read_settings(_DATA / "textmining.toml")
    inputs = folder / "input"
    train([inputs / "train.csv"], columns, _DATA / "codebook.yaml", folder / "model", seed=seed)


def _before_train(folder: Path) -> None:
    _inputs(folder)
    lines = (folder / "input" / "train.csv").read_text("utf-8-sig").splitlines()
    whole = "\n".join(lines)
    (folder / "input" / "train.csv").write_text("\n".join(lines[:-5]), "utf-8-sig")
    _train(folder)
    (folder / "input" / "train.csv").write_text(whole, "utf-8-sig")


def _code(folder: Path, seed: int = 1) -> None:
    inputs = folder / "input"
    options = CodingOptions(seed=seed)
    code([inputs / "new.csv"], Columns(), inputs / "model", folder / "coded.xlsx", options=options)


def _before_code(folder: Path) -> None:
    _before_train(folder)
    for name in ("model", "model.examples.jsonl"):
        shutil.move(folder / name, folder / "input" / name)
    _code(folder, seed=0)


def _report(folder: Path, level: float = 0.9) -> None:
    counts = CountOptions(level=level)
    report([folder / "input" / "coded.xlsx"], folder / "report", options=ReportOptions(counts))


def _before_report(folder: Path) -> None:
    inputs = folder / "input"
    inputs.mkdir()
    frame = coded_frame([f"svar {i}" for i in range(_MANY)], drawn=10)
    write_coded(frame, Meta("kills", CODEBOOK), inputs / "coded.xlsx")
    _report(folder, level=0.95)


def _review(folder: Path) -> None:
    frame = coded_frame([f"svar {i}" for i in range(_MANY)], drawn=10)
    ids = [AnswerId(*row) for row in frame[["respondent", "wave", "question"]].to_numpy()]
    similar = [{**ids[1]._asdict(), "reasons": {}, "similar": []}]
    write_coded(frame, Meta("kills", CODEBOOK), folder / "coded.csv", similar)
    with Store(folder / "r.sqlite") as store:
        desk = Desk(store, answers_of(frame, CODEBOOK), CODEBOOK)
        export_workbook(desk, folder / "filled.xlsx")
        store.record([Decision(ids[0], "Kari", ("nav",), "1"), Decision(ids[1], "Kari", (), "1")])
    book = load_workbook(folder / "filled.xlsx")
    names = [cell.value for cell in book.worksheets[0][2]]
    for row in range(3, 3 + _MANY):
        book.worksheets[0].cell(row, names.index("theme nav") + 1).value = 1
    book.save(folder / "filled.xlsx")


def _import(folder: Path) -> None:
    with Store(folder / "r.sqlite") as store:
        import_workbook(folder / "filled.xlsx", store, "Ola")


def _erase(folder: Path) -> None:
    with Store(folder / "r.sqlite") as store:
        store.erase("r1", "2021", "Kari", ReviewedFiles([folder / "coded.csv"]).erase)


def _finish_erasing(folder: Path) -> None:
    _recover(folder)
    with Store(folder / "r.sqlite") as store:
        store.finish_erasing(ReviewedFiles([folder / "coded.csv"]).erase)


def _without_store(folder: Path) -> dict[str, bytes]:
    return {name: held for name, held in _files(folder).items() if "sqlite" not in name}


def _stored(folder: Path) -> object:
    """What the store and the files hold, without the times at which it was put there."""
    with Store(folder / "r.sqlite") as store:
        decisions = [(d.answer, d.coder, d.themes) for d in store.decisions()]
        batches = len({d.batch for d in store.decisions()})
        erased, erasing = store.settings().erased, store.settings().erasing
    files = _without_store(folder)
    return decisions, batches, erased, erasing, files


def _survey(folder: Path) -> None:
    """A survey with one wave, and the next one's file beside it."""
    inputs = folder / "input"
    inputs.mkdir()
    for wave in ("2020", "2021"):
        rows = [f"{i};{'KM'[i % 2]};vi savner mer hjelp {wave} {i}" for i in range(_MANY)]
        head = ["ID;Kjønn;Hva savner dere?" if wave == "2020" else "ID;Kjønn;Kva saknar de?"]
        (inputs / f"{wave}.csv").write_text("\n".join([*head, *rows]), "utf-8")
    _init(folder)


def _init(folder: Path) -> None:
    understood = understand(folder / "input" / "2020.csv")
    start = understood.start("Prøve", "nb")
    init(folder / "survey", start, understood, "2020", language="nb")


def _before_init(folder: Path) -> None:
    _survey(folder)
    shutil.rmtree(folder / "survey")


def _add_wave(folder: Path) -> None:
    survey = open_survey(folder / "survey")
    plan = plan_wave(survey, understand(folder / "input" / "2021.csv"), "2021")
    header = plan.understood.proposal.of(Role.TEXT)[0].header
    plan = plan.corrected({match.header: "" for match in plan.matches if match.role == "text"})
    add_wave(survey, folder / "input" / "2021.csv", plan=plan.corrected({}, [header]))


def _look(folder: Path) -> None:
    """What any command begins with that is started in the survey's folder."""
    with contextlib.suppress(FileError):  # there is none
        status(open_survey(folder / "survey"))


def _export(folder: Path) -> None:
    with Store(folder / "r.sqlite") as store:
        frame = coded_frame([f"svar {i}" for i in range(_MANY)], drawn=10)
        export_workbook(Desk(store, answers_of(frame, CODEBOOK), CODEBOOK), folder / "filled.xlsx")


def _save(folder: Path) -> None:
    with Store(folder / "r.sqlite") as store:
        frame = coded_frame([f"svar {i}" for i in range(_MANY)], drawn=10)
        ids = [AnswerId(*row) for row in frame[["respondent", "wave", "question"]].to_numpy()]
        store.record([Decision(answer, "Per", ("tolk",), "1", batch="b") for answer in ids[5:9]])


CASES = {
    "init": Case(_before_init, _init, _look, _files),
    "wave add": Case(_survey, _add_wave, _look, _files),
    "export": Case(_review, _export, _recover, _without_store),
    "save": Case(_review, _save, _recover, _stored),
    "code": Case(_before_code, _code, _recover, _files),
    "train": Case(_before_train, _train, _recover, _files),
    "report": Case(_before_report, _report, _recover, _files),
    "import": Case(_review, _import, _recover, _stored),
    "erase": Case(_review, _erase, _finish_erasing, _stored),
}
