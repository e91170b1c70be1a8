"""Build the encoder: python -m building.encoder TREEBANK ENGLISH TARGET."""

import sys
from pathlib import Path

from building.encoder.build import build
from textmining.errors import TextminingError

if __name__ == "__main__":
    try:
        build(*map(Path, sys.argv[1:]))
    except TextminingError as error:
        sys.exit(str(error))
