"""Files in the manner of survey programs: Questback, SurveyXact, Forsta, LimeSurvey, Qualtrics."""

from tests.vendors.made_up import (
    ANNET,
    FORNOYD,
    PLACES,
    SAMARBEID,
    SAVNER,
    STILLING,
    Rows,
    Vendor,
    answer,
    moment,
    role,
    rows_of,
)

__all__ = ["PROGRAMS"]


def _questback() -> Vendor:
    header = ["Respondent-ID", "Status", "Opprettet", "Fullført", STILLING, FORNOYD, SAVNER, ANNET]
    rows = rows_of(
        header,
        lambda i, c: [
            *(71000 + i, "Fullført", moment(i), moment(i, 2), role(i), c.randrange(1, 6)),
            *(answer(c), answer(c, 0.6)),
        ],
    )
    return Vendor(
        name="questback.xlsx",
        rows=rows,
        respondent="Respondent-ID",
        texts=(SAVNER, ANNET),
        background=(STILLING, FORNOYD),
        left_out=("Status", "Opprettet", "Fullført"),
    )


def _questback_titled() -> Vendor:
    plain = _questback()
    titles: Rows = [["Kommuneundersøkelsen 2021"], ["Eksportert 1.4.2021", None, "40 svar"]]
    rows = [[*row[:4], None, *row[4:]] for row in plain.rows]
    return Vendor(
        name="questback-titler.xlsx",
        rows=[*titles, *rows],
        respondent=plain.respondent,
        texts=plain.texts,
        background=plain.background,
        left_out=plain.left_out,
        merged=((0, 0, 5),),
    )


def _surveyxact() -> Vendor:
    header = [
        "respondent",
        "organisation",
        "email",
        "s_1",
        "s_2",
        "s_3",
        "statoverall_4",
        "created",
    ]
    rows = rows_of(
        header,
        lambda i, c: [
            *(
                5000 + i,
                c.choice(PLACES),
                f"p{i}@kommune.no",
                i % 3 + 1,
                answer(c),
                answer(c, 0.5),
            ),
            *(4, "01-03-2021 08:12"),
        ],
    )
    return Vendor(
        name="surveyxact.csv",
        rows=rows,
        respondent="respondent",
        texts=("s_2", "s_3"),
        background=("s_1",),
        left_out=("email", "created"),
    )


def _surveyxact_labels() -> Vendor:
    header = ["Svarnummer", "Kommune", "E-post", STILLING, SAVNER, SAMARBEID, "Samlet status"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, PLACES[i % 10], f"p{i}@k.no", role(i), answer(c), answer(c, 0.4), "Gjennomført")
        ],
    )
    return Vendor(
        name="surveyxact-etiketter.csv",
        rows=rows,
        respondent="Svarnummer",
        texts=(SAVNER, SAMARBEID),
        background=("Kommune", STILLING),
        left_out=("E-post", "Samlet status"),
        encoding="cp1252",
    )


def _forsta() -> Vendor:
    header = ["responseid", "respid", "status", "interview_start", "interview_end", "q1", "q2"]
    header += ["q3_open", "q4_open", "q5_other"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, 900 + i, "complete", "2021-03-01 09:00:00", "2021-03-01 09:10:00", i % 3, i % 2),
            *(answer(c), answer(c), answer(c, 0.7)),
        ],
    )
    return Vendor(
        name="forsta.csv",
        rows=rows,
        respondent="responseid",
        texts=("q3_open", "q4_open", "q5_other"),
        background=("q1", "q2"),
        left_out=("status", "interview_start", "interview_end"),
        delimiter=",",
    )


def _limesurvey() -> Vendor:
    header = ["id. Svar-ID", "submitdate. Dato fullført", "lastpage. Siste side"]
    header += ["startlanguage. Startspråk", "seed. Tilfeldig frø", f"G01Q01. {STILLING}"]
    header += [f"G01Q02. {SAVNER}", f"G02Q03. {ANNET}"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, "2021-03-01 08:10:11", 3, "nb", 1000 + 7 * i, role(i), answer(c), answer(c, 0.5))
        ],
    )
    return Vendor(
        name="limesurvey.csv",
        rows=rows,
        respondent=header[0],
        texts=(header[6], header[7]),
        background=(header[5],),
        left_out=(header[1], header[2], header[3], header[4]),
        delimiter=",",
    )


def _limesurvey_codes() -> Vendor:
    header = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "rolle", "savner"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, "2021-03-01 08:10:11", 3, "nb", 77 * i, f"a{i:05x}q", role(i), answer(c, 0))
        ],
    )
    return Vendor(
        name="limesurvey-koder.xlsx",
        rows=rows,
        respondent="token",
        texts=("savner",),
        background=("rolle",),
        left_out=("submitdate", "lastpage", "startlanguage"),
    )


def _qualtrics() -> Vendor:
    header = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)"]
    header += ["Finished", "RecordedDate", "ResponseId", "Q1", "Q2", "Q3"]
    texts = ["Startdato", "Sluttdato", "Svartype", "IP-adresse", "Fremdrift", "Varighet (sekunder)"]
    texts += ["Fullført", "Registrert dato", "Svar-ID", STILLING, SAVNER, ANNET]
    imports = [f'{{"ImportId":"{name}"}}' for name in header]
    people = rows_of(
        header,
        lambda i, c: [
            *("2021-03-01 08:00:00", "2021-03-01 08:09:00", "IP Address", f"10.0.0.{i}", 100, 300),
            *("True", "2021-03-01 08:09:01", f"R_{i:04d}x", role(i), answer(c), answer(c, 0.5)),
        ],
    )
    rows = [header, texts, imports, *people[1:]]
    return Vendor(
        name="qualtrics.csv",
        rows=rows,
        respondent="ResponseId",
        texts=("Q2", "Q3"),
        background=("Q1",),
        left_out=("StartDate", "EndDate", "IPAddress", "Progress", "RecordedDate"),
        delimiter=",",
        encoding="utf-8",
    )


PROGRAMS = (
    _questback(),
    _questback_titled(),
    _surveyxact(),
    _surveyxact_labels(),
    _forsta(),
    _limesurvey(),
    _limesurvey_codes(),
    _qualtrics(),
)
