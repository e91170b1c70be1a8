"""Beyond one process: a cluster that loses a worker, and frames on any engine."""

import os
import pickle
import signal
from pathlib import Path

import pandas as pd
import pytest

import textmining as tm
from tests.conftest import SURVEY
from textmining.answers import Columns, read_answers, write_table
from textmining.errors import ColumnError, OptionError
from textmining.files import sha256_of_folder
from textmining.workflow.code import code_to_folder
from textmining.workflow.coding.options import CodingOptions

pytestmark = pytest.mark.slow

PARTS = 6


@pytest.fixture(scope="module")
def answers(data: Path) -> pd.DataFrame:
    return read_answers([data / f"{SURVEY}-2021.csv"]).drop(columns="themes").head(120)


@pytest.mark.filterwarnings("ignore")  # Dask's own, of ports and of the worker that is killed
def test_a_cluster_that_loses_a_worker_writes_the_same_files(
    tmp_path: Path, model: Path, answers: pd.DataFrame
) -> None:
    distributed = pytest.importorskip("distributed")
    files = []
    for number in range(PARTS):
        files.append(tmp_path / f"answers-{number}.parquet")
        write_table(answers[number::PARTS].reset_index(drop=True), files[-1])
    killed: list[int] = []
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=100
    )
    with cluster, distributed.Client(cluster) as client:

        def progress(step: str, done: int = 0, total: int | None = None) -> None:
            if step == "Coding" and done and done != total and not killed:
                killed.extend(client.run(os.getpid).values())
                os.kill(killed[0], signal.SIGKILL)

        code_to_folder(
            files,
            Columns(),
            model,
            tmp_path / "cluster",
            options=CodingOptions(),
            cluster=cluster.scheduler_address,
            progress=progress,
        )
    assert len(killed) == 2
    code_to_folder(files, Columns(), model, tmp_path / "here", options=CodingOptions())
    assert sha256_of_folder(tmp_path / "cluster") == sha256_of_folder(tmp_path / "here")


@pytest.mark.filterwarnings("ignore")  # Dask's own
def test_an_address_without_a_scheduler_is_told(
    tmp_path: Path, model: Path, answers: pd.DataFrame
) -> None:
    pytest.importorskip("distributed")  # its own settings first: they go with ours otherwise
    dask = pytest.importorskip("dask")
    write_table(answers, tmp_path / "answers.parquet")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(OptionError, match="no Dask scheduler answers there"),
    ):
        code_to_folder(
            [tmp_path / "answers.parquet"],
            Columns(),
            model,
            tmp_path / "coded",
            cluster="tcp://127.0.0.1:9",
        )


def test_frames_are_coded_alike_however_they_are_cut(model: Path, answers: pd.DataFrame) -> None:
    coder = pickle.loads(pickle.dumps(tm.FrameCoder(str(model))))  # noqa: S301 - as engines do
    whole = coder(answers)
    assert set(coder.added()) == {*whole.columns} - {*answers.columns}
    cuts = [answers[:1], answers[1:70], answers[70:70], answers[70:]]
    pd.testing.assert_frame_equal(pd.concat(coder.batches(iter(cuts))), whole)
    once = tm.Coder.load(model).code(answers).frame
    for name in coder.added():
        mine, file = whole[name], once[name]
        file = file.map(";".join) if name == "themes" else file
        assert mine.fillna(0).tolist() == file.fillna(0).tolist(), name


def test_a_frame_without_answers_is_told(model: Path) -> None:
    with pytest.raises(ColumnError, match="no column svar"):
        tm.FrameCoder(str(model), text="svar")(pd.DataFrame({"text": ["a"]}))
