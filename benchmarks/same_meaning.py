"""How well answers of the same meaning are coded in bokmål, in nynorsk and in dialect.

    python -m benchmarks.same_meaning [--encoder none] [--seed 0]

The model has learnt from all answers of the example survey. `data/same_meaning.csv` has 69 others,
each written three times; like the example survey they are made up, and none is learnt from.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.example_survey import example_training
from textmining.classifier import AnalysedAnswers, description_texts, score, train
from textmining.codebook import Codebook
from textmining.language import SHIPPED_ENCODER, load_pipeline

__all__ = ["WRITTEN", "main", "same_meaning"]

WRITTEN = ("nb", "nn", "dialect")
_SHOWN = ("micro_f1", "macro_f1", "exact", "count_error")


def same_meaning(codebook: Codebook) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Return the answers (`question` and a column for each of `WRITTEN`) and their themes.

    The themes have shape `(n_answers, n_themes)`, in the codebook's order.
    """
    table = pd.read_csv(Path(__file__).parent / "data" / "same_meaning.csv", sep=";")
    return table[["question", *WRITTEN]], codebook.indicator(table["themes"].str.split(";"))


def main() -> None:
    """Learn from the example survey, and print one JSON line per way of writing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--encoder", default=SHIPPED_ENCODER)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    pipeline = load_pipeline(None, arguments.encoder)
    answers, codebook = example_training(pipeline)
    descriptions = pipeline.analyse(description_texts(codebook))
    model = train(answers, codebook, descriptions=descriptions, seed=arguments.seed)
    table, truth = same_meaning(codebook)
    first = None
    for written in WRITTEN:
        texts = table[written].tolist()
        fresh = AnalysedAnswers(texts, pipeline.analyse(texts), table["question"].tolist())
        found = model.predict(fresh)
        first = found.themes if first is None else first
        record = score(truth, found.themes, found.probabilities, codebook).record()
        as_first = float((found.themes == first).all(axis=1).mean())
        scores = {key: record[key] for key in _SHOWN}
        print(json.dumps({"written": written, **scores, "coded_as_nb": as_first}), flush=True)


if __name__ == "__main__":
    main()
