"""Theme counts that say how sure they are, and agreement between coders: arrays in, records out."""

from textmining.estimation.agreement import Agreement, agreement
from textmining.estimation.assisting import AssistingModel, assisting_model
from textmining.estimation.change import Limits, before_rounding, change, widened
from textmining.estimation.coder_error import CoderError, coder_errors, corrected
from textmining.estimation.comparisons import holm, tail_probability
from textmining.estimation.difference_estimator import difference_estimate
from textmining.estimation.dispersion import Expected, dispersion
from textmining.estimation.ends import open_ends
from textmining.estimation.hypergeometric import (
    hypergeometric_limits,
    limits_among_invited,
    strict_limits,
)
from textmining.estimation.looks import MOST_LOOKS, level_of_each_look
from textmining.estimation.machine import (
    InMemory,
    Machine,
    any_of,
    blocks,
    log_absent,
)
from textmining.estimation.panel import ReadErrors, correlation, read_errors
from textmining.estimation.raking import design_effect, rake
from textmining.estimation.recalibration import (
    SILENT,
    Recalibration,
    ThemeModel,
    clipped_logit,
    floored,
    recalibrate,
    recalibrate_pooled,
    silent_share,
)
from textmining.estimation.respondents import count_respondents
from textmining.estimation.score_interval import pearson3_cdf, score_limits
from textmining.estimation.strata import Strata, strata
from textmining.estimation.theme import (
    TOO_FEW,
    Reading,
    ThemeCount,
    count_theme,
    count_theme_strictly,
)
from textmining.estimation.units import UNKNOWN, Alike, alike, count_units

__all__ = [
    "MOST_LOOKS",
    "SILENT",
    "TOO_FEW",
    "UNKNOWN",
    "Agreement",
    "Alike",
    "AssistingModel",
    "CoderError",
    "Expected",
    "InMemory",
    "Limits",
    "Machine",
    "ReadErrors",
    "Reading",
    "Recalibration",
    "Strata",
    "ThemeCount",
    "ThemeModel",
    "agreement",
    "alike",
    "any_of",
    "assisting_model",
    "before_rounding",
    "blocks",
    "change",
    "clipped_logit",
    "coder_errors",
    "corrected",
    "correlation",
    "count_respondents",
    "count_theme",
    "count_theme_strictly",
    "count_units",
    "design_effect",
    "difference_estimate",
    "dispersion",
    "floored",
    "holm",
    "hypergeometric_limits",
    "level_of_each_look",
    "limits_among_invited",
    "log_absent",
    "open_ends",
    "pearson3_cdf",
    "rake",
    "read_errors",
    "recalibrate",
    "recalibrate_pooled",
    "score_limits",
    "silent_share",
    "strata",
    "strict_limits",
    "tail_probability",
    "widened",
]
