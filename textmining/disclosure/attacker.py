"""The attacker's problem: by how much hidden counts can differ from their true values.

Find differences d that satisfy every tie, are 0 where numbers are published (or within their
rounding), and go as far as can be for a count (Fischetti & Salazar 2001, Mathematical Programming
90, 283-312). One model is kept and changed, so that each solution starts from the one before
(HiGHS: Huangfu & Hall 2018, Mathematical Programming Computation 10, 119-142).
"""

from collections.abc import Sequence
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from scipy.sparse.csgraph import connected_components

from textmining.arrays import Array, Bools, Ints
from textmining.disclosure.relations import Counts, Tie

_CLOSE = 1e-6
_STEPS = (1.0, np.inf)
"""By how much a count is to move: by one answer, which is mostly enough, else by as many as can."""

_NEAR = 1e-3
"""What moving a count that is not pushed costs of what pushing wins."""

_MOST_NODES = 200
"""Of a search in whole numbers; what it has not found by then counts as not to be found."""


class Attacker:
    """Whether counts could be others than they are, judged by what ties them together.

    A count is uncertain if some d that satisfies every tie has |d| of half a step or more there,
    and a whole number of steps wherever readers know that.

    Args:
        counts: the true values.
        ties: what ties them together.
        is_searched: whether whole numbers are searched for among all counts.
    """

    def __init__(self, counts: Counts, ties: Sequence[Tie], *, is_searched: bool = True) -> None:
        self.counts = counts
        self.is_searched = is_searched
        self.size = len(counts.values)
        self.ties = ties

    def uncertain(self, hidden: Bools, settled: Bools) -> Bools:
        """Find uncertain counts many at a time: most of them, and never one that is not.

        All hidden counts that are not yet known to be uncertain are pushed up at once, down at
        once, and every other one up and down, as long as that finds more.

        Args:
            hidden: which counts are hidden, shape `(n_counts,)`.
            settled: those that need not be found, same shape.
        """
        uncertain = np.zeros(self.size, dtype=np.bool_)
        while (left := hidden & ~settled & ~uncertain).any():
            alternate = np.where(np.cumsum(left) % 2, -1.0, 1.0)
            found = np.zeros(self.size, dtype=np.bool_)
            for signs in (np.ones(self.size), -np.ones(self.size), alternate, -alternate):
                push = np.where(left & ~found, signs, 0.0)
                if push.any():
                    found |= self._differs(self._furthest(push, hidden)[0])
                if self.counts.are_weighted and not found.any():
                    break  # whole numbers hold them, whichever way they are pushed
            uncertain |= found
            if not (found & left).any():
                break
        return uncertain

    def attack(self, cell: int, hidden: Bools) -> tuple[Bools, Bools]:
        """Try to move one hidden count off its value: up, and if that fails down.

        Returns:
            The counts found uncertain on the way, and the published counts that held this one:
            those without which it would go further.
        """
        uncertain = np.zeros(self.size, dtype=np.bool_)
        holding = np.zeros(self.size, dtype=np.bool_)
        for direction in (1.0, -1.0):
            push = np.zeros(self.size)
            push[cell] = direction
            d, held = self._furthest(push, hidden)
            uncertain |= self._differs(d)
            holding |= held & ~hidden
            if uncertain[cell]:
                break
        return uncertain, holding

    def _furthest(self, push: Array, hidden: Bools) -> tuple[Array, Bools]:
        """The d that goes furthest along `push`, and the counts that hold it."""
        ends = self.counts.ends(hidden)
        found, price = _solved(self._model, -push, *ends)
        d = self._possible(found)
        reached = push * np.stack([d, found]) > 0.5 - _CLOSE
        if reached[0].any() or not reached[1].any():
            return d, price > _CLOSE
        return self._whole(push, *ends)

    def _whole(self, push: Array, low: Array, high: Array) -> tuple[Array, Bools]:
        """A d that moves what is pushed by whole numbers, and the counts that hold it."""
        for most in _STEPS:
            near = [np.where(push, end.clip(-most, most), end) for end in (low, high)]
            found = self._nearest(push, *near)
            moves = np.abs(found) > _CLOSE
            d = self._possible(found)
            for free in self._frees(push, moves, most):
                if (push * d > 0.5 - _CLOSE).any():
                    return d, moves
                ends = (np.where(free, end, 0.0) for end in near)
                d, _ = _solved(self._whole_model, -push, *ends)
            if (push * d > 0.5 - _CLOSE).any():
                break
        # There are no prices of whole numbers: what is in a sum with one that moves.
        return d, np.asarray(self._sums.T @ (self._sums @ moves) > 0)

    def _frees(self, push: Array, moves: Bools, most: float) -> tuple[Bools, ...]:
        """Among what whole numbers are searched for, one after the other.

        Most searches among sums of weights find nothing and take long: there are fewer of them.
        """
        every = np.ones_like(moves) if self.is_searched else moves
        if not self.counts.are_weighted:
            return moves, every
        if np.count_nonzero(push) > 1:
            return ()
        return (every if np.isinf(most) else moves,)

    def _nearest(self, push: Array, low: Array, high: Array) -> Array:
        """The d that goes furthest along `push` and moves little else, which is mostly whole."""
        cost = np.concatenate([_NEAR - push, _NEAR + push])
        d, _ = _solved(self._split_model, cost, np.zeros(2 * self.size), np.append(high, -low))
        return d[: self.size] - d[self.size :]

    def _possible(self, d: Array) -> Array:
        """The parts of d, each of which satisfies every sum, in which whole numbers move whole."""
        broken = self._is_broken(d)
        if not broken.any():
            return d
        label = self._parts(d)
        while broken.any():
            d = np.where(np.isin(label, label[broken]), 0.0, d)
            over = self._matrix @ d > self._slack + _CLOSE
            broken = (d != 0) & (abs(self._matrix[over]).sum(axis=0) > 0)
        return d

    def _parts(self, d: Array) -> NDArray[np.int32]:
        """The number of each count's part: counts that differ and are of one sum are of one."""
        row, col = self._in_sums
        moves = np.abs(d[col]) > _CLOSE
        size = self.size + self._sums.shape[0]
        at = (col[moves], self.size + row[moves])
        links = csr_array((np.ones(int(moves.sum())), at), shape=(size, size))
        label: NDArray[np.int32] = connected_components(links, directed=False)[1]
        return label[: self.size]

    def _is_broken(self, d: Array) -> Bools:
        return np.asarray(self.counts.are_whole & (np.abs(d - d.round()) > _CLOSE))

    @cached_property
    def _model(self) -> highspy.Highs:
        return _model(self.ties, self._matrix)

    @cached_property
    def _split_model(self) -> highspy.Highs:
        """Of what is added to counts, and what is taken away."""
        return _model(self.ties, csr_array(hstack([self._matrix, -self._matrix])))

    @cached_property
    def _whole_model(self) -> highspy.Highs:
        return _model(self.ties, self._matrix, self.counts.are_whole)

    @cached_property
    def _matrix(self) -> csr_array:
        return _matrix(self.ties, self.counts.step)

    @cached_property
    def _sums(self) -> csr_array:
        """A row for each sum."""
        are_sums = np.array([tie.is_sum for tie in self.ties], dtype=np.bool_)
        return abs(self._matrix[are_sums])

    @cached_property
    def _in_sums(self) -> tuple[Ints, Ints]:
        """The sum and the count of each part of a sum."""
        entries = self._sums.tocoo()
        return entries.row.astype(np.intp), entries.col.astype(np.intp)

    @cached_property
    def _slack(self) -> Array:
        return np.array([tie.slack for tie in self.ties])

    def _differs(self, d: Array) -> Bools:
        """Which counts differ enough to be uncertain; none if whole numbers move by parts."""
        return np.asarray((np.abs(d) >= 0.5 - _CLOSE) & ~self._is_broken(d).any())


def _solved(model: highspy.Highs, cost: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """The solution d and the size of its reduced costs; no difference at all if none was found."""
    size = len(cost)
    cells = np.arange(size, dtype=np.int32)
    model.changeColsBounds(size, cells, low, high)
    model.changeColsCost(size, cells, cost)
    model.run()
    solution = model.getSolution()
    if not solution.value_valid:
        return np.zeros(size), np.zeros(size)
    price = np.abs(solution.col_dual) if solution.dual_valid else np.zeros(size)
    return np.array(solution.col_value), np.asarray(price, dtype=np.float64)


def _model(ties: Sequence[Tie], matrix: csr_array, are_whole: Bools | None = None) -> highspy.Highs:
    """The model; costs and ends of d are set for each attack."""
    size = matrix.shape[1]
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = size, len(ties)
    problem.col_cost_ = problem.col_lower_ = problem.col_upper_ = np.zeros(size)
    slack = np.array([0.0 if tie.is_sum else tie.slack for tie in ties])
    problem.row_upper_ = slack
    problem.row_lower_ = np.where([tie.is_sum for tie in ties], 0.0, -highspy.kHighsInf)
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    problem.a_matrix_.start_ = matrix.indptr
    problem.a_matrix_.index_ = matrix.indices
    problem.a_matrix_.value_ = matrix.data
    if are_whole is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        problem.integrality_ = [kinds[int(whole)] for whole in are_whole]
    model = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs have a gap there
    model.silent()
    options: dict[str, str | float] = {
        "threads": 1,
        "presolve": "off" if are_whole is None else "on",
    }
    options |= {"mip_max_nodes": _MOST_NODES, "mip_rel_gap": 0.2}
    for name, value in options.items():
        model.setOptionValue(name, value)
    model.passModel(problem)
    return model


def _matrix(ties: Sequence[Tie], step: Array) -> csr_array:
    """A row for each tie: what is less minus what is more."""
    entries = [
        (i, j, sign if tie.is_alike else sign * step[j])
        for i, tie in enumerate(ties)
        for sign, cells in ((1.0, tie.less), (-1.0, tie.more))
        for j in cells
    ]
    i, j, signs = np.array(entries, dtype=np.float64).reshape(-1, 3).T
    shape = (len(ties), len(step))
    return csr_array((signs, (i.astype(np.int32), j.astype(np.int32))), shape=shape)
