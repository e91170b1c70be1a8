"""The survey folder: its settings, waves, codebook versions, models and what is stale."""

from textmining.survey.folder import Survey, WaveFolder, find_survey, open_survey
from textmining.survey.settings import (
    Question,
    Settings,
    Unit,
    read_survey_settings,
)

__all__ = [
    "Question",
    "Settings",
    "Survey",
    "Unit",
    "WaveFolder",
    "find_survey",
    "open_survey",
    "read_survey_settings",
]
