"""Matrix products of a pipeline's layers: quick, and the same whatever texts come together.

spaCy multiplies with BLIS, which reaches a third of OpenBLAS's speed (docs/benchmarks.md).
OpenBLAS's product of a row may depend in its last bit on how many rows come with it, and then a tag
could depend on the batch: rows come in blocks of one size, and where a row's place in the block
still tells (the kernels for processors without AVX-512), BLIS does the work as before.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from thinc.api import NumpyOps

Vectors = NDArray[np.float32]

_ROWS = 512  # a multiple of every kernel's height, so that none has rows left over
_PROBED = 96  # width and height of the matrix that is tried


class BlockOps(NumpyOps):  # type: ignore[misc]  # compiled, without stubs
    """thinc's operations on the processor, with products in blocks of rows."""

    def gemm(
        self,
        x: Vectors,
        y: Vectors,
        out: Vectors | None = None,
        trans1: bool = False,  # noqa: FBT001, FBT002 - thinc calls it so
        trans2: bool = False,  # noqa: FBT001, FBT002 - thinc calls it so
    ) -> Vectors:
        """Return `x @ y` of shapes `(n, k)` and `(k, m)`, either transposed if asked."""
        if not _steady():
            plain: Vectors = super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            return plain
        left, right = x.T if trans1 else x, y.T if trans2 else y
        n = len(left)
        product = np.empty((n, right.shape[1]), dtype=left.dtype)
        whole = n - n % _ROWS
        for start in range(0, whole, _ROWS):
            rows = slice(start, start + _ROWS)
            np.dot(left[rows], right, out=product[rows])
        if whole < n:
            rest = np.zeros((_ROWS, left.shape[1]), dtype=left.dtype)
            rest[: n - whole] = left[whole:]
            product[whole:] = np.dot(rest, right)[: n - whole]
        if out is None:
            return product
        out[...] = product
        return out


@cache
def _steady() -> bool:
    """Whether the same row comes out the same wherever it stands in a block."""
    numbers = np.random.default_rng(0).standard_normal((1 + _PROBED, _PROBED), dtype=np.float32)
    product = np.dot(np.repeat(numbers[:1], _ROWS, axis=0), numbers[1:].T)
    return bool((product == product[0]).all())


def multiply_in_blocks(nlp: Language) -> None:
    """Make every layer of a pipeline that works on the processor multiply in blocks."""
    ops = BlockOps()
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") else ():
            if type(node.ops) is NumpyOps:
                node.ops = ops
