"""The statuses that files hold: what becomes of an answer, and how a number was made."""

from enum import StrEnum


class ReviewStatus(StrEnum):
    """What the column `review` of a coded file says of an answer."""

    AUDIT = "audit"
    """Drawn: a person reads it, and the counts rest on it."""

    DOUBT = "doubt"
    """Next in line, since the machine doubts."""

    NONE = ""
    """Neither, or not answered."""


class Method(StrEnum):
    """What the column `method` of a count file says of a number, or of its absence."""

    EVERYTHING_READ = "everything read"
    DIFFERENCE = "difference estimator, score interval"
    STRICT = "strict: hypergeometric interval"
    NOTHING_READ = "no interval: nothing read"
    TOO_FEW_READ = "no interval: too few read"
    NO_UNITS = "no interval: strict mode counts answers"
    SUPPRESSED = "suppressed"
    """Held back, since it is small or tells a small number."""
