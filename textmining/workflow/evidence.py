"""What persons decided, and how: from a review store with its history, or from a file of codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from textmining.answers import IDENTITY, read_decisions
from textmining.codebook import Codebook
from textmining.estimation import Agreement, agreement
from textmining.review import Codes, Store, double_coded, is_store

__all__ = ["Evidence", "evidence_from"]

_SEED = 0  # of the bootstrap that gives agreement its limits


@dataclass(frozen=True)
class Evidence:
    """What persons decided.

    Args:
        decisions: `respondent, wave, question`, `themes` (tuples), `shown`: whether the coder saw
            the machine's proposal first (None if unknown), and `codebook_version` where known.
        coders: how many persons decided; 0 if unknown.
        agreement: by code, how far coders agree; empty if nothing was coded twice.
    """

    decisions: pd.DataFrame
    coders: int = 0
    agreement: Mapping[str, Agreement] = field(default_factory=dict)


def evidence_from(source: str, codebook: Codebook) -> Evidence:
    """Read what persons decided.

    Args:
        source: a database URL or a file ending in .sqlite or .db is a store; else an answer file.
        codebook: what codes there are.

    Raises:
        TextminingError: the source cannot be read, or has codes that the codebook lacks.
    """
    if not is_store(source):
        decisions = read_decisions(Path(source), codebook=codebook)
        return Evidence(decisions.assign(shown=None))
    with Store(source, create=False) as store:
        current = store.current(codebook)
        return Evidence(
            current[[*IDENTITY, "themes", "shown", "codebook_version"]],
            coders=current["coder"].nunique(),
            agreement=_agreement(store.codes(), codebook),
        )


def _agreement(codes: Codes, codebook: Codebook) -> dict[str, Agreement]:
    double = double_coded(codes, codebook)
    if not len(double):
        return {}
    coded = np.ones(double.codes.shape[:2], dtype=np.bool_)
    found = agreement(double.codes, coded, double.respondents, np.random.default_rng(_SEED))
    return dict(zip(codebook.codes, found, strict=True))
