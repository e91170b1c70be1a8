"""A small coded survey whose truth is known, and counts of it as bare frames."""

import numpy as np
import pandas as pd

from textmining import counting, disclosure
from textmining.answers import Coded, CountTable, Decisions, Meta
from textmining.codebook import Codebook, Theme
from textmining.counting import CountOptions
from textmining.sampling import draw_survey

BOOK = Codebook(
    "prøve",
    "1",
    (
        Theme("nav", "Samarbeid med NAV", net="samarbeid"),
        Theme("fylke", "Samarbeid med fylket", net="samarbeid"),
        Theme("bolig", "Boliger", questions=("q2",)),
        Theme("ingen", "Ingen kommentar", residual="none"),
    ),
)


def coded_survey(
    n: int = 120, review: str = "30%", seed: int = 0, waves: tuple[str, ...] = ("2021",)
) -> tuple[Coded, pd.DataFrame]:
    """Answers to two questions in each wave, and the truth for all of them as decisions."""
    rng = np.random.default_rng(seed)
    size = n * len(waves)
    truth = rng.random((size, 4)) < [0.3, 0.15, 0.2, 0.0]
    question = rng.choice(["q1", "q2"], size, p=[0.4, 0.6])
    truth[question == "q1", 2] = False
    truth[~truth.any(axis=1), 3] = True
    p = np.clip(np.where(truth, 0.75, 0.08) + rng.normal(0, 0.12, truth.shape), 0.001, 0.999)
    p[question == "q1", 2] = 0
    frame = pd.DataFrame({
        "respondent": [f"r{i // 2}" for i in range(size)],
        "wave": np.repeat(list(waves), n),
        "question": question,
        "role": rng.choice(["leder", "rådgiver", "lærer"], size, p=[0.5, 0.4, 0.1]),
        "landsdel": rng.choice(["nord", "sør"], size),
        "weight": rng.lognormal(0, 0.4, size).round(3),
        "text": "svar",
        "themes": pd.Series(BOOK.sets(p >= 0.5), dtype=object),
        **{f"p_{code}": p[:, k] for k, code in enumerate(BOOK.codes)},
    }).drop_duplicates(["respondent", "wave", "question"])  # fmt: skip
    kept = frame.index.to_numpy()
    frame = frame.reset_index(drop=True)
    populations = pd.factorize(pd.MultiIndex.from_frame(frame[["wave", "question"]]))[0]
    answered = np.ones(len(frame), dtype=np.bool_)
    answered[5] = False
    draw = draw_survey(p[kept], populations.astype(np.int64), answered, review, seed)
    frame["review"] = draw.review
    frame["order"] = pd.Series(draw.order, dtype="Int64").where(pd.Series(answered))
    frame["stratum"] = np.where(answered, draw.stratum.astype(str), "")
    frame["inclusion"] = draw.inclusion
    frame["model"] = "m"
    frame["codebook_version"] = "1"
    frame.loc[5, "text"] = ""
    decisions = frame[["respondent", "wave", "question"]].assign(
        themes=pd.Series(BOOK.sets(truth[kept]), dtype=object)
    )[answered]
    meta = Meta("test", BOOK, draw={"design": draw.design})
    return Coded(frame, meta), decisions.reset_index(drop=True)


def audited(coded: Coded, decisions: pd.DataFrame) -> pd.DataFrame:
    """The decisions on drawn answers only."""
    drawn = coded.frame.loc[coded.frame["review"] == "audit", ["respondent", "wave", "question"]]
    return decisions.merge(drawn).reset_index(drop=True)


def count_themes(
    coded: Coded, decisions: pd.DataFrame | None, options: CountOptions | None = None
) -> pd.DataFrame:
    return counting.count_themes(coded, _decisions(decisions), options).frame


def count_pairs(
    coded: Coded, decisions: pd.DataFrame | None, options: CountOptions | None = None
) -> pd.DataFrame:
    return counting.count_pairs(coded, _decisions(decisions), options)


def count_to_publish(
    coded: Coded, decisions: pd.DataFrame | None, options: CountOptions | None = None
) -> pd.DataFrame:
    return disclosure.count_to_publish(coded, _decisions(decisions), options).frame


def check_decisions(coded: Coded, decisions: pd.DataFrame) -> tuple[str, ...]:
    return counting.check_decisions(coded, Decisions(decisions))


def with_invited(
    table: pd.DataFrame,
    coded: Coded,
    invited: pd.DataFrame,
    options: CountOptions,
    *,
    is_partial: bool = False,
) -> pd.DataFrame:
    counted = CountTable(table, options.by)
    return counting.with_invited(counted, coded, invited, options, is_partial=is_partial).frame


def _decisions(frame: pd.DataFrame | None) -> Decisions | None:
    return None if frame is None else Decisions(frame)
