"""Coverage of the whole table as `count` makes it: respondents, changes and pairs of themes.

    python -m benchmarks.coverage_table --surveys 40 --out coverage_table.json

Surveys whose truth is known, of two waves and four questions; a respondent answers one to four of
them. The table from the drawn answers is compared with the table from all answers.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.coverage import Tally, summary
from benchmarks.measuring import measured_over
from benchmarks.surveys import made_survey
from textmining.answers import Coded, Decisions, Meta
from textmining.codebook import Codebook, Theme
from textmining.counting import CountOptions, count_pairs, count_themes
from textmining.sampling import draw_survey

__all__ = ["coded_survey", "main", "measure"]

_QUESTIONS = 4
_ANSWERS_EACH = 1.6
_OPTIONS = CountOptions(respondents=True, changes=True)


def coded_survey(answers: int, share: str, rng: np.random.Generator) -> tuple[Coded, pd.DataFrame]:
    """A coded file of two waves with its draw, and the truth as decisions on all answers."""
    waves = [made_survey(n, rng) for n in (answers // 2, answers)]
    p = np.concatenate([wave.probabilities for wave in waves])
    truth = np.concatenate([wave.truth for wave in waves])
    book = Codebook("made", "1", tuple(Theme(f"t{k}", f"t{k}") for k in range(p.shape[1])))
    wave = np.repeat(["1", "2"], [answers // 2, answers])
    question = rng.integers(0, _QUESTIONS, len(p))
    population = question + _QUESTIONS * (wave == "2")
    respondent = np.zeros(len(p), dtype=np.int64)
    for number in np.unique(population):
        rows = population == number
        people = int((wave == wave[rows][0]).sum() / _ANSWERS_EACH)
        respondent[rows] = rng.choice(people, rows.sum(), replace=False)
    seed = int(rng.integers(2**32))
    draw = draw_survey(p, population, np.ones(len(p), dtype=np.bool_), share, seed)
    frame = pd.DataFrame({
        "respondent": respondent.astype(str),
        "wave": wave,
        "question": question.astype(str),
        "themes": pd.Series(book.sets(p >= 0.5), dtype=object),
        **{f"p_{code}": p[:, k] for k, code in enumerate(book.codes)},
        "review": draw.review,
        "order": draw.order,
        "stratum": draw.stratum.astype(str),
    })  # fmt: skip
    decisions = frame[["respondent", "wave", "question"]].assign(
        themes=pd.Series(book.sets(truth), dtype=object)
    )
    return Coded(frame, Meta("benchmark", book)), decisions


def measure(answers: int, share: str, surveys: int) -> list[dict[str, object]]:
    """Coverage per kind of number."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number in range(surveys):
        rng = np.random.default_rng([answers, int(share.rstrip("%")), number])
        coded, truth = coded_survey(answers, share, rng)
        read = truth[coded.drawn]
        for kind, rows in _numbers(coded, read, truth):
            for estimate, low, high, true in rows.dropna().itertuples(index=False, name=None):
                tallies[kind].add((estimate, low, high), true)
    return [
        {"answers": answers, "share": share, "kind": kind} | summary(found, None)
        for kind, found in tallies.items()
    ]


def _numbers(
    coded: Coded, read: pd.DataFrame, truth: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every kind of number: estimate, limits and truth; each in the unit of the table."""
    table, hand = (count_themes(coded, Decisions(codes), _OPTIONS).frame for codes in (read, truth))
    pooled = table["question"] == "*"
    for kind, rows, names in (
        ("answers to a question", ~pooled, ("share", "share_low", "share_high")),
        ("all answers", pooled, ("share", "share_low", "share_high")),
        ("respondents", pooled, ("respondent_share", "respondent_low", "respondent_high")),
        ("change", pooled, ("change", "change_low", "change_high")),
    ):
        yield kind, table.loc[rows, list(names)].assign(truth=hand[names[0]])
    pairs, known = (count_pairs(coded, Decisions(codes)) for codes in (read, truth))
    found = pairs[["estimate", "low", "high"]].assign(truth=known["estimate"])
    yield "pairs that occur", found[found["truth"] > 0]
    yield "pairs that do not occur", found[found["truth"] == 0]


def main() -> None:
    """Measure and print a line per kind."""
    measured_over(measure, __doc__, ("20%",))


if __name__ == "__main__":
    main()
