"""Draw: codes made by any program in, a coded file with the draw of what to read out."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import (
    Answers,
    Coded,
    Columns,
    MachineCodes,
    Meta,
    answers_in,
    check_target,
    coded_frame,
    free_names,
    write_coded,
)
from textmining.codebook import Codebook, read_codebook
from textmining.errors import ColumnError
from textmining.language import written_standard
from textmining.sampling import draw_survey, identities, random_numbers
from textmining.workflow.coding.drawn import draw_record
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.coding.part import DIGITS

_HALF = 0.5

_SAID, _NOT_SAID = 0.8, 0.05
"""The chance of a theme that a program says or does not say where it gives no chance itself. The
answers read by design correct it theme by theme, so it need only be within their reach; see
`benchmarks/foreign_machine.py` for what it does to the counts."""


def draw(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    codebook: Path,
    out: Path,
    *,
    machine: str,
    review: str = "20%",
    seed: int = 0,
    panel: bool = False,
) -> Coded:
    """Draw which answers a person reads of answers that another program has coded.

    Args:
        files: answer files with the program's codes, as human codes are written, or with its
            chances in `p_<code>`.
        columns: what their columns are called.
        codebook: what the codes mean.
        out: the coded file; `OUT.meta.json` goes beside it.
        machine: the program's name, for the method note.
        review: how many answers a person reads: a share, a number or `all`.
        seed: of the draw.
        panel: whether respondents are drawn alike in every wave.

    Raises:
        TextminingError: files that cannot be read, or hold neither codes nor chances.
    """
    check_target(out, [*files, codebook])
    book = read_codebook(codebook)
    answers = answers_in(files, columns, book)
    said = _said(answers, book, files, machine)
    populations, labels = pd.factorize(answers.populations)
    numbers = random_numbers(identities(answers.ids, panel=panel), seed)
    drawn = draw_survey(
        said.probabilities, populations, answers.answered, review, seed, numbers=numbers
    )
    names = [name for name in answers.frame if name not in _chance_columns(answers, book).values()]
    plain = Answers(answers.frame[names].assign(themes=None))
    frame = coded_frame(plain, book, said, drawn)
    options = CodingOptions(review=review, seed=seed, panel=panel)
    record = draw_record(drawn, labels.tolist(), options)
    program = f"textmining-survey {version('textmining-survey')}"
    meta = Meta(program, book, draw=record, model={"program": machine})
    write_coded(frame, meta, out)
    return Coded(frame, meta)


def chances_of_codes(said: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the chance of each theme that codes alone stand for, shape as `said`.

    Args:
        said: the codes, shape `(n_answers, n_themes)`.
    """
    return np.where(said, _SAID, _NOT_SAID)


def _said(answers: Answers, book: Codebook, files: Sequence[Path], machine: str) -> MachineCodes:
    """What the program said, as a coded file keeps it."""
    columns = _chance_columns(answers, book)
    codes = [themes or () for themes in answers.themes]
    said = book.indicator(codes)
    if columns and len(columns) < len(book.codes):
        raise ColumnError(
            "{file}: there are columns p_<code> for some themes and none for {codes}. Give one for "
            "every theme, or take all of them out.",
            file=files[0],
            codes=", ".join(code for code in book.codes if code not in columns),
        )
    if columns:
        given = answers.frame[[columns[code] for code in book.codes]]
        p = given.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=np.float64)
        if np.isnan(p[answers.answered]).any() or (p < 0).any() or (p > 1).any():
            raise ColumnError(
                "{file}: the columns p_<code> must hold chances from 0 to 1 for every answer.",
                file=files[0],
            )
        p = np.nan_to_num(p)
        said = said if any(codes) else p >= _HALF
    elif any(codes):
        p = chances_of_codes(said)
    else:
        raise ColumnError(
            "{file}: there are neither codes nor chances. Codes stand in a column themes (or "
            "--themes-column), in a 0/1 column per code or in slots, chances in p_<code>.",
            file=files[0],
        )
    languages = [written_standard(text) if text.strip() else "" for text in answers.texts]
    right = np.where(said, p, 1 - p).prod(axis=1)
    return MachineCodes(said, p.round(DIGITS), right.round(DIGITS), languages, machine)


def _chance_columns(answers: Answers, book: Codebook) -> dict[str, str]:
    """The columns `p_<code>` by code; reading has moved them out of the way of our own."""
    names = {code: f"p_{code}" for code in book.codes}
    moved = free_names(names.values(), book.codes)
    return {code: moved[n] for code, n in names.items() if moved[n] in answers.frame}
