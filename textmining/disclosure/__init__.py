"""Small counts are held back, with as many others as it takes that nobody can work them out."""

from textmining.disclosure.publish import count_to_publish
from textmining.disclosure.suppress import suppressed

__all__ = ["count_to_publish", "suppressed"]
