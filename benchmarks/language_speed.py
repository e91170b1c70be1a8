"""How fast the language pipeline tags and lemmatises, beside spaCy's empty pipeline.

    python -m benchmarks.language_speed FILE.conllu

Every text is new to both, as a wave's answers are; processor time of one process.
"""

import resource
import sys
import time
from pathlib import Path

import spacy
from spacy.language import Language

from building.treebank import read_treebank
from textmining.files import shipped


def main() -> None:
    """Print words per second of both and their ratio."""
    texts = [
        "".join(word.form + " " * word.space for word in sentence.words).strip()
        for path in sys.argv[1:]
        for sentence in read_treebank(Path(path))
    ]
    blank = _words_per_second(spacy.blank("nb"), texts)
    ours = _words_per_second(
        spacy.load(shipped("models") / "nb_nn_survey_sm", exclude=["ner"]), texts
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"empty pipeline {blank:,.0f} words/s, ours {ours:,.0f}, ratio {ours / blank:.3f}")
    print(f"memory at most {memory:,.0f} MB, both pipelines and the treebank in it")


def _words_per_second(nlp: Language, texts: list[str]) -> float:
    start = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return words / (time.process_time() - start)


if __name__ == "__main__":
    main()
