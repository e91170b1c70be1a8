"""Files in the manner of forms on the web: Microsoft Forms, Google Forms."""

from tests.vendors.made_up import (
    PLACES,
    SAMARBEID,
    SAVNER,
    STILLING,
    Vendor,
    answer,
    moment,
    role,
    rows_of,
)

__all__ = ["FORMS"]


def _forms() -> Vendor:
    header = ["ID", "Starttidspunkt", "Fullføringstidspunkt", "E-post", "Navn", STILLING, SAVNER]
    header += [SAMARBEID]
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, moment(i), moment(i), "anonymous", None, role(i), answer(c), answer(c, 0.4))
        ],
    )
    return Vendor(
        name="microsoft-forms.xlsx",
        rows=rows,
        respondent="ID",
        texts=(SAVNER, SAMARBEID),
        background=(STILLING,),
        left_out=("Starttidspunkt", "Fullføringstidspunkt", "E-post", "Navn"),
    )


def _small() -> Vendor:
    plain = _forms()
    return Vendor(
        name="liten.xlsx",
        rows=plain.rows[:9],
        respondent="ID",
        texts=plain.texts,
        background=(),
        left_out=plain.left_out,
    )


def _google() -> Vendor:
    header = ["Tidsmerke", "E-postadresse", "Hvilken kommune svarer du for?", STILLING, SAVNER]
    rows = rows_of(
        header,
        lambda i, c: [
            *("2021/03/01 8.15.22 a.m. CET", f"p{i}@k.no", c.choice(PLACES), role(i), answer(c))
        ],
    )
    return Vendor(
        name="google-forms.csv",
        rows=rows,
        respondent=None,
        texts=(SAVNER,),
        background=(header[2], STILLING),
        left_out=("Tidsmerke", "E-postadresse"),
        delimiter=",",
        encoding="utf-8",
    )


FORMS = (_forms(), _small(), _google())
