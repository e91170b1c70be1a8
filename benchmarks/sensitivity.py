"""What the constants of the counts are worth: coverage and width with each of them changed.

    python -m benchmarks.sensitivity example.npz --surveys 50 --out sensitivity.json

Each constant is halved and doubled, or as near as makes sense. `made` are surveys whose truth is
known, `blind` themes that the machine tells nothing or something wrong of, `real` draws from the
file (`benchmarks.coverage_real --probabilities` writes that of the example survey). What counts
units, changes in a panel or what coders err in is tried there.
"""

import argparse
import json
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.coverage import Tally, by_program, summary
from benchmarks.coverage_coders import measure as measure_coders
from benchmarks.coverage_few import KINDS, with_few
from benchmarks.coverage_panel import measure as measure_panel
from benchmarks.coverage_units import cell as units_cell
from benchmarks.surveys import Survey, made_survey
from textmining.estimation import Reading
from textmining.sampling import draw

__all__ = ["CHANGES", "main", "measure"]

_DRAW, _PATH, _RECALIBRATION, _DISPERSION, _UNITS, _PANEL = (
    "textmining.sampling.stratified",
    "textmining.estimation.score_interval",
    "textmining.estimation.recalibration",
    "textmining.estimation.dispersion",
    "textmining.estimation.units",
    "textmining.estimation.panel",
)
_CODERS = "textmining.estimation.coder_error"
_SD = np.array([1.5, 0.35, 0.3])
_ANSWERS, _TWICE = 600, 0.2

Changes = tuple[tuple[str, str, object], ...]
"""Module, name of a constant, and its value."""

CHANGES: dict[str, Changes] = {
    "as it is": (),
    **{f"step 0.125: {v}": ((_PATH, "_STEP", v),) for v in (0.0, 0.0625, 0.25)},
    **{f"at its word 0.1: {v}": ((_DISPERSION, "_AT_ITS_WORD", v),) for v in (0.05, 0.2)},
    **{f"common line 40: {v}": ((_DISPERSION, "_OF_COMMON", v),) for v in (20, 80)},
    **{f"steepest line 0.8: {v}": ((_DISPERSION, "_MOST", v),) for v in (0.4, 0.95)},
    **{f"least-read part 0.2: {v}": ((_DISPERSION, "_LEAST_READ", v),) for v in (0.1, 0.4)},
    **{
        f"silent prior (2, 38): {v}": ((_RECALIBRATION, "_SILENT_PRIOR", v),)
        for v in ((1, 19), (4, 76), (2, 78), (2, 18))
    },
    **{f"prior SDs: times {v}": ((_RECALIBRATION, "_PRIOR_SD", v * _SD),) for v in (0.5, 2)},
    **{f"start's themes 4: {v}": ((_RECALIBRATION, "_START_THEMES", v),) for v in (2, 8)},
    **{f"start shrunk 1.5: {v}": ((_RECALIBRATION, "_START_SHRUNK", v),) for v in (0.75, 3)},
    **{f"t freedom 4: {v}": ((_RECALIBRATION, "_FREEDOM", v),) for v in (2, 8)},
    **{f"rounds 4: {v}": ((_RECALIBRATION, "_ROUNDS", v),) for v in (2, 8)},
    **{
        f"others (-4, 5): {v}": (
            (_RECALIBRATION, "_OTHERS_LOW", v[0]),
            (_RECALIBRATION, "_OTHERS_HIGH", v[1]),
        )
        for v in ((-2, 2.5), (-8, 10))
    },
    **{
        f"clip 1e-4: {v:.0e}": ((_DRAW, "_CLIP", v), (_RECALIBRATION, "_CLIP", v))
        for v in (5e-5, 2e-4)
    },
    **{f"equal share 0.2: {v}": ((_DRAW, "_EQUAL_SHARE", v),) for v in (0.1, 0.4)},
    **{f"strata 5: {v}": ((_DRAW, "_MOST_STRATA", v),) for v in (3, 10)},
}
OF_UNITS: dict[str, Changes] = {
    "as it is": (),
    **{f"alike 0.1: {v}": ((_UNITS, "_PRIOR", v),) for v in (0.05, 0.2)},
}
OF_PANELS: dict[str, Changes] = {
    "as it is": (),
    **{f"correlation 0.9: {v}": ((_PANEL, "_MOST", v),) for v in (0.45, 1.0)},
}

OF_CODERS: dict[str, Changes] = {
    "as it is": (),
    **{
        f"strengths 4-4000: {low}-{high}": ((_CODERS, "_STRENGTHS", np.geomspace(low, high, 13)),)
        for low, high in ((2, 2000), (8, 8000), (1, 100_000))
    },
}


def measure(change: str, surveys: int, real: Survey | None = None) -> Iterator[dict[str, object]]:
    """Coverage and width on made surveys, real probabilities, and where the machine is blind."""
    blind = [k for k, kind in KINDS.items() if "surest" in kind or "claimed" in kind]
    populations: list[tuple[str, float, Survey | None]] = [
        ("made", 0.2, None),
        ("blind", 0.4, None),
    ]
    for population, share, given in [*populations, *([("real", 0.2, real)] if real else [])]:
        tally = Tally()
        for number in range(surveys):
            rng = np.random.default_rng([len(population), number])
            survey = given or made_survey(_ANSWERS, rng)
            survey = with_few(survey, rng) if population == "blind" else survey
            with _changed(CHANGES[change]):
                counted = _counted(survey, round(len(survey.truth) * share), rng)
            for k in blind if population == "blind" else range(len(counted)):
                tally.add(counted[k], float(survey.truth[:, k].sum()))
        row: dict[str, object] = {"population": population, "change": change}
        yield row | summary(tally, None)


def measure_others(surveys: int) -> Iterator[dict[str, object]]:
    """The same of what only counts of units and changes in a panel know."""
    for change, changes in OF_UNITS.items():
        with _changed(changes):
            yield {"population": "units", "change": change} | units_cell(224, "20%", 2 * surveys)
    for change, changes in OF_PANELS.items():
        with _changed(changes):
            rows = measure_panel(_ANSWERS, "20%", surveys)
        found = [row for row in rows if row["how"] == "alike, covariance"]
        yield from (
            {"population": f"panel, {row['stay']}", "change": change} | row for row in found
        )
    for change, changes in OF_CODERS.items():
        with _changed(changes):
            rows = measure_coders(_ANSWERS, "40%", surveys)
        found = [r for r in rows if r["interval"] == "corrected" and r["twice"] == _TWICE]
        yield from (
            {"population": f"coders, {row['coders']}", "change": change} | row for row in found
        )


def _changed(changes: Changes) -> ExitStack:
    stack = ExitStack()
    for module, name, value in changes:
        stack.enter_context(patch.object(import_module(module), name, value))
    return stack


def _counted(
    survey: Survey, drawn: int, rng: np.random.Generator
) -> list[tuple[float, float, float]]:
    sample = draw(survey.probabilities, drawn, rng.random(len(survey.truth)))
    return by_program(survey, Reading(sample.stratum, sample.drawn, sample.drawn))


def _read(file: Path) -> Survey:
    with np.load(file) as arrays:
        p, y = arrays["p"], arrays["y"].astype(np.bool_)
    rows = np.random.default_rng(0).permutation(len(p))[:_ANSWERS]
    has = y[rows].any(axis=0)
    return Survey(p[rows][:, has], y[rows][:, has])


def main() -> None:
    """Measure every change and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="real probabilities, .npz")
    parser.add_argument("--surveys", type=int, default=50)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    real = _read(arguments.file) if arguments.file else None
    rows: list[dict[str, object]] = []
    for change in CHANGES:
        rows += measure(change, arguments.surveys, real)
        print(*rows[-3:], sep="\n", flush=True)
        arguments.out.write_text(json.dumps(rows, indent=1) + "\n")
    rows += measure_others(arguments.surveys)
    arguments.out.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
