"""Agreement between coders, theme by theme, with limits from a bootstrap over respondents."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Array

_BLOCK = 200


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on one theme; NaN where it cannot be said (nobody or everybody has it).

    Args:
        answers: answers that at least two coders coded.
        kappa: Cohen's κ (1960) of the first two coders, with its limits.
        alpha: Krippendorff's α (2004, nominal) of all coders, with its limits.
        level: confidence level.
    """

    answers: int
    kappa: float
    kappa_low: float
    kappa_high: float
    alpha: float
    alpha_low: float
    alpha_high: float
    level: float


def agreement(
    codes: NDArray[np.bool_],
    coded: NDArray[np.bool_],
    respondents: NDArray[np.int64],
    rng: np.random.Generator,
    level: float = 0.95,
    draws: int = 2000,
) -> tuple[Agreement, ...]:
    """Agreement per theme; respondents are drawn again whole, since their answers go together.

    Half an answer of each kind (both, either, neither) is drawn along with them, as Jeffreys's
    prior has it: what few answers happen not to show, the next ones may. With 60 answers the limits
    then hold in 95 to 97 %, where those from the answers alone do in 84 to 94 %.

    Args:
        codes: shape `(n_coders, n_answers, n_themes)`, at least two coders.
        coded: which answers each coder coded, shape `(n_coders, n_answers)`.
        respondents: number of each answer's respondent, shape `(n_answers,)`.
        rng: decides the bootstrap draws.
        level: confidence level of the percentile limits.
        draws: bootstrap draws.
    """
    people = np.unique(respondents, return_inverse=True)[1]
    sums = np.stack([_by_respondent(part, people) for part in _parts(codes, coded)])
    found = _kappa_alpha(sums.sum(axis=1))
    again = _bootstrap(sums, _pseudo(codes.shape[2]), rng, draws)
    tail = 100 * (1 - level) / 2
    limits = np.where(np.isfinite(found), _percentiles(again, [tail, 100 - tail]), np.nan)
    answers = int((coded.sum(axis=0) >= 2).sum())
    return tuple(
        Agreement(
            answers=answers,
            kappa=float(found[0, k]),
            kappa_low=float(limits[0, 0, k]),
            kappa_high=float(limits[1, 0, k]),
            alpha=float(found[1, k]),
            alpha_low=float(limits[0, 1, k]),
            alpha_high=float(limits[1, 1, k]),
            level=level,
        )
        for k in range(codes.shape[2])
    )


def _parts(codes: NDArray[np.bool_], coded: NDArray[np.bool_]) -> list[Array]:
    """What κ and α are made of, each summed over answers, shape `(n_answers, n_themes)`."""
    both = (coded[0] & coded[1])[:, None]
    first, second = codes[0] & both, codes[1] & both
    coders = coded.sum(axis=0)[:, None]
    usable = coders >= 2
    yes = (codes & coded[:, :, None]).sum(axis=0) * usable
    no = (coders - yes) * usable
    split = yes * no / np.maximum(coders - 1, 1)
    both_wide = np.broadcast_to(both, first.shape)
    parts = [both_wide, first & second, first, second, yes, no, split]
    return [part.astype(np.float64) for part in parts]


def _by_respondent(part: Array, people: NDArray[np.intp]) -> Array:
    sums = np.zeros((int(people.max(initial=-1)) + 1, part.shape[1]))
    np.add.at(sums, people, part)
    return sums


def _kappa_alpha(sums: Array) -> Array:
    """κ and α from the sums of `_parts`, shape `(7, ..., n_themes)` to `(2, ..., n_themes)`."""
    n, both, first, second, yes, no, split = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = 1 - (first + second - 2 * both) / n
        expected = (first * second + (n - first) * (n - second)) / n**2
        kappa = np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)
        alpha = 1 - (yes + no - 1) * split / (yes * no)
    return np.stack([kappa, np.where(yes * no > 0, alpha, np.nan)])


def _pseudo(themes: int) -> Array:
    """The sums of four answers that two coders coded in every way, shape `(7, 4, n_themes)`."""
    ways = np.array([[True, True, False, False], [True, False, True, False]])
    codes = np.repeat(ways[:, :, None], themes, axis=2)
    return np.stack(_parts(codes, np.ones(ways.shape, dtype=np.bool_)))


def _bootstrap(sums: Array, pseudo: Array, rng: np.random.Generator, draws: int) -> Array:
    """κ and α of respondents drawn with replacement, shape `(draws, 2, n_themes)`."""
    people = sums.shape[1]
    if not people:
        return np.full((1, 2, sums.shape[2]), np.nan)
    chance = np.repeat([1.0, 0.5], [people, pseudo.shape[1]])
    known = np.concatenate([sums, pseudo], axis=1)
    found = []
    for start in range(0, draws, _BLOCK):
        size = min(_BLOCK, draws - start)
        times = rng.multinomial(people, chance / chance.sum(), size=size).astype(float)
        found.append(_kappa_alpha(times @ known).swapaxes(0, 1))
    return np.concatenate(found)


def _percentiles(again: Array, wanted: list[float]) -> Array:
    """Percentiles over the draws that have a value; NaN if none has."""
    limits = np.full((len(wanted), *again.shape[1:]), np.nan)
    for place in np.ndindex(*again.shape[1:]):
        values = again[(slice(None), *place)]
        values = values[np.isfinite(values)]
        if len(values):
            limits[(slice(None), *place)] = np.percentile(values, wanted)
    return limits
