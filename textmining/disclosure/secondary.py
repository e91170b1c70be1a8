"""Secondary suppression: what else to hide so that no hidden count follows from the published ones.

Groups add up to totals, questions to all questions, and a net lies between its largest theme and
the sum of its themes. A hidden count follows from what is published if no other whole number (among
estimates: none a half away) agrees with all of that: the attacker's problem (`attacker`). Where a
count cannot leave its value, the dual prices name the published counts that hold it there, and the
cheapest of them is hidden as well (Hundepool et al. 2012, Statistical Disclosure Control, ch. 4).
"""

from collections.abc import Sequence

import numpy as np

from textmining.arrays import Array, Bools, Ints
from textmining.disclosure.attacker import Attacker
from textmining.disclosure.relations import Counts, Relations, Tie, parted, ties

_MOST_SEARCHED = 1000
"""Counts with weights; among 3,000, a search for whole numbers takes seconds and finds little."""

_QUICK, _PART_HELD = 150, 0.2
"""Of more counts with weights, which part may be held before everything is hidden.

Of 1,000 answers with a weight for each of 18 crossed groups, a third are, and 9 in 10 are hidden.
"""


def protected(
    counts: Counts,
    hidden: Bools,
    relations: Relations,
    kept: Bools | None = None,
    cost: Array | None = None,
) -> Bools:
    """Hide more counts until none that is hidden follows from the published ones.

    Args:
        counts: the true numbers.
        hidden: those that must be hidden, shape `(n_counts,)`.
        relations: what a reader knows of them.
        kept: those that are not hidden to protect others, same shape.
        cost: of hiding each; the cheapest is hidden first. By default its value.

    Returns:
        Those that are hidden in the end, same shape.

    A total of 5 of which one part is hidden tells the other part; both are hidden then.

    >>> relations = Relations(sums=(((0, 1), 2),))
    >>> counts = Counts.exact(np.array([2.0, 3.0, 5.0]))
    >>> protected(counts, np.array([True, False, False]), relations).tolist()
    [True, True, False]
    """
    hidden = hidden.copy()
    free = np.ones(len(hidden), dtype=np.bool_) if kept is None else ~kept
    cost = counts.values if cost is None else cost
    found = list(ties(counts, relations, hidden | free))
    for cells, own in parted(len(hidden), found):
        if hidden[cells].any():
            component = _Component(counts.part(cells), own, cost[cells], free[cells])
            hidden[cells] = component.complemented(hidden[cells])
    return hidden


class _Block:
    """Counts of one theme or net in a component, attacked while all others stand still."""

    def __init__(self, cells: Ints, counts: Counts, among: Sequence[Tie]) -> None:
        self.cells = cells
        place = np.full(len(counts.values), -1)
        place[cells] = np.arange(len(cells))
        within = place.tolist()
        own = [tie.renumbered(within) for tie in among]
        self.attacker = Attacker(counts.part(cells), own)


class _Component:
    """Counts that tell of each other and of no others.

    Args:
        counts: the true numbers.
        among: what ties them together.
        cost: of hiding each.
        free: which may be hidden to protect others.
    """

    def __init__(self, counts: Counts, among: Sequence[Tie], cost: Array, free: Bools) -> None:
        self.cost, self.free = cost, free
        self.ties = among
        self.counts, self.are_secret = counts, counts.are_secret
        # Sums of unlike weights seldom move together, and whole numbers of them are slow to find.
        self.is_weighted = counts.are_weighted
        self.is_small = not self.is_weighted or len(cost) <= _MOST_SEARCHED
        self.attacker = Attacker(counts, among, is_searched=self.is_small)
        self.blocks = _blocks(counts, among)
        self.block_of = np.empty(len(cost), dtype=np.intp)
        for number, block in enumerate(self.blocks):
            self.block_of[block.cells] = number

    def complemented(self, hidden: Bools) -> Bools:
        """Hide complementary counts until the attacker knows no hidden one.

        What is uncertain stays so when more is hidden, so each hidden count is settled once: it is
        uncertain, or nothing that may be hidden holds it in its place, as when all is hidden.
        """
        if not self._any(~hidden):
            return hidden
        hidden = self.counts.together(self._two_in_each_sum(hidden))
        settled = ~self.are_secret
        for block in self.blocks:
            if hidden[block.cells].any():
                known = settled[block.cells]
                settled[block.cells] |= block.attacker.uncertain(hidden[block.cells], known)
        if not self.is_weighted:
            settled |= self.attacker.uncertain(hidden, settled)
        held = 0
        while self._any(~hidden) and (open_cells := np.flatnonzero(hidden & ~settled)).size:
            cell = int(open_cells[0])
            uncertain, partners = self._attacked(cell, hidden)
            settled |= uncertain
            if not uncertain[cell]:
                held += 1
                partners = self.free if self._is_hopeless(held) else partners
                settled[cell] = not partners.any()
                hidden |= self.counts.together(partners)
        return hidden

    def _is_hopeless(self, held: int) -> bool:
        """Whether so many counts with weights were held that nearly all would be hidden anyway."""
        size = len(self.cost)
        return self.is_weighted and size > _QUICK and held > _PART_HELD * size

    def _attacked(self, cell: int, hidden: Bools) -> tuple[Bools, Bools]:
        """Attack a count among those of its theme, and among all if nothing there holds it.

        With weights, first all of its theme is hidden, which hides rather too much.

        Returns:
            The counts found uncertain on the way, and what is to be hidden as well if it is not.
        """
        block = self.blocks[self.block_of[cell]]
        own = int(np.flatnonzero(block.cells == cell)[0])
        uncertain, holding = np.zeros((2, len(hidden)), dtype=np.bool_)
        found = block.attacker.attack(own, hidden[block.cells])
        uncertain[block.cells], holding[block.cells] = found
        if self.is_weighted and not uncertain[cell] and not self._any(holding & ~hidden):
            holding = self._beside(cell, hidden)
        if uncertain[cell] or self._any(holding & ~hidden):
            return uncertain, self._cheapest(holding & ~hidden)
        uncertain, holding = self.attacker.attack(cell, hidden)
        if uncertain[cell] or self.is_small:
            if not uncertain[cell] and not self._any(holding & ~hidden):
                holding = self._beside(cell, hidden)
                holding = holding if self._any(holding & ~hidden) else ~hidden
            return uncertain, self._cheapest(holding & ~hidden)
        # One by one would take a search for each.
        holding = holding if self._any(holding & ~hidden) else ~hidden
        return uncertain, holding & ~hidden & self.free

    def _beside(self, cell: int, hidden: Bools) -> Bools:
        """What may be hidden where whole numbers hold a count: of its sums, else of its theme."""
        in_sums = np.zeros(len(hidden), dtype=np.bool_)
        in_sums[[i for tie in self.ties if tie.is_sum and cell in tie.cells for i in tie.cells]] = (
            True
        )
        theme = np.asarray(self.block_of == self.block_of[cell])
        return in_sums if self._any(in_sums & ~hidden) else theme

    def _any(self, among: Bools) -> bool:
        return bool((among & self.free).any())

    def _two_in_each_sum(self, hidden: Bools) -> Bools:
        """Hide another where a sum has one hidden count only: no programming is needed for that."""
        hidden = hidden.copy()
        sums = [np.array(tie.cells) for tie in self.ties if tie.is_sum]
        found = True
        while found:
            found = False
            for cells in sums:
                if np.count_nonzero(hidden[cells] & self.are_secret[cells]) == 1:
                    others = np.zeros(len(hidden), dtype=np.bool_)
                    others[cells] = True
                    partner = self._cheapest(others & ~hidden)
                    hidden |= partner
                    found |= bool(partner.any())
        return hidden

    def _cheapest(self, among: Bools) -> Bools:
        """Of those that may be hidden the one that costs least, if there is one."""
        among = among & self.free
        cheapest = np.zeros(len(among), dtype=np.bool_)
        cheapest[np.where(among, self.cost, np.inf).argmin()] = True
        return np.asarray(cheapest & among)


def _blocks(counts: Counts, among: Sequence[Tie]) -> list[_Block]:
    """The counts of each theme or net with what ties them together."""
    size = len(counts.values)
    cells_of = [cells for cells, _ in parted(size, [tie for tie in among if not tie.is_across])]
    number = np.empty(size, dtype=np.intp)
    for i, cells in enumerate(cells_of):
        number[cells] = i
    own: list[list[Tie]] = [[] for _ in cells_of]
    for tie in among:
        for block in set(number[list(tie.cells)].tolist()):
            own[block].append(tie)
    return [_Block(cells, counts, own[i]) for i, cells in enumerate(cells_of)]
