"""Made-up coded answers for the tests of review and page."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from textmining.codebook import Codebook, Theme

CODEBOOK = Codebook(
    "prøve",
    "1",
    (
        Theme("nav", "Samarbeid med NAV", "Ønsker tettere samarbeid med NAV.", number=1),
        Theme("tolk", "Tolk", "Gjelder tolk.", include="skjermtolk", exclude="norskkurs"),
        Theme("bolig", "Bolig", examples=("For få boliger",)),
        Theme("arbeid", "Arbeid", questions=("arbeid",)),
        Theme("ingen", "Ingen kommentar", residual="none"),
        Theme("annet", "Annet", residual="other"),
    ),
    note="Svarene er oppdiktet.",
)


def coded_frame(
    texts: Sequence[str],
    *,
    drawn: int = 0,
    doubt: int = 0,
    question: str = "imdi",
    wave: str = "2021",
    proposals: Sequence[tuple[str, ...]] | None = None,
    sure: bool = False,
    novel: int = 0,
) -> pd.DataFrame:
    """A coded file's frame: the first `drawn` answers are audit, the next `doubt` are doubt.

    The last `novel` are unlike what the machine learnt from.
    """
    n = len(texts)
    proposals = proposals or [("nav",)] * n
    probabilities = np.where(CODEBOOK.indicator(proposals), *((0.98, 0.02) if sure else (0.8, 0.1)))
    columns: dict[str, Any] = {
        "respondent": [f"r{i}" for i in range(n)],
        "wave": wave,
        "question": question,
        "role": ["leder" if i % 2 else "rådgiver" for i in range(n)],
        "text": list(texts),
        "themes": pd.Series(list(proposals), dtype=object),
    }
    for k, code in enumerate(CODEBOOK.codes):
        columns[f"p_{code}"] = probabilities[:, k]
    columns |= {
        "confidence": 0.7,
        "language": "nb",
        "review": ["audit"] * drawn + ["doubt"] * doubt + [""] * (n - drawn - doubt),
        "order": pd.Series(range(1, n + 1), dtype="Int64"),
        "stratum": "1",
        "inclusion": drawn / n if n else 1.0,
        "model": "prøvemodell",
        "codebook_version": "1",
        "novel": pd.Series([0] * (n - novel) + [1] * novel, dtype="Int64"),
    }
    return pd.DataFrame(columns)
