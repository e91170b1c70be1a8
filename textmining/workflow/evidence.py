"""What persons decided, and how: from review stores with their history, and files of codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from textmining.answers import IDENTITY, read_decisions
from textmining.codebook import Codebook
from textmining.estimation import Agreement, agreement
from textmining.review import Codes, Store, double_coded, is_store
from textmining.workflow.decided import joined

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


def evidence_from(sources: Sequence[str], codebook: Codebook) -> Evidence:
    """Read what persons decided, of all sources together.

    How far coders agree is known of each store by itself: what two stores decide differently is
    refused, so between stores only agreement would be seen.

    Args:
        sources: a database URL or a file ending in .sqlite or .db is a store; else an answer file.
        codebook: what codes there are.

    Raises:
        TextminingError: a source cannot be read, has codes that the codebook lacks, or gives an
            answer other codes than another source does.
    """
    tables, reviews, coders = [], [], set()
    for source in sources:
        if is_store(source):
            with Store(source, create=False) as store:
                current = store.current(codebook)
                reviews.append(store.codes())
            coders |= {*current["coder"]}
            tables.append(current[[*IDENTITY, "themes", "shown", "codebook_version"]])
        else:
            tables.append(read_decisions(Path(source), codebook=codebook).assign(shown=None))
    return Evidence(
        joined(sources, tables),
        coders=len(coders) if len(reviews) == len(sources) else 0,
        agreement=_agreement(reviews, codebook),
    )


def _agreement(reviews: Sequence[Codes], codebook: Codebook) -> dict[str, Agreement]:
    double = double_coded(reviews, codebook)
    if not len(double):
        return {}
    coded = np.ones(double.codes.shape[:2], dtype=np.bool_)
    found = agreement(double.codes, coded, double.respondents, np.random.default_rng(_SEED))
    return dict(zip(codebook.codes, found, strict=True))
