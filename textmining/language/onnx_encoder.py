"""The kind of encoder that ships: a BERT in ONNX whose tokenizer is SentencePiece's.

An answer is read in one pass. Its vector is the mean of its pieces' states; a clause's is the mean
of the clause's own pieces, which have seen the rest of the answer, moved as far again from the
answer's as it already is. Reading every clause by itself costs 2.5 times as much and brings no
more.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmining.errors import LanguageError
from textmining.files import sha256_of_folder

MODEL, PIECES = "encoder.onnx", "pieces.model"
"""The files of an encoder's folder, beside its card."""

_PREFIX = "query: "  # multilingual-e5 learnt to compare texts that begin so
_START, _END = 0, 2
_LONGEST = 510
"""Pieces that are read at once, start and end not counted; longer answers are read in parts."""

_MOST = 8 * _LONGEST
"""Pieces that are read at all, about 2,500 words; the classifier still reads every word."""

_REMEMBERED = 10_000  # answers whose vectors are kept, about 70 MB

Vectors = NDArray[np.float32]


class OnnxEncoder:
    """An encoder as `make encoder` writes it; see `textmining.language.encoder.Encoder`.

    Raises:
        LanguageError: the folder holds no such encoder.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as refusals
        from sentencepiece import SentencePieceProcessor

        if not (folder / MODEL).is_file() or not (folder / PIECES).is_file():
            raise LanguageError(
                "{folder}: not a whole sentence encoder. Name a folder with {model} and {pieces}, "
                "or one that a sentence-transformers model was saved in.",
                folder=folder,
                model=MODEL,
                pieces=PIECES,
            )
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # texts are of any length
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                folder / MODEL, options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = SentencePieceProcessor(model_file=str(folder / PIECES))
            self._session.run(None, {"pieces": np.array([_START, _END], np.int64)})
        except (
            OSError,
            RuntimeError,
            ValueError,
            refusals.Fail,
            refusals.InvalidArgument,
            refusals.InvalidGraph,
            refusals.InvalidProtobuf,
            refusals.NotImplemented,
        ) as error:
            raise LanguageError(
                "{folder}: the sentence encoder's files are damaged, or made by another program. "
                "Copy the folder again, or name another one.",
                folder=folder,
            ) from error
        self.identity = f"{folder.resolve().name} {sha256_of_folder(folder)}"
        self._known: dict[bytes, Vectors] = {}

    def encode(self, answers: Sequence[Sequence[str]], jobs: int = 1) -> list[Vectors]:
        """Return unit vectors of each answer and its clauses."""
        keys = [blake2b("\0".join(clauses).encode()).digest() for clauses in answers]
        new = {
            key: clauses
            for key, clauses in zip(keys, answers, strict=True)
            if key not in self._known
        }
        with ThreadPoolExecutor(jobs) as threads:
            found = dict(zip(new, threads.map(self._encode, new.values()), strict=True))
        vectors = [found[key] if key in found else self._known[key] for key in keys]
        if len(self._known) + len(found) > _REMEMBERED:
            self._known.clear()
        self._known.update(list(found.items())[:_REMEMBERED])
        return vectors

    def _encode(self, clauses: Sequence[str]) -> Vectors:
        parts = [self._tokenizer.encode(text) for text in (_PREFIX, *clauses)]
        states, ends = self._read([piece for part in parts for piece in part][:_MOST])
        whole = _unit(states.sum(axis=0) + ends)
        if len(clauses) == 1:
            return np.stack([whole, whole])
        cuts = np.minimum(np.cumsum([len(part) for part in parts]), len(states))
        apart = [
            _unit(2 * _unit(states[start:end].sum(axis=0)) - whole) if end > start else whole
            for start, end in pairwise(cuts)
        ]
        return np.stack([whole, *apart])

    def _read(self, pieces: Sequence[int]) -> tuple[Vectors, Vectors]:
        """Return the state of every piece, and the sum of those of the starts and ends."""
        read = partial(self._session.run, None)
        found = [
            read({"pieces": np.array([_START, *pieces[at : at + _LONGEST], _END], np.int64)})[0]
            for at in range(0, len(pieces), _LONGEST)
        ]
        ends = np.sum([states[0] + states[-1] for states in found], axis=0)
        return np.concatenate([states[1:-1] for states in found]), ends


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit
