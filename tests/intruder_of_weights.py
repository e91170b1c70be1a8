"""An intruder who knows what every group's answers weigh, and wants hidden sums of weights.

Everything was read and the answers of a group weigh the same, so every sum is made of whole numbers
of answers. The intruder looks for whole numbers that agree with all that is published as far as it
is rounded, and with what is known of the codebook.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

__all__ = ["told_of_weights"]

Place = tuple[str, ...]
Terms = dict[int, float]


def told_of_weights(
    table: pd.DataFrame,
    counts: pd.DataFrame,
    by: Sequence[str],
    weights: Mapping[str, float],
    nets: Mapping[str, Sequence[str]],
    residual: Sequence[str],
    grain: float,
) -> tuple[int, list[Place]]:
    """How many hidden sums were attacked, and which of them could be no other.

    Args:
        table: what is published.
        counts: the true numbers of answers, with the same rows.
        by: its background columns.
        weights: what an answer weighs, by the first of the groups.
        nets: the themes of each net, none of them residual.
        residual: the themes that stand alone.
        grain: what is published is rounded to whole multiples of it; 0 for four decimals.
    """
    attacked, told = 0, []
    for wave in counts["wave"].unique():
        rows = (counts["wave"] == wave).to_numpy()
        for number in ("estimate", "machine"):
            attack = _Attack(counts[rows], table[rows], by, weights, number, grain or 1e-4)
            attack.know_the_codebook(nets, residual)
            found = attack.told(min(weights.values()) / 2)
            attacked += int(attack.hidden.sum())
            told += [(wave, number, *attack.names(i)) for i in found]
    return attacked, told


class _Attack:
    """One wave's numbers of one kind."""

    def __init__(
        self,
        counts: pd.DataFrame,
        table: pd.DataFrame,
        by: Sequence[str],
        weights: Mapping[str, float],
        number: str,
        grain: float,
    ) -> None:
        self.rows = counts[["question", *by, "theme"]].to_numpy().tolist()
        self.hidden = table[number].isna().to_numpy()
        finest = [i for i, row in enumerate(self.rows) if row[0] != "*" and all(row[1:-1])]
        self.at = {tuple(self.rows[i]): j for j, i in enumerate(finest)}
        self.right = counts[number].to_numpy()[finest].round()
        self.sizes = {tuple(self.rows[i][:-1]): counts["answers"].iloc[i] for i in finest}
        worth = np.array([weights[self.rows[i][1]] for i in finest])
        self.sums = np.array([self._parts(row) for row in self.rows]) * worth
        true = self.sums @ self.right
        published = table[number].to_numpy()
        self.least = np.where(self.hidden, 0.0, published - grain / 2 - 1e-6)
        self.most = np.where(self.hidden, np.inf, published + grain / 2 + 1e-6)
        assert ((self.least <= true) & (true <= self.most)).all()
        self.constraints = [LinearConstraint(self.sums, self.least, self.most)]
        most = [self.sizes[tuple(self.rows[i][:-1])] for i in finest]
        self.bounds = Bounds(0, np.array(most, dtype=np.float64))

    def _parts(self, row: list[str]) -> list[bool]:
        question, *groups, theme = row
        return [
            (question in ("*", q))
            and theme == t
            and all(g in ("", own) for g, own in zip(groups, mine, strict=True))
            for q, *mine, t in self.at
        ]

    def know_the_codebook(self, nets: Mapping[str, Sequence[str]], residual: Sequence[str]) -> None:
        """Nets and their themes, residual themes, and that every answer has a theme."""
        rows = [
            row
            for place, size in self.sizes.items()
            for row in self._of(place, size, nets, residual)
        ]
        matrix = np.zeros((len(rows), len(self.right)))
        for i, (terms, _) in enumerate(rows):
            matrix[i, list(terms)] = list(terms.values())
        least = np.array([number for _, number in rows])
        assert (matrix @ self.right >= least).all(), "the intruder believes what is not true"
        self.constraints.append(LinearConstraint(csr_array(matrix), least, np.inf))

    def _of(
        self, place: Place, size: float, nets: Mapping[str, Sequence[str]], residual: Sequence[str]
    ) -> Iterator[tuple[Terms, float]]:
        here = {cell[-1]: j for cell, j in self.at.items() if cell[:-1] == place}
        alone = dict.fromkeys((here[theme] for theme in residual if theme in here), 1.0)
        in_nets = {theme for members in nets.values() for theme in members}
        largest = [j for t, j in here.items() if t not in in_nets and j not in alone]
        yield {**dict.fromkeys(largest, 1.0), **alone}, size
        for theme, j in here.items():
            members = [here[member] for member in nets.get(theme, ()) if member in here]
            if members:
                yield {j: -1.0, **dict.fromkeys(members, 1.0)}, 0
                yield from (({j: 1.0, member: -1.0}, 0) for member in members)
            if j not in alone:
                yield {j: -1.0, **dict.fromkeys(alone, -1.0)}, -size

    def told(self, enough: float) -> list[int]:
        """The hidden rows whose sum cannot be another, many at a time first."""
        true = self.sums @ self.right
        # A theme that nobody there was asked about is no secret.
        safe = ~self.hidden | ~self.sums.any(axis=1)
        one_by_one = ([i] for i in range(len(safe)))
        for among in ([*range(len(safe))], [*range(0, len(safe), 2)], *one_by_one):
            for sign in (1.0, -1.0):
                aim = np.zeros(len(safe))
                aim[among] = np.where(safe[among], 0.0, sign)
                if aim.any():
                    found = milp(
                        -(aim @ self.sums),
                        constraints=self.constraints,
                        bounds=self.bounds,
                        integrality=np.ones(len(self.right), dtype=np.int64),
                    )
                    assert found.x is not None
                    safe |= np.abs(self.sums @ found.x - true) >= enough
        return np.flatnonzero(~safe).tolist()

    def names(self, i: int) -> Place:
        return tuple(self.rows[i])
