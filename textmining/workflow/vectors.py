"""Vectors: plain text in, a language pipeline with word vectors out."""

from collections.abc import Sequence
from pathlib import Path

from textmining.language.building.vectors import add_vectors
from textmining.workflow.progress import Progress, silent

__all__ = ["vectors"]


def vectors(
    texts: Sequence[Path],
    out: Path,
    *,
    pipeline: str | None = None,
    progress: Progress = silent,
) -> int:
    """Train word vectors and add them to a copy of a language pipeline.

    Args:
        texts: plain text files.
        out: folder of the new pipeline.
        pipeline: the pipeline to copy, by package name or folder; the default one if None.
        progress: told what is being done.

    Returns:
        How many words the texts have.

    Raises:
        TextminingError: an input that cannot be learnt from, or a folder that cannot be written.
    """
    progress("Training vectors")
    return add_vectors(texts, out, language=pipeline)
