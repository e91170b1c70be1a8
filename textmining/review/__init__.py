"""A person's decisions: queue, store, workbook round trip."""

from textmining.review.answers import Answer, ReviewedAnswers
from textmining.review.array_files import ArrayFiles
from textmining.review.choice import Choice
from textmining.review.database import is_store, store_exists, store_name
from textmining.review.decisions import Codes, Decision, Standing
from textmining.review.desk import Barrier, Desk, Sight
from textmining.review.double import double_coded
from textmining.review.erase import ReviewedFiles
from textmining.review.filling import Filling, answers_of
from textmining.review.incoming import background_of
from textmining.review.index import kept_answers
from textmining.review.reasons import Reasons, Similar, read_reasons
from textmining.review.records import (
    MARK,
    Event,
    StoredQuote,
    ThemeProposal,
    is_quote_of,
    restored,
)
from textmining.review.store import Store
from textmining.review.workbook import export_workbook
from textmining.review.workbook_in import Imported, check_workbook, import_workbook

__all__ = [
    "MARK",
    "Answer",
    "ArrayFiles",
    "Barrier",
    "Choice",
    "Codes",
    "Decision",
    "Desk",
    "Event",
    "Filling",
    "Imported",
    "Reasons",
    "ReviewedAnswers",
    "ReviewedFiles",
    "Sight",
    "Similar",
    "Standing",
    "Store",
    "StoredQuote",
    "ThemeProposal",
    "answers_of",
    "background_of",
    "check_workbook",
    "double_coded",
    "export_workbook",
    "import_workbook",
    "is_quote_of",
    "is_store",
    "kept_answers",
    "read_reasons",
    "restored",
    "store_exists",
    "store_name",
]
