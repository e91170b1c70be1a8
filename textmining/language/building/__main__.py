"""Build the language pipeline: python -m textmining.language.building TREEBANK TARGET."""

import sys
from pathlib import Path

from textmining.errors import TextminingError
from textmining.language.building.build import build

if __name__ == "__main__":
    try:
        treebank, target = map(Path, sys.argv[1:])
        build(treebank, target)
    except TextminingError as error:
        sys.exit(str(error))
