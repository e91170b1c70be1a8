"""Which decided answers count as read for the draw: those whose turn has come.

The draw's reading order is by chance, so that whoever stops early has read a random part. One
stroke decides several answers: copies of a text, nearly the same ones, a selection in a table. The
first of them was read in its turn; the others stand further on in the order. Counted as read at
once, texts that many write would weigh too much among the first answers read.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import Coded, Decisions
from textmining.arrays import Bools


def read_in_turn(coded: Coded, decisions: Decisions | None) -> Bools:
    """Return which answers were drawn, are decided, and have had their turn.

    Answers that a stroke decided with an earlier one count once the reading has come to them, up
    to the next answer that is still to be read. Stopping just before a new text, not just after
    one, is what makes a share among those read unbiased (Haldane 1945, "On a method of estimating
    frequencies").

    Args:
        coded: coded answers.
        decisions: what persons decided; None if nobody has read.

    Returns:
        Shape `(n_answers,)`. Where decisions or answers do not say what was decided in one
        stroke, or in which order answers are read, all drawn and decided ones.
    """
    if decisions is None:
        return np.zeros(len(coded), dtype=np.bool_)
    read = coded.drawn & coded.among(decisions.themes)
    order = coded.order
    if order is None or not decisions.strokes:
        return read
    drawn = np.flatnonzero(coded.drawn)
    strokes = np.full(len(drawn), "", dtype=object)
    strokes[read[drawn]] = [decisions.strokes.get(answer, "") for answer in coded.ids_of(read)]
    frame = pd.DataFrame({
        "population": coded.population_numbers[drawn],
        "place": order[drawn],
        "read": read[drawn],
        "with_another": _with_another(order[drawn], pd.Series(strokes), read[drawn]),
    })  # fmt: skip
    result = np.zeros(len(coded), dtype=np.bool_)
    for _, population in frame.groupby("population"):
        result[drawn[population.index]] = _in_turn(population)
    return result


def _with_another(order: NDArray[np.float64], strokes: pd.Series, read: Bools) -> Bools:
    """Which answers were decided in one stroke with a drawn one before them in the order."""
    known = pd.DataFrame({"stroke": strokes, "place": order})[read & (strokes != "")]
    first = known.sort_values("place", kind="stable").drop_duplicates("stroke").index
    later = np.zeros(len(order), dtype=np.bool_)
    later[known.index.difference(first)] = True
    return later


def _in_turn(drawn: pd.DataFrame) -> Bools:
    """Which of a population's drawn answers count as read."""
    own = drawn[~drawn["with_another"]].sort_values("place", kind="stable")
    n_read = int(own["read"].sum())
    next_one = own["place"].iloc[n_read] if n_read < len(own) else np.inf
    reached = (drawn["place"] <= next_one) | ~drawn["with_another"]
    return (drawn["read"] & reached).to_numpy(dtype=np.bool_)
