"""The original SPSS file with the themes added: `respondents.sav` and `respondents.sps`.

Values, variable labels, value labels, missing values, measure levels, formats, widths, notes and
the file's label are carried over. What pyreadstat cannot write (alignment, multiple-response sets,
those of the original and our own) is set by the syntax file, which the user runs once.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import QUESTION, RESPONDENT, THEMES
from textmining.answers.cells import as_id
from textmining.codebook import Codebook
from textmining.errors import ColumnError, FileError, Message
from textmining.files import nearest_names
from textmining.files.sav_files import (
    KEPT,
    SavFile,
    at_full_width,
    lost_in,
    read_whole_sav,
    write_sav,
)
from textmining.texts import Texts

LONGEST_NAME = 64


@dataclass(frozen=True)
class ThemeVariables:
    """The 0/1 variables of one question.

    Args:
        question: the question.
        names: a variable name for each theme.
        labels: a variable label for each theme.
        codes: 1, 0, or NaN where the respondent did not answer or the theme could not be given,
            shape `(n_rows, n_themes)`.
    """

    question: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    codes: NDArray[np.float64]


def read_original(path: Path) -> SavFile:
    """Read an SPSS file with everything it says about its variables.

    Raises:
        FileError: it is missing or no SPSS file.
    """
    if not path.is_file():
        raise FileError(path, "does not exist", "Name the .sav file with --original.")
    return read_whole_sav(path)


def theme_variables(
    original: SavFile, codes: pd.DataFrame, codebook: Codebook, id_column: str, texts: Texts
) -> list[ThemeVariables]:
    """Return the 0/1 variables of every question, in the order of the original's rows.

    Args:
        original: the original file.
        codes: `respondent`, `question`, `themes` (the codes that count) and `known` (the codes that
            could be given; none where nobody has coded the answer) of one wave.
        codebook: the codebook.
        id_column: the original's variable with the respondent's id; "" means the row number.
        texts: the catalogue.

    Raises:
        ColumnError: there is no such variable, or respondents are missing from the file.
    """
    ids = _ids(original, id_column)
    strange = set(codes[RESPONDENT]) - set(ids)
    if strange:
        raise ColumnError(
            "{path}: {n} of {all} respondents with coded answers are not in it. Name its "
            "variable with their ids: --respondent-column.",
            path=original.path,
            n=len(strange),
            all=codes[RESPONDENT].nunique(),
        )
    taken = {str(name).lower() for name in original.frame.columns}
    return [
        _variables(str(question), answers, ids, codebook, taken, texts)
        for question, answers in codes.groupby(QUESTION, sort=False)
    ]


def _ids(original: SavFile, id_column: str) -> list[str]:
    if not id_column:
        return [str(row) for row in range(1, len(original.frame) + 1)]
    if id_column not in original.frame.columns:
        found = nearest_names(id_column, map(str, original.frame.columns))
        raise ColumnError(
            "{path}: there is no variable {name}; {found}",
            path=original.path,
            name=id_column,
            found=found,
        )
    return [as_id(value) for value in original.frame[id_column]]


def _variables(
    question: str,
    answers: pd.DataFrame,
    ids: list[str],
    codebook: Codebook,
    taken: set[str],
    texts: Texts,
) -> ThemeVariables:
    asked = codebook.asked([question])[0]
    themes = [theme for theme, is_asked in zip(codebook.themes, asked, strict=True) if is_asked]
    told = zip(answers[THEMES], answers["known"], strict=True)
    by_respondent = dict(zip(answers[RESPONDENT], told, strict=True))
    codes = np.full((len(ids), len(themes)), np.nan)
    for i, respondent in enumerate(ids):
        if respondent in by_respondent:
            said, known = by_respondent[respondent]
            codes[i] = [_said(theme.code, said, known) for theme in themes]
    return ThemeVariables(
        question,
        tuple(free_name(f"{question}_{theme.code}", taken) for theme in themes),
        tuple(texts("spss.variable", question=question, label=theme.label) for theme in themes),
        codes,
    )


def _said(code: str, said: Collection[str], known: Collection[str]) -> float:
    return 1.0 if code in said else 0.0 if code in known else np.nan


def free_name(wish: str, taken: set[str]) -> str:
    """Return a name SPSS takes that is not taken, and take it; capitals make no difference."""
    name = re.sub(r"[^\w.]", "_", wish).rstrip("._")
    name = name if name[:1].isalpha() else f"t_{name}"
    number = 1
    while (found := _cut(name, "" if number == 1 else f"_{number}")).lower() in taken:
        number += 1
    taken.add(found.lower())
    return found


def _cut(name: str, ending: str) -> str:
    """The name with its ending in at most 64 bytes, as that of a set too."""
    room = LONGEST_NAME - len("$") - len(ending)  # a set's name has a $ before it
    return name.encode()[:room].decode(errors="ignore").rstrip("._") + ending


def write_respondents(
    original: SavFile, themes: list[ThemeVariables], target: Path, texts: Texts
) -> list[str]:
    """Write the original with the themes; return what of it could not be carried over."""
    names = [name for part in themes for name in part.names]
    added = pd.DataFrame(
        np.hstack([part.codes for part in themes]), columns=names, index=original.frame.index
    )
    labels = [label for part in themes for label in part.labels]
    answers = {0.0: texts("spss.no"), 1.0: texts("spss.yes")}
    ours: dict[str, dict[str, Any]] = {
        "column_labels": dict(zip(names, labels, strict=True)),
        "variable_value_labels": dict.fromkeys(names, answers),
        "missing_ranges": {},
        "variable_display_width": dict.fromkeys(names, 8),
        "variable_measure": dict.fromkeys(names, "nominal"),
        "variable_format": dict.fromkeys(names, "F1.0"),
    }
    meta = original.meta
    kept: dict[str, Any] = {key: getattr(meta, read) | ours[key] for key, read in KEPT.items()}
    write_sav(
        pd.concat([at_full_width(original), added], axis="columns"),
        target,
        file_label=meta.file_label or "",
        note=meta.notes or None,
        **kept,
    )
    written = read_original(target)
    return [
        *lost_in(original, written),
        *_cut_labels(dict(zip(names, labels, strict=True)), written),
    ]


def _cut_labels(labels: Mapping[str, str], written: SavFile) -> Iterator[str]:
    """The new variables whose label is longer than the 255 bytes that .sav holds."""
    for name, label in labels.items():
        if written.meta.column_names_to_labels[name] != label:
            yield Message("{name}: the end of its label", name=name)
