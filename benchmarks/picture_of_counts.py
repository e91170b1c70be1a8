"""The picture of docs/counts.md: one theme's interval as more answers are read.

python -m benchmarks.picture_of_counts docs/counts.png
"""

import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np

from benchmarks.coverage import by_program
from benchmarks.surveys import made_survey
from textmining.estimation import Reading
from textmining.sampling import draw

__all__ = ["main"]

_THEME = 12  # 54 true answers of 600
_SHARES = (0.05, 0.1, 0.2, 0.4, 0.7, 1.0)


def main(path: Path) -> None:
    """Draw the picture."""
    mpl.use("agg")
    from matplotlib import pyplot as plt

    survey = made_survey(600, np.random.default_rng(11))
    p, codes = survey.probabilities, survey.truth
    numbers = np.random.default_rng(11).random(len(p))
    figure, axes = plt.subplots(figsize=(7.2, 3.4), layout="constrained")
    for x, share in enumerate(_SHARES):
        sample = draw(p, round(600 * share), numbers)
        reading = Reading(sample.stratum, sample.drawn, sample.drawn)
        estimate, low, high = by_program(survey, reading)[_THEME]
        axes.vlines(x, low, high, color="#1f4e79", linewidth=7, alpha=0.45)
        axes.plot(x, estimate, "o", color="#1f4e79", markersize=7)
        axes.annotate(f"{low:.0f}–{high:.0f}", (x + 0.12, high), fontsize=9, va="bottom")
    truth = int(codes[:, _THEME].sum())
    axes.axhline(truth, color="#222222", linewidth=1)
    machine = int((p[:, _THEME] >= 0.5).sum())
    axes.axhline(machine, color="#b0413e", linewidth=1.5, linestyle="--")
    axes.text(6.15, truth, "the truth", va="center", fontsize=9)
    axes.text(6.15, machine, "the machine alone", va="center", fontsize=9, color="#b0413e")
    axes.set_xticks(range(len(_SHARES)), [f"{share:.0%}" for share in _SHARES])
    axes.set_xlim(-0.4, 6.1)
    axes.set_ylim(0, None)
    axes.set_xlabel("share of the 600 answers that a person has read")
    axes.set_ylabel("answers with the theme")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150, metadata={"Software": None})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
