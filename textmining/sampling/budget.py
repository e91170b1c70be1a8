"""How many answers are read: `20%`, `120` or `all`."""

import math
import re
from collections.abc import Sequence
from fractions import Fraction

from textmining.errors import OptionError


def budget(review: str, n: int) -> int:
    """Answers to read of `n`: a share (rounded up), a number (at most `n`) or `all`.

    >>> budget("20%", 199), budget("120", 199), budget("all", 199)
    (40, 120, 199)

    Raises:
        OptionError: `review` is none of these.
    """
    if review.strip().lower() == "all":
        return n
    match = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(%?)\s*", review)
    if not match or (not match[2] and not match[1].isdigit()):
        raise OptionError(
            "--review {review} is neither a share, a number nor all. Give for example --review "
            "20%, --review 120 or --review all.",
            review=review,
        )
    if not match[2]:
        return min(int(match[1]), n)
    share = Fraction(match[1].replace(",", ".")) / 100
    if share > 1:
        raise OptionError(
            "--review {review} is more than everything. Give at most 100%.", review=review
        )
    return math.ceil(share * n)


def budgets(review: str, sizes: Sequence[int]) -> list[int]:
    """Answers to read of each population.

    A share holds in each population (rounded up). A number is the total, shared in proportion to
    the sizes by largest remainders, with at least one for each population as long as it lasts:
    a population of which nothing is read has no interval.

    >>> budgets("20%", [101, 3]), budgets("50", [300, 100, 1])
    ([21, 1], [37, 12, 1])
    """
    if not review.strip().isdigit():
        return [budget(review, size) for size in sizes]
    everything = sum(sizes)
    total = budget(review, everything)
    shared = [0] * len(sizes)
    for _ in range(total):
        left = [i for i, size in enumerate(sizes) if size and not shared[i]]
        # The population furthest below its proportional part, those without any first.
        shared[
            max(left or range(len(sizes)), key=lambda i: total * sizes[i] - everything * shared[i])
        ] += 1
    return shared
