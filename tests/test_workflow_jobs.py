"""A step as a job: a real process, which may be stopped, killed or left alone by its starter."""

import json
import os
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.small_survey import small_survey
from textmining.errors import OptionError
from textmining.workflow.survey_folder.jobs import Job, Jobs, JobState

pytestmark = pytest.mark.slow
ENDLESS = ("review", "--no-browser", "--port", "0")
"""A step that ends only when it is stopped or killed."""


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    return small_survey(tmp_path / "min undersøkelse")


def ended(jobs: Jobs) -> Job:
    return until(jobs, lambda job: not job.is_running)


def until(jobs: Jobs, holds: Callable[[Job], bool]) -> Job:
    while True:
        job = jobs.current()
        assert job is not None
        if holds(job):
            return job
        time.sleep(0.05)


def at_work(survey: Path) -> bool:
    return (survey / ".job" / "progress.jsonl").exists()


def process_of(survey: Path) -> int:
    lines = (survey / ".job" / "progress.jsonl").read_text().splitlines()
    return int(json.loads(lines[0])["pid"])


def test_a_job_is_the_command_with_its_progress_and_what_it_printed(survey: Path) -> None:
    jobs = Jobs(survey)
    assert jobs.current() is None
    jobs.start("count", "--by", "rolle")
    job = ended(jobs)
    assert (job.state, job.words) == (JobState.DONE, ("count", "--by", "rolle"))
    assert "counts.xlsx" in job.output
    assert (survey / "reports" / "2020" / "counts.xlsx").exists()
    for path in (survey / ".job").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    jobs.forget()
    assert jobs.current() is None
    assert not (survey / ".job").exists()


def test_what_the_user_can_mend_is_said_in_the_programs_words(survey: Path) -> None:
    jobs = Jobs(survey)
    jobs.start("code")
    job = ended(jobs)
    assert job.state is JobState.FAILED
    assert "ingen modell" in job.said


def test_a_killed_job_is_seen_by_the_next_program_and_can_be_started_again(survey: Path) -> None:
    first = Jobs(survey)
    first.start(*ENDLESS)
    assert until(first, lambda _: at_work(survey)).is_running
    later = Jobs(survey)  # the page was closed and opened again meanwhile
    seen = later.current()
    assert seen is not None
    assert seen.is_running
    with pytest.raises(OptionError, match="textmining review is at work"):
        later.start("train")
    os.kill(process_of(survey), signal.SIGKILL)
    assert ended(first).state is JobState.CUT_OFF
    cut_off = Jobs(survey).current()
    assert cut_off is not None
    assert (cut_off.state, cut_off.step) == (JobState.CUT_OFF, "review")
    assert not (survey / "reports" / "2020" / "counts.xlsx").exists()
    later.start("count")
    assert ended(later).state is JobState.DONE
    assert (survey / "reports" / "2020" / "counts.xlsx").exists()


def test_a_job_can_be_stopped_by_a_program_that_did_not_start_it(survey: Path) -> None:
    first, later = Jobs(survey), Jobs(survey)
    first.start(*ENDLESS)
    until(first, lambda _: at_work(survey))
    later.stop()
    assert ended(first).state is JobState.STOPPED
    assert ended(later).state is JobState.STOPPED


def test_half_a_line_of_a_killed_process_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / ".job"
    folder.mkdir()
    (folder / "job.json").write_text('{"step": "code", "words": ["code"], "started": "2026"}')
    (folder / "progress.jsonl").write_text('{"doing": "Coding", "done": 1, "total": 2}\n{"doi')
    job = Jobs(tmp_path).current()
    assert job is not None
    assert (job.state, job.doing, job.total) == (JobState.CUT_OFF, "Coding", 2)
