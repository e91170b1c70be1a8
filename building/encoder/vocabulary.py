"""Which pieces of the vocabulary stay, and the tokenizer that knows them.

What Norwegian (both standards), Danish, Swedish and English text is cut into stays: the pieces of
their commonest words in lower case, with a capital and in capitals, those of a Norwegian treebank,
and every short piece that any other word can be put together from.
"""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import sentencepiece
from numpy.typing import NDArray
from sentencepiece.sentencepiece_model_pb2 import ModelProto  # type: ignore[attr-defined]
from wordfreq import top_n_list

from building.encoder.source import Source

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
"""The first pieces: start, filling, end, unknown."""

_LANGUAGES = ("nb", "da", "sv", "en")
_WORDS = 25_000
_BETWEEN = "\N{LOWER ONE EIGHTH BLOCK}"  # what SentencePiece writes for a space


def commonest_words() -> list[str]:
    """Return the commonest words of the languages, however they are written."""
    words = [word for language in _LANGUAGES for word in top_n_list(language, _WORDS)]
    return [form for word in words for form in (word, word.capitalize(), word.upper())]


def kept_pieces(source: Source, texts: Iterable[str]) -> NDArray[np.int64]:
    """Return the pieces that stay, ascending: the special ones, the short ones, the texts'."""
    whole = sentencepiece.SentencePieceProcessor(
        model_proto=tokenizer(source, np.arange(len(source.pieces)))
    )
    kept = set(range(len(SPECIAL)))
    kept.update(number for number, piece in enumerate(source.pieces) if _short(piece))
    for text in texts:
        kept.update(whole.encode(text))
    return np.array(sorted(kept), dtype=np.int64)


def _short(piece: str) -> bool:
    """Whether a piece is a sign or three letters of a Latin alphabet at most, or only signs."""
    letters = piece.removeprefix(_BETWEEN)
    if len(letters) > 3 and any(letter.isalnum() for letter in letters):
        return False
    return all(_usual(letter) for letter in letters)


def _usual(letter: str) -> bool:
    if letter.isalpha():
        return unicodedata.name(letter, "").startswith("LATIN")
    return unicodedata.category(letter)[0] in "NPS"


def tokenizer(source: Source, kept: NDArray[np.int64]) -> bytes:
    """Return a SentencePiece model that knows the kept pieces, in their order."""
    model = ModelProto()
    kind = model.SentencePiece
    for number in kept:
        name = source.pieces[number]
        piece = model.pieces.add()
        piece.piece, piece.score = name, float(source.scores[number])
        if number < len(SPECIAL):
            piece.type = kind.UNKNOWN if name == "<unk>" else kind.CONTROL
    trainer = model.trainer_spec
    trainer.model_type = trainer.UNIGRAM
    trainer.vocab_size = len(model.pieces)
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = range(len(SPECIAL))
    model.normalizer_spec.CopyFrom(_normalizer(["a b c d e f g h"] * 10))
    content: bytes = model.SerializeToString()
    return content


def _normalizer(any_text: Sequence[str]) -> Any:
    """How characters are normalised: `nmt_nfkc`, as a model that SentencePiece trains has it."""
    trained = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(any_text),
        model_writer=trained,
        vocab_size=12,
        normalization_rule_name="nmt_nfkc",
        hard_vocab_limit=False,
        minloglevel=2,
    )
    model = ModelProto()
    model.ParseFromString(trained.getvalue())
    return model.normalizer_spec
