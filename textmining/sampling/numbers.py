"""Random numbers that belong to answers: the same wherever an answer stands, and whoever asks."""

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray


def identities(answers: Iterable[tuple[str, str, str]], *, panel: bool) -> list[tuple[str, ...]]:
    """What an answer's random number hangs on.

    Args:
        answers: respondent, wave and question of each answer.
        panel: whether respondents are drawn alike in every wave (permanent random numbers, Ohlsson
            1995): the wave is left out then.

    >>> identities([("r1", "2021", "q"), ("r1", "2022", "q")], panel=True)
    [('r1', 'q'), ('r1', 'q')]
    """
    return [(r, question) if panel else (r, wave, question) for r, wave, question in answers]


def random_numbers(identities: Iterable[Sequence[str]], seed: int) -> NDArray[np.float64]:
    """Return a number in [0, 1) for each answer, as random as a hash under a key (BLAKE2).

    The numbers depend on the identities and the seed alone, so rows can be in any order, in any
    partition, and a respondent's answers in two waves are drawn apart.

    Args:
        identities: what tells each answer from all others, such as respondent, wave and question.
        seed: another seed, other numbers.

    >>> random_numbers([("r1", "2021", "q"), ("r1", "2022", "q")], 0).round(3).tolist()
    [0.121, 0.28]
    """
    key = str(seed).encode()
    digests = b"".join(
        blake2b(json.dumps([*identity]).encode(), digest_size=8, key=key).digest()
        for identity in identities
    )
    # The 53 bits that a number has; see Vigna 2018, "Generating uniform doubles".
    numbers = (np.frombuffer(digests, dtype="<u8") >> np.uint64(11)).astype(np.float64)
    numbers *= 2.0**-53
    return numbers
