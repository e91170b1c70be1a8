"""Which answers a person reads: the random draw that makes a count honest, and doubt beyond it."""

from textmining.sampling.budget import budget, budgets
from textmining.sampling.doubt import doubt
from textmining.sampling.numbers import identities, random_numbers
from textmining.sampling.stratified import DRAW_VERSION, Draw, draw
from textmining.sampling.survey import SurveyDraw, draw_survey

__all__ = [
    "DRAW_VERSION",
    "Draw",
    "SurveyDraw",
    "budget",
    "budgets",
    "doubt",
    "draw",
    "draw_survey",
    "identities",
    "random_numbers",
]
