"""What the constants of the counts are worth: coverage and width with each of them changed.

python -m benchmarks.sensitivity --surveys 40 --out sensitivity.json
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
from benchmarks.coverage_few import KINDS, with_few
from benchmarks.surveys import Survey, made_survey
from textmining.estimation import Reading
from textmining.sampling import draw

__all__ = ["CHANGES", "main", "measure"]

_DRAW, _PATH, _RECALIBRATION, _DISPERSION = (
    "textmining.sampling.stratified",
    "textmining.estimation.score_interval",
    "textmining.estimation.recalibration",
    "textmining.estimation.dispersion",
)
_SD = np.array([1.5, 0.35, 0.3])

CHANGES: dict[str, tuple[tuple[str, str, object], ...]] = {
    "as it is": (),
    **{f"equal share 0.2: {v}": ((_DRAW, "_EQUAL_SHARE", v),) for v in (0.0, 0.4)},
    **{f"strata 5: {v}": ((_DRAW, "_MOST_STRATA", v),) for v in (3, 8)},
    **{
        f"clip 1e-4: {v:.0e}": ((_DRAW, "_CLIP", v), (_RECALIBRATION, "_CLIP", v))
        for v in (1e-3, 1e-5)
    },
    **{f"prior SDs: times {v}": ((_RECALIBRATION, "_PRIOR_SD", v * _SD),) for v in (0.5, 2)},
    **{f"t freedom 4: {v}": ((_RECALIBRATION, "_FREEDOM", v),) for v in (2, 1000)},
    **{f"rounds 4: {v}": ((_RECALIBRATION, "_ROUNDS", v),) for v in (2, 8)},
    **{
        f"silent prior (2, 38): {v}": ((_RECALIBRATION, "_SILENT_PRIOR", v),)
        for v in ((1, 19), (4, 76), (2, 98))
    },
    **{f"common line 40: {v}": ((_DISPERSION, "_OF_COMMON", v),) for v in (20, 80)},
    **{f"at its word 0.1: {v}": ((_DISPERSION, "_AT_ITS_WORD", v),) for v in (0.02, 1)},
    **{f"steepest line 0.8: {v}": ((_DISPERSION, "_MOST", v),) for v in (0.5, 0.95)},
    **{f"least-read part 0.2: {v}": ((_DISPERSION, "_LEAST_READ", v),) for v in (0.1, 0.5)},
    **{f"step 0.125: {v}": ((_PATH, "_STEP", v),) for v in (0.0, 0.25)},
}


def measure(change: str, surveys: int) -> Iterator[dict[str, object]]:
    """Coverage and width on made surveys and for themes the machine is blind to."""
    blind = [k for k, kind in KINDS.items() if "surest" in kind or "claimed" in kind]
    for population, share, themes in (("made", 0.2, range(20)), ("blind", 0.4, blind)):
        tally = Tally()
        for number in range(surveys):
            rng = np.random.default_rng([len(population), number])
            survey = made_survey(600, rng)
            survey = with_few(survey, rng) if population == "blind" else survey
            with ExitStack() as changed:
                for module, name, value in CHANGES[change]:
                    changed.enter_context(patch.object(import_module(module), name, value))
                counted = _counted(survey, round(600 * share), rng)
            for k in themes:
                tally.add(counted[k], float(survey.truth[:, k].sum()))
        row: dict[str, object] = {"population": population, "change": change}
        yield row | summary(tally, None)


def _counted(
    survey: Survey, drawn: int, rng: np.random.Generator
) -> list[tuple[float, float, float]]:
    sample = draw(survey.probabilities, drawn, rng)
    return by_program(survey, Reading(sample.stratum, sample.drawn, sample.drawn))


def main() -> None:
    """Measure every change and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surveys", type=int, default=40)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    rows: list[dict[str, object]] = []
    for change in CHANGES:
        rows += measure(change, arguments.surveys)
        print(*rows[-2:], sep="\n", flush=True)
        arguments.out.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
