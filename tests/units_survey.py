"""A made-up survey of municipalities: three roles with their own questions, a frame, three waves.

The answers have no text; who thinks what is drawn by chance with a fixed seed.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from textmining.answers import Coded, Meta, write_coded, write_table
from textmining.codebook import Codebook, read_codebook
from textmining.report import Publication
from textmining.sampling import draw_survey
from textmining.survey import Unit

__all__ = ["MADE_UP", "UnitsSurvey", "units_survey"]

_ROLES = {
    "integreringsansvarlig": "imdi",
    "kommunedirektør": "samarbeid",
    "skole-/oppvekstsjef": "oppvekst",
}
_WAVES = ("2019", "2020", "2021")
_SHARES: dict[str, float | tuple[float, ...]] = {
    "regionkontor": (0.24, 0.25, 0.40), "nav": 0.16, "regelverk": 0.13, "tilskudd": 0.12,
    "statistikk": 0.04, "bank_id": 0.03, "bolig": 0.2, "helse": 0.09, "kapasitet": 0.06,
    "ingen": 0.08, "fornoyd": 0.05,
}  # fmt: skip
MADE_UP = Publication(
    title="Hva kommunene ønsker av direktoratet",
    subtitle="Åpne svar i kommuneundersøkelsen 2021",
    date="26. november 2021",
    publisher="Direktoratet for eksempler",
    contact="analyse@example.org",
    purpose="Undersøkelsen følger hvordan kommunene opplever samarbeidet med direktoratet.",
    fieldwork="mars og april 2021",
    unit=Unit("kommune", "kommune", "kommuner"),
    labels={
        "role": {
            "": "stilling",
            "integreringsansvarlig": "integreringsansvarlige",
            "kommunedirektør": "kommunedirektører",
            "skole-/oppvekstsjef": "skole- og oppvekstsjefer",
        },
        "partner": {"": "partnerskap", "ja": "partnerkommuner", "nei": "andre kommuner"},
    },
    questions={
        "imdi": "Hva kan direktoratet gjøre bedre som samarbeidspartner?",
        "samarbeid": "Har du kommentarer til samarbeidet med NAV og andre?",
        "oppvekst": "Hvilken støtte trenger skoler og barnehager?",
    },
)
"""What the settings of the survey say."""


@dataclass(frozen=True)
class UnitsSurvey:
    """The survey: its coded answers, the truth, and who was invited."""

    coded: Coded
    truth: pd.DataFrame
    invited: pd.DataFrame

    def read(self) -> pd.DataFrame:
        """The decisions on the drawn answers."""
        frame = self.coded.frame
        drawn = frame.loc[frame["review"] == "audit", ["respondent", "wave", "question"]]
        return self.truth.merge(drawn).reset_index(drop=True)

    def write(self, folder: Path) -> tuple[Path, Path, Path]:
        """Write coded file, decisions on drawn answers, and frame; return their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = folder / "coded.parquet", folder / "read.csv", folder / "frame.csv"
        assert self.coded.meta is not None
        write_coded(self.coded.frame, self.coded.meta, paths[0])
        write_table(self.read(), paths[1])
        write_table(self.invited, paths[2])
        return paths


def units_survey(
    codebook: Path, *, units: int = 224, review: str = "40%", seed: int = 0
) -> UnitsSurvey:
    """Make the survey.

    Args:
        codebook: the example codebook.
        units: how many municipalities are invited.
        review: how many answers a person reads.
        seed: of everything.
    """
    rng = np.random.default_rng(seed)
    book = read_codebook(codebook)
    frame = pd.DataFrame({
        "kommune": [f"{1100 + i}" for i in range(units)],
        "landsdel": rng.choice(["Nord", "Sør", "Vest", "Øst"], units),
        "partner": np.where(rng.random(units) < 0.3, "ja", "nei"),
    })  # fmt: skip
    parts = [_wave(frame, wave, k, book, rng) for k, wave in enumerate(_WAVES)]
    rows = pd.concat([part[0] for part in parts], ignore_index=True)
    truth = np.concatenate([part[1] for part in parts])
    p = np.clip(np.where(truth, 0.8, 0.02) + rng.normal(0, 0.06, truth.shape), 0.001, 0.999)
    population = pd.factorize(pd.MultiIndex.from_frame(rows[["wave", "question"]]))[0]
    answered = np.ones(len(rows), dtype=np.bool_)
    draw = draw_survey(p, population.astype(np.int64), answered, review, seed)
    coded = rows.assign(
        text="svar",
        themes=pd.Series(book.sets(p >= 0.5), dtype=object),
        **{f"p_{code}": p[:, k] for k, code in enumerate(book.codes)},
        review=draw.review,
        order=pd.Series(draw.order, dtype="Int64"),
        stratum=draw.stratum.astype(str),
        inclusion=draw.inclusion,
        model="m",
        codebook_version=book.version,
    )
    decided = rows[["respondent", "wave", "question"]].assign(
        themes=pd.Series(book.sets(truth), dtype=object)
    )
    invited = pd.concat([frame.assign(wave=wave) for wave in _WAVES], ignore_index=True)
    meta = Meta("test", book, draw={"design": draw.design})
    return UnitsSurvey(Coded(coded, meta), decided, invited)


def _wave(
    frame: pd.DataFrame, wave: str, k: int, book: Codebook, rng: np.random.Generator
) -> tuple[pd.DataFrame, np.ndarray]:
    """The answers of one wave, and which themes each has, shape `(n_answers, n_themes)`."""
    took_part = frame[rng.random(len(frame)) < np.where(frame["partner"] == "ja", 0.85, 0.65)]
    rows = []
    for unit in took_part.itertuples():
        for role, question in _ROLES.items():
            rows += [
                (f"{unit.kommune}-{role[0]}{n}", wave, question, role, unit.kommune, unit.partner)
                for n in range(int(rng.choice([0, 1, 2], p=[0.25, 0.6, 0.15])))
            ]
    names = ["respondent", "wave", "question", "role", "kommune", "partner"]
    answers = pd.DataFrame(rows, columns=names)
    truth = np.zeros((len(rows), len(book.codes)), dtype=np.bool_)
    for code, share in _SHARES.items():
        chance = share[k] if isinstance(share, tuple) else share
        tilt = np.where(answers["partner"] == "ja", 1.5, 0.8) if code == "regionkontor" else 1.0
        truth[:, book.codes.index(code)] = rng.random(len(rows)) < chance * tilt
    alone = book.residual & truth
    truth &= ~(alone.any(axis=1, keepdims=True) & ~book.residual)
    truth &= ~book.residual | (alone & (alone.cumsum(axis=1) == 1))
    truth[:, book.codes.index("annet")] |= ~truth.any(axis=1)
    return answers, truth
