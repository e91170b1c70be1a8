"""Build the encoder: python -m textmining.language.building.encoder TREEBANK ENGLISH TARGET."""

import sys
from pathlib import Path

from textmining.errors import TextminingError
from textmining.language.building.encoder.build import build

if __name__ == "__main__":
    try:
        build(*map(Path, sys.argv[1:]))
    except TextminingError as error:
        sys.exit(str(error))
