"""Boosted trees as plain arrays: what scikit-learn has grown, judged without it.

Every tree has at most eight leaves, from left to right, and a byte says which of them an answer may
still reach. A split whose threshold is exceeded clears the leaves to its left; what all splits
leave, the leftmost is reached. Splits on one feature are taken together: the place of a value
among the thresholds gives the bytes of all trees at once (QuickScorer: Lucchese, Nardini, Orlando,
Perego, Tonellotto & Venturini 2015, SIGIR, doi 10.1145/2766462.2767733).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Array

MOST_LEAVES = 8
"""Of a tree: as many as a byte has bits."""

_PAIRS = 512  # at a time: their bytes for all trees stay in the processor's cache


@dataclass(frozen=True)
class Trees:
    """One boosting.

    Args:
        baseline: log odds before any tree, shape `(1,)`.
        leaves: what each leaf adds to the log odds, from left to right, shape
            `(n_trees, MOST_LEAVES)`.
        tree: the tree of each split, shape `(n_splits,)`.
        feature: what it asks, same shape.
        threshold: values above it go right, same shape.
        kept: the leaves that can then be reached, one bit each from the left, same shape.
    """

    baseline: Array
    leaves: Array
    tree: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: Array
    kept: NDArray[np.uint8]

    @classmethod
    def of(cls, boosting: Any) -> "Trees":
        """Take over a fitted `HistGradientBoostingClassifier` of two classes."""
        grown = [stage[0].nodes for stage in boosting._predictors]
        leaves = np.zeros((len(grown), MOST_LEAVES))
        splits: list[tuple[int, int, float, int]] = []
        for number, nodes in enumerate(grown):
            _take(nodes, 0, number, leaves[number], 0, splits)
        tree, feature, threshold, kept = zip(*splits, strict=True) if splits else ((),) * 4
        return cls(
            np.array(boosting._baseline_prediction, dtype=np.float64).ravel(),
            leaves,
            np.array(tree, dtype=np.int32),
            np.array(feature, dtype=np.int32),
            np.array(threshold, dtype=np.float64),
            np.array(kept, dtype=np.uint8),
        )


def _take(
    nodes: NDArray[Any],
    at: int,
    tree: int,
    leaves: Array,
    first: int,
    splits: list[tuple[int, int, float, int]],
) -> int:
    """Write down a node and all below it; return the leaf after its last one.

    Args:
        nodes: of the tree.
        at: the node's place among them.
        tree: the tree's number.
        leaves: what each leaf adds; filled in.
        first: the leftmost leaf below the node.
        splits: tree, feature, threshold and kept leaves; filled in.
    """
    node = nodes[at]
    if node["is_leaf"]:
        leaves[first] = node["value"]
        return first + 1
    middle = _take(nodes, int(node["left"]), tree, leaves, first, splits)
    cleared = (1 << middle) - (1 << first)
    splits.append((tree, int(node["feature_idx"]), float(node["num_threshold"]), 0xFF & ~cleared))
    return _take(nodes, int(node["right"]), tree, leaves, middle, splits)


class Forest:
    """Several boostings, judged together."""

    def __init__(self, boostings: Sequence[Trees]) -> None:
        self._boostings = boostings

    def log_odds(self, pairs: Array) -> Array:
        """Return what each boosting says of each pair, shape `(n_boostings, n_pairs)`.

        Args:
            pairs: shape `(n_pairs, n_features)`, no number missing.
        """
        found = np.empty((len(self._boostings), len(pairs)))
        for start in range(0, len(pairs), _PAIRS):
            some = slice(start, start + _PAIRS)
            found[:, some] = self._log_odds(pairs[some])
        return found

    def _log_odds(self, pairs: Array) -> Array:
        reached = np.full((len(pairs), len(self._leaf_values) // 256), 0xFF, dtype=np.uint8)
        for feature, thresholds, kept in self._by_feature:
            place = np.searchsorted(thresholds, pairs[:, feature], side="left")
            reached &= kept.take(place, axis=0)
        values = self._leaf_values.take(reached.T + self._first_value[:, None])
        by_tree = values.reshape(len(self._boostings), -1, len(pairs))
        total = np.repeat([one.baseline for one in self._boostings], len(pairs), axis=1)
        for stage in range(by_tree.shape[1]):  # in the order of the stages, to the last bit
            total += by_tree[:, stage]
        return total

    @cached_property
    def _leaf_values(self) -> Array:
        """What each tree adds for every byte, tree after tree, shape `(n_trees * 256,)`."""
        leaves = np.concatenate([one.leaves for one in self._boostings])
        byte = np.arange(256)
        leftmost = np.where(byte > 0, np.log2(np.maximum(byte & -byte, 1)), 0).astype(np.intp)
        values: Array = leaves[:, leftmost].ravel()
        return values

    @cached_property
    def _first_value(self) -> NDArray[np.intp]:
        """Where each tree's values begin."""
        return np.arange(0, len(self._leaf_values), 256, dtype=np.intp)

    @cached_property
    def _by_feature(self) -> list[tuple[int, Array, NDArray[np.uint8]]]:
        """For each feature: its thresholds, rising, and what each place among them leaves.

        The last has shape `(n_thresholds + 1, n_trees)`.
        """
        first = np.cumsum([0, *(len(one.leaves) for one in self._boostings)])
        tree = np.concatenate(
            [one.tree + n for one, n in zip(self._boostings, first, strict=False)]
        )
        feature = np.concatenate([one.feature for one in self._boostings])
        threshold = np.concatenate([one.threshold for one in self._boostings])
        kept = np.concatenate([one.kept for one in self._boostings])
        tables = []
        for asked in np.unique(feature).tolist():
            of = np.flatnonzero(feature == asked)
            thresholds, place = np.unique(threshold[of], return_inverse=True)
            left = np.full((len(thresholds) + 1, int(first[-1])), 0xFF, dtype=np.uint8)
            np.bitwise_and.at(left, (place + 1, tree[of]), kept[of])
            tables.append((asked, thresholds, np.bitwise_and.accumulate(left, axis=0)))
        return tables
