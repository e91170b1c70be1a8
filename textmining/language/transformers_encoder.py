"""Sentence-transformers models in local folders: the only home of that library."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmining.errors import LanguageError
from textmining.files import sha256_of_folder


class TransformersEncoder:
    """A sentence-transformers model; see `textmining.language.encoder.Encoder`.

    Raises:
        LanguageError: sentence-transformers is not installed, or the folder holds no such model.
    """

    def __init__(self, folder: Path) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise LanguageError(
                "This sentence encoder needs sentence-transformers. Install it with: "
                'python -m pip install "textmining-survey[encoder]"'
            ) from error
        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise LanguageError(
                "{folder}: not a whole sentence-transformers model. Name the folder that one was "
                "saved in, or save it again.",
                folder=folder,
            ) from error
        self.identity = f"{folder.resolve().name} {sha256_of_folder(folder)}"

    def encode(
        self,
        answers: Sequence[Sequence[str]],
        jobs: int = 1,  # noqa: ARG002 - it shares its work out by itself
    ) -> list[NDArray[np.float32]]:
        """Return unit vectors of each answer and its clauses."""
        return [self._encode(["".join(clauses), *clauses]) for clauses in answers]

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors: NDArray[np.float32] = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return vectors
