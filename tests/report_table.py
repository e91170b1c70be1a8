"""A made-up table of counts with the contract's columns, for the report's tests."""

import math

import pandas as pd

from textmining.answers import PAIR_COLUMNS, RESPONDENT_COLUMNS
from textmining.codebook import Codebook, Theme

__all__ = ["CODEBOOK", "made_up_counts", "made_up_pairs", "row"]

CODEBOOK = Codebook(
    name="prøveundersøkelsen",
    version="2",
    themes=(
        Theme(
            "nav", "Tettere samarbeid med NAV", "Ønsker bedre samarbeid med NAV.", net="Samarbeid"
        ),
        Theme("frivillighet", "Samarbeid med frivillig sektor", net="Samarbeid"),
        Theme("bolig", "Bolig", "Gjelder mangel på boliger."),
        Theme("sosial_kontroll", "Negativ sosial kontroll og æresrelatert vold"),
        Theme("tolk", "Tolk"),
        Theme("fornoyd", "Fornøyd", residual="content"),
        Theme("ingen", "Ingen kommentar", residual="none"),
    ),
    note="Svarene er oppdiktet.",
    questions={"bosetting": "Hva er viktigst for å lykkes med bosettingen?"},
)

_SHARES = {
    "nav": 0.41, "frivillighet": 0.12, "bolig": 0.33, "sosial_kontroll": 0.04, "tolk": 0.0,
    "fornoyd": 0.08, "ingen": 0.02, "Samarbeid": 0.48,
}  # fmt: skip
_SHARE_OF = {"share": "estimate", "share_low": "low", "share_high": "high"}
_METHODS = ("difference estimator, score interval", "everything read")
_PLACES = [("*", 1.0), ("bosetting", 0.9), ("samarbeid", 1.1)]
_GROUPS = [("", "", 1.0), ("role", "rådmann", 0.7), ("role", "<leder> & co", 1.3)]
_GROUPS += [("landsdel", "Vestlandet", 0.95), ("landsdel", "Nord-Norge", 1.05)]


def made_up_counts(*, half: float = 0.04, suppressed: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Three waves, two questions and their pool, two background columns.

    Args:
        half: half the width of every interval, as a share; 0 means that everything was read.
        suppressed: themes that are held back in every group.
    """
    rows = [
        row(
            wave=wave,
            question=question,
            role=value if column == "role" else "",
            landsdel=value if column == "landsdel" else "",
            theme=theme,
            share=min(1.0, share * (0.6 + 0.2 * year) * lift * tilt),
            answers=400 if not column else 180,
            half=half if share else 0.0,
            is_read=half == 0,
            is_suppressed=bool(column) and theme in suppressed,
        )
        for year, wave in enumerate(("2019", "2020", "2021"))
        for question, lift in _PLACES
        for column, value, tilt in _GROUPS
        for theme, share in _SHARES.items()
    ]
    return pd.DataFrame(rows)


def made_up_pairs() -> pd.DataFrame:
    """Two pairs of themes over all questions in the newest wave, and one too rare to tell."""
    pairs = [("nav", "bolig", 12, 8, 17), ("nav", "tolk", 4, 4, 4), ("bolig", "tolk", 2, 0, 9)]
    rows = []
    for theme, other, estimate, low, high in pairs:
        numbers = {"estimate": estimate, "low": low, "high": high}
        shares = {name: numbers[of] / 400 for name, of in _SHARE_OF.items()}
        names = {"with_theme": other, "with_label": CODEBOOK.labels[other]}
        rows.append(row(theme=theme, share=0.0, is_read=low == high) | names | numbers | shares)
    return pd.DataFrame(rows)[list(PAIR_COLUMNS)]


def row(
    *,
    theme: str,
    share: float,
    answers: int = 400,
    half: float = 0.04,
    is_suppressed: bool = False,
    is_read: bool | None = None,
    **place: str,
) -> dict[str, object]:
    """One row of the contract's count columns; read whole, unless told, if it has no width."""
    is_read = half == 0 if is_read is None else is_read
    low, high = max(0.0, share - half), min(1.0, share + half)
    numbers = {
        "answers": float(answers),
        "reviewed": float(answers if is_read else answers // 4),
        "machine": float(round(answers * share * 0.8)),
        "estimate": answers * share,
        "low": answers * low,
        "high": answers * high,
        "share": share,
        "share_low": low,
        "share_high": high,
    }
    # Over all questions a quarter fewer respondents than answers, who have the theme more often.
    people = 0.75 if place.get("question", "*") == "*" else 1.0
    shares = [min(1.0, value / people) for value in (share, low, high)]
    numbers |= dict(zip(RESPONDENT_COLUMNS, [answers * people, *shares], strict=True))
    numbers = {name: round(number, 6) for name, number in numbers.items()}
    if is_suppressed:
        numbers = dict.fromkeys(numbers, math.nan)
    is_total = not (place.get("role") or place.get("landsdel"))
    return {
        "wave": "2021",
        "question": "*",
        "role": "",
        "landsdel": "",
        **place,
        "theme": theme,
        "label": CODEBOOK.labels.get(theme, theme),
        "base": "net" if theme not in CODEBOOK.codes else "total" if is_total else "group",
        **numbers,
        "level": 0.95,
        "method": "suppressed" if is_suppressed else _METHODS[is_read],
    }
