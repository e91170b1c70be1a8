"""A person's decisions: queue, store, workbook round trip."""

from textmining.review.database import is_store
from textmining.review.decisions import AnswerId, Codes, Decision, Standing
from textmining.review.records import Event, Quote, ThemeProposal
from textmining.review.store import Store

__all__ = [
    "AnswerId",
    "Codes",
    "Decision",
    "Event",
    "Quote",
    "Standing",
    "Store",
    "ThemeProposal",
    "is_store",
]
