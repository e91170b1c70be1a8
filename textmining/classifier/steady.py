"""Products whose rows come out alike whatever rows come with them.

A library's product of dense matrices may differ in its last bits by the number of rows, and then an
answer's code could depend on the batch, the process or the partition that it came in.
"""

import numpy as np
from numpy.typing import NDArray


def product(rows: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `rows @ matrix` of shapes `(n, k)` and `(k,)` or `(k, m)`, row by row."""
    columns = matrix if matrix.ndim == 2 else matrix[:, None]
    found: NDArray[np.float64] = np.einsum("ik,km->im", rows, columns, optimize=False)
    return found if matrix.ndim == 2 else found[:, 0]
