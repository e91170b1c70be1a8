"""Build the language pipeline: python -m building TREEBANK TARGET.

Also counts anew how words tell the written standard (`standard.tsv`, which comes with the code).
"""

import sys
from pathlib import Path

import textmining.language
from building.build import build
from building.standard import standard_weights
from building.treebank import find_treebank, read_treebank
from textmining.errors import TextminingError

_WEIGHTS = Path(textmining.language.__file__).with_name("standard.tsv")


def main(treebank: Path, target: Path) -> None:
    """Write `standard.tsv`, the pipeline folder `target` and its card."""
    train = find_treebank(treebank, "train").tagged
    weights = standard_weights(read_treebank(*train["nb"]), read_treebank(*train["nn"]))
    _WEIGHTS.write_text(weights, encoding="utf-8")
    build(treebank, target)


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:]))
    except TextminingError as error:
        sys.exit(str(error))
