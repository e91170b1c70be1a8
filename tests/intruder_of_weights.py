"""An intruder who knows what every group's answers weigh, and wants hidden sums of weights.

Everything was read and the answers of a group weigh the same, and so do its respondents and units,
none of whom is in two groups. So every sum is made of whole numbers. The intruder looks for whole
numbers that agree with all that is published as far as it is rounded, with what the denominators of
shares tell, and with what `intruder` knows of tables of counts.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.intruder import PLACES, Cell, Terms, content_of, least_of, numbers_of, place_of, rows_of

__all__ = ["told_of_weights"]


def told_of_weights(
    table: pd.DataFrame,
    counts: pd.DataFrame,
    by: Sequence[str],
    weights: Mapping[str, float],
    nets: Mapping[str, Sequence[str]],
    residual: Sequence[str],
    grain: float,
) -> tuple[int, dict[Cell, float]]:
    """How many hidden numbers were attacked, and those that could be no other with what they are.

    Args:
        table: what is published.
        counts: the true numbers of answers, respondents and units, with the same rows.
        by: its background columns.
        weights: what an answer weighs, by the first of the groups.
        nets: the themes of each net, none of them residual.
        residual: the themes that stand alone.
        grain: what is published is rounded to whole multiples of it; 0 for four decimals.
    """
    attacked, told = 0, dict[Cell, float]()
    for wave in counts["wave"].unique():
        rows = (counts["wave"] == wave).to_numpy()
        attack = _Attack(counts[rows], table[rows], by, weights, grain or 1e-4)
        attack.know_the_codebook(nets, residual)
        attacked += len(attack.hidden)
        told |= attack.told()
    return attacked, told


class _Attack:
    """One wave's numbers."""

    def __init__(
        self,
        counts: pd.DataFrame,
        table: pd.DataFrame,
        by: Sequence[str],
        weights: Mapping[str, float],
        grain: float,
    ) -> None:
        self.by, self.weights, self.grain = by, weights, grain
        self.true = numbers_of(counts, by, 0)
        self.totals = [cell for cell in self.true if not cell[3]]
        self.known = {cell: n for cell, n in self.true.items() if cell[3]}
        self.published = self._published(table)
        self.hidden = [cell for cell in self.true if cell not in self.published]

    def _published(self, table: pd.DataFrame) -> dict[Cell, float]:
        """What the table tells: how many there are in a place, and sums of weights."""
        sizes = {c: self._sum(c) for c in self.true if c[0] == "respondents"}
        weight = {c[1:]: self.grain * round(n / self.grain) for c, n in sizes.items()}
        found: dict[Cell, float] = {}
        for row in table.to_dict("records"):
            place = (row["wave"], row["question"], *(row[name] for name in self.by))
            if row["base"] == "unit":
                numbers = {"units": row["estimate"], "units by machine": row["machine"]}
                of_place = {"in units": row["answers"]}
            else:
                people = row["respondent_share"] * weight.get(place, np.nan)
                numbers = {"estimate": row["estimate"], "machine": row["machine"], "people": people}
                of_place = {"answers": row["answers"], "respondents": row["respondents"]}
            found |= {(kind, *place, row["theme"]): n for kind, n in numbers.items() if n >= 0}
            found |= {(kind, *place): n for kind, n in of_place.items() if n >= 0}
        return found

    def _terms(self, cell: Cell) -> Terms:
        """A number as a sum of whole numbers of the groups that weigh the same."""
        parts = [(*cell[:3], name, *cell[4:]) for name in ([cell[3]] if cell[3] else self.weights)]
        return {part: self.weights[part[3]] for part in parts if part in self.known}

    def _sum(self, cell: Cell) -> float:
        return sum(weight * self.known[part] for part, weight in self._terms(cell).items())

    def know_the_codebook(self, nets: Mapping[str, Sequence[str]], residual: Sequence[str]) -> None:
        """Write down what ties whole numbers together, and what is published of their sums."""
        self.known |= content_of(self.known, residual)
        self.at = {cell: j for j, cell in enumerate(self.known)}
        self.right = np.array(list(self.known.values()))
        ties = rows_of(self.known, self.by, nets, residual)
        told = [*self._told_by_numbers(), *self._told_by_shares()]
        matrix = self._matrix([terms for terms, *_ in [*ties, *told]])
        low, high = np.array(
            [*((0.0, 0.0 if is_equal else np.inf) for _, is_equal in ties), *(e for _, e in told)]
        ).T
        true = matrix @ self.right
        close = 1e-6 * max(1, self.right.max())
        assert (true > low - close).all(), "the intruder believes what is not true"
        assert (true < high + close).all(), "the intruder believes what is not true"
        self.constraints = LinearConstraint(matrix, low - 1e-7, high + 1e-7)

    def _told_by_numbers(self) -> Iterator[tuple[Terms, tuple[float, float]]]:
        for cell, number in self.published.items():
            if cell[0] in PLACES.values():
                yield dict.fromkeys(self._terms(cell), 1.0), (number, number)
            else:
                yield self._terms(cell), (number - self.grain / 2, number + self.grain / 2)

    def _told_by_shares(self) -> Iterator[tuple[Terms, tuple[float, float]]]:
        """Every share that is shown tells what all in its place weigh, as it is rounded."""
        for place in {place_of(cell) for cell in self.published if cell[0] in PLACES}:
            number = self.grain * round(self._sum(place) / self.grain)
            if number:
                yield self._terms(place), (number - self.grain / 2, number + self.grain / 2)

    def told(self) -> dict[Cell, float]:
        """The hidden numbers that cannot be others, many at a time first."""
        sums = self._matrix([self._terms(cell) for cell in self.hidden])
        true = sums @ self.right
        enough = np.array([min(self._terms(cell).values()) / 2 for cell in self.hidden])
        safe = np.zeros(len(self.hidden), dtype=np.bool_)
        one_by_one = ([i] for i in range(len(safe)))
        for among in ([*range(len(safe))], [*range(0, len(safe), 2)], *one_by_one):
            for sign in (1.0, -1.0):
                aim = np.zeros(len(safe))
                aim[among] = np.where(safe[among], 0.0, sign)
                if aim.any():
                    found = milp(
                        -(aim @ sums),
                        constraints=self.constraints,
                        bounds=Bounds([least_of(cell) for cell in self.at], 1000),
                        integrality=np.ones(len(self.right), dtype=np.int64),
                    )
                    assert found.x is not None
                    safe |= np.abs(sums @ found.x.round() - true) >= enough - 1e-6
        return {
            c: self.true[c] for c, is_safe in zip(self.hidden, safe, strict=True) if not is_safe
        }

    def _matrix(self, rows: Sequence[Terms]) -> csr_array:
        entries = [(i, self.at[c], x) for i, terms in enumerate(rows) for c, x in terms.items()]
        i, j, numbers = np.array(entries).T
        return csr_array((numbers, (i.astype(int), j.astype(int))), shape=(len(rows), len(self.at)))
