"""A sentence encoder beside the pipeline: the only home of sentence-transformers."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmining.errors import LanguageError
from textmining.files import sha256_of_folder

__all__ = ["Encoder"]


class Encoder:
    """A sentence-transformers model in a local folder; nothing is fetched.

    Args:
        folder: of the model.

    Raises:
        LanguageError: sentence-transformers is not installed, or the folder holds no such model.
    """

    def __init__(self, folder: Path) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise LanguageError(
                "A sentence encoder needs sentence-transformers. Install it with: "
                'python -m pip install "textmining-survey[encoder]"'
            ) from error
        try:
            if not (folder / "modules.json").is_file():
                raise FileNotFoundError
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise LanguageError(
                f"{folder}: not a whole sentence-transformers model. "
                "Name the folder that one was saved in, or save it again."
            ) from error
        self.identity = f"{folder.resolve().name} {sha256_of_folder(folder)}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, shape `(n_texts, n_dimensions)`."""
        vectors: NDArray[np.float32] = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return vectors
