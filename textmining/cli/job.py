"""A command that was started as a job of a survey's home page puts on record how it goes."""

import os
from contextlib import AbstractContextManager, nullcontext

_JOB_FOLDER = "TEXTMINING_JOB"  # as survey_folder.jobs has it, which loads too much for --help


def on_record() -> AbstractContextManager[None]:
    """Return what puts a job on record; nothing where the command was not started as one."""
    if _JOB_FOLDER not in os.environ:
        return nullcontext()
    from textmining.workflow.survey_folder.jobs import recorded

    return recorded()
