"""The survey folder: settings, waves, codebooks, models; what a vendor's columns may be."""

from textmining.survey.changing import (
    PRESENTED,
    change_coding,
    change_publication,
    change_weighting,
)
from textmining.survey.folder import WAVE_SETTINGS, Survey, WaveFolder, find_survey, open_survey
from textmining.survey.guesses import Guess, Role
from textmining.survey.language import reading_language
from textmining.survey.mapping import mappings_of
from textmining.survey.proposal import Proposal, propose
from textmining.survey.settings import (
    CodingSettings,
    SurveySettings,
    Unit,
    read_survey_settings,
)
from textmining.survey.short_ids import question_ids
from textmining.survey.vocabulary import plurals
from textmining.survey.writing import Start, settings_text, unit_of

__all__ = [
    "PRESENTED",
    "WAVE_SETTINGS",
    "CodingSettings",
    "Guess",
    "Proposal",
    "Role",
    "Start",
    "Survey",
    "SurveySettings",
    "Unit",
    "WaveFolder",
    "change_coding",
    "change_publication",
    "change_weighting",
    "find_survey",
    "mappings_of",
    "open_survey",
    "plurals",
    "propose",
    "question_ids",
    "read_survey_settings",
    "reading_language",
    "settings_text",
    "unit_of",
]
