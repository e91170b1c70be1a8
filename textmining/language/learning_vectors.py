"""Add subword vectors, trained on plain text, to a copy of a language pipeline."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy
from spacy.language import Language
from spacy.training.initialize import convert_vectors
from spacy.vectors import Mode, Vectors

from textmining.errors import FileError, LanguageError
from textmining.files import atomic_folder, check_apart, check_folder, decode, sha256_of_file
from textmining.language.cleaning import clean
from textmining.language.pipeline import load_pipeline
from textmining.language.vectors import SmallVectors, small

_ROWS, _DIMENSIONS = 50_000, 200
"""Of the table: 10 MB on disk."""

_SETTINGS = {
    "model": "skipgram",
    "mode": "floret",
    "bucket": _ROWS,
    "dim": _DIMENSIONS,
    "hashCount": 2,
    "minn": 3,
    "maxn": 6,
    "minCount": 3,
    "neg": 10,
    "epoch": 10,
}

_FEWEST_WORDS = 10_000

_PARTS = ("config.cfg", "meta.json", "tokenizer", "vocab")
"""What every pipeline's folder holds beside its components."""


def add_vectors(texts: Sequence[Path], target: Path, *, language: str | None = None) -> int:
    """Train vectors on the words of text files; write a pipeline that has them.

    The new pipeline's card (`meta.json`) names the texts by their hashes, and the settings. The
    same texts give the same vectors.

    Args:
        texts: plain text, a sentence or paragraph a line.
        target: folder of the new pipeline.
        language: the pipeline to copy, by package name or folder; the default one if None.

    Returns:
        How many words the texts have.

    Raises:
        FileError: a file cannot be read, the files hold too few words, the folder cannot be
            written, or it holds something else.
        LanguageError: floret or the pipeline is not installed.
    """
    nlp = load_pipeline(language).nlp
    check_apart([target], [language])
    parts = {*_PARTS, *(name for name, part in nlp.components if hasattr(part, "to_disk"))}
    check_folder(target, parts)
    lines = [line for path in texts for line in _lines(nlp, _read(path))]
    n_words = sum(line.count(" ") + 1 for line in lines)
    if n_words < _FEWEST_WORDS:
        raise FileError(
            texts[0],
            "{n_words} words are too few to learn vectors from",
            "Give at least {fewest} words; some millions make good vectors.",
            n_words=n_words,
            fewest=_FEWEST_WORDS,
        )
    nlp.vocab.vectors = _small(_trained(lines), nlp)
    nlp.config["nlp"]["vectors"] = {"@vectors": "textmining.SmallVectors.v1"}
    nlp.meta["name"] = f"{nlp.meta['name']}_vectors"
    nlp.meta["vectors_made_from"] = {
        "texts": {path.name: sha256_of_file(path) for path in texts},
        "words": n_words,
        **_SETTINGS,
    }
    with atomic_folder(target, parts) as folder:
        nlp.to_disk(folder)
    return n_words


def _small(trained: Vectors, nlp: Language) -> SmallVectors:
    """The table in few bytes, for a pipeline's vocabulary."""
    how = ("minn", "maxn", "hash_count", "hash_seed", "bow", "eow")
    return SmallVectors(
        strings=nlp.vocab.strings,
        data=small(trained.data),
        mode=Mode.floret,
        **{name: getattr(trained, name) for name in how},
    )


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes(), path)
    except OSError as error:
        raise FileError(path, "cannot be read", "Name a text file.") from error


def _lines(nlp: Language, content: str) -> Iterator[str]:
    """Lower-cased words of each line, with a space between."""
    for line in content.splitlines():
        words = [token.lower_ for token in nlp.make_doc(clean(line)) if token.is_alpha]
        if words:
            yield " ".join(words)


def _trained(lines: Sequence[str]) -> Vectors:
    try:
        import floret
    except ImportError as error:
        raise LanguageError(
            "Training vectors needs floret. Install it with: "
            'python -m pip install "textmining-survey[vectors]"'
        ) from error
    nlp = spacy.blank("nb")
    with TemporaryDirectory() as folder:
        text, table = Path(folder) / "words.txt", Path(folder) / "vectors.floret"
        text.write_text("\n".join(lines) + "\n", encoding="utf-8")
        model = floret.train_unsupervised(str(text), **_SETTINGS, thread=1, verbose=0)
        model.save_floret_vectors(str(table))
        convert_vectors(nlp, table, truncate=0, prune=0, mode=Mode.floret)
    return nlp.vocab.vectors
