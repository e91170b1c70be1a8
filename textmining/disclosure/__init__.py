"""Small counts are held back, with as many others as it takes that nobody can work them out."""

from textmining.disclosure.publish import tally_to_publish
from textmining.disclosure.suppress import SUPPRESSED, suppressed

__all__ = ["SUPPRESSED", "suppressed", "tally_to_publish"]
