"""Sums of weights, rounded so that they do not tell which answers they are of."""

from dataclasses import replace

import numpy as np
import pandas as pd

from textmining.answers import CountTable, Method

_OF_PEOPLE = {"respondent_share": None, "respondent_low": np.floor, "respondent_high": np.ceil}


def grain_of(table: CountTable) -> float:
    """The power of ten next to the weight of one answer.

    Args:
        table: the table of counts, with `BEHIND`.
    """
    total, answers = table.frame[["total", "answers"]].sum()
    return float(10.0 ** np.round(np.log10(total / answers)))


def rounded(table: CountTable, grain: float) -> CountTable:
    """Weighted numbers to the next whole grain, and shares made of these; limits outwards.

    Args:
        table: the table of counts, with `BEHIND`.
        grain: what numbers are rounded to.
    """
    frame = table.frame.copy()
    everything = frame["method"] == Method.EVERYTHING_READ.value
    total = _nearest(frame["total"], grain).clip(lower=grain)
    low = _nearest(frame["low"], grain).where(everything, np.floor(frame["low"] / grain) * grain)
    high = _nearest(frame["high"], grain).where(everything, np.ceil(frame["high"] / grain) * grain)
    frame["machine"] = _nearest(frame["machine"], grain)
    shares = {"estimate": _nearest(frame["estimate"], grain), "low": low, "high": high}
    for name, numbers in shares.items():
        frame[name] = np.minimum(numbers, total)
        share = "share" if name == "estimate" else f"share_{name}"
        frame[share] = (frame[name] / total).round(6)
    if "respondent_share" in frame:
        frame = _with_people(frame, grain, everything)
    return replace(table, frame=frame)


def _with_people(frame: pd.DataFrame, grain: float, everything: pd.Series) -> pd.DataFrame:
    """The same of the shares of respondents."""
    total = _nearest(frame["people_total"], grain).clip(lower=grain)
    for name, outwards in _OF_PEOPLE.items():
        steps = (frame[name] * frame["people_total"] / grain).round(3)
        whole = (
            steps.round() if outwards is None else steps.round().where(everything, outwards(steps))
        )
        frame[name] = (whole * grain / total).clip(upper=1).round(6)
    return frame


def _nearest(numbers: pd.Series, grain: float) -> pd.Series:
    return grain * (numbers / grain).round()
