"""Sentence encoders: what an answer and each of its clauses are about, as directions.

One ships with the program; a local folder can take its place. Nothing is fetched.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from textmining.errors import LanguageError
from textmining.files import sha256_of_folder, shipped

NO_ENCODER, SHIPPED_ENCODER = "none", "shipped"
"""What stands for no encoder and for the one that ships, where a folder could be named."""

_FOLDER = "multilingual_e5_small_nordic"


class Encoder(Protocol):
    """Gives vectors.

    Attributes:
        identity: name and hash of its folder, for cards.
    """

    identity: str

    def encode(self, answers: Sequence[Sequence[str]], jobs: int = 1) -> list[NDArray[np.float32]]:
        """Return unit vectors of each answer, shape `(1 + n_clauses, n_dimensions)`.

        The first is the answer's, the others are its clauses'. What an answer gets depends on
        nothing but its text.

        Args:
            answers: each as its clauses, which make its text when put together.
            jobs: how many processors to use.
        """


def load_encoder(folder: str) -> Encoder:
    """Load the encoder that ships (`SHIPPED_ENCODER`), or one in a folder.

    Raises:
        LanguageError: the folder holds no whole encoder, or a library that it needs is missing.
    """
    if folder == SHIPPED_ENCODER:
        path = shipped("models") / _FOLDER
        if not path.is_dir() or shipped_encoder_sha256() != sha256_of_folder(path):
            raise LanguageError(
                "The sentence encoder that comes with the program is not whole. "
                "Install the program again."
            )
    else:
        path = Path(folder)
    if (path / "modules.json").is_file():
        from textmining.language.transformers_encoder import TransformersEncoder

        return TransformersEncoder(path)
    from textmining.language.onnx_encoder import OnnxEncoder

    return OnnxEncoder(path)


def shipped_encoder_sha256() -> str:
    """Return the hash of the encoder that ships, as its card has it; empty if there is no card."""
    card = (shipped("models") / _FOLDER).with_suffix(".json")
    return str(json.loads(card.read_bytes())["sha256"]) if card.is_file() else ""
