"""A person's decisions: queue, store, workbook round trip."""

from textmining.review.answers import Answer, answers_of
from textmining.review.database import is_store
from textmining.review.decisions import AnswerId, Codes, Decision, Standing
from textmining.review.desk import Choice, Desk
from textmining.review.double import DoubleCoded, double_coded
from textmining.review.reasons import Reasons, Similar, read_reasons
from textmining.review.records import MARK, Event, Quote, ThemeProposal
from textmining.review.store import Store

__all__ = [
    "MARK",
    "Answer",
    "AnswerId",
    "Choice",
    "Codes",
    "Decision",
    "Desk",
    "DoubleCoded",
    "Event",
    "Quote",
    "Reasons",
    "Similar",
    "Standing",
    "Store",
    "ThemeProposal",
    "answers_of",
    "double_coded",
    "is_store",
    "read_reasons",
]
