"""The review page; knows no classifier and no spaCy."""

from textmining.web.app import create_app
from textmining.web.sessions import Access

__all__ = ["Access", "create_app"]
