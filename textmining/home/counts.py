"""The counts: themes with their intervals, question by question, also in groups."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.responses import Response

from textmining.answers import ALL_QUESTIONS, QUESTION, WAVE, Method, count_columns
from textmining.errors import TextminingError
from textmining.files import read_table
from textmining.home.incoming import told_in
from textmining.home.population import about_population
from textmining.home.visits import HomeVisit, Page
from textmining.survey import Survey
from textmining.texts import SUPPRESSED, Numbers

COUNTS: Final = "counts.xlsx"
"""What `textmining count` writes beside a wave's report."""
_NUMBERS: Final = (
    *("answers", "reviewed", "estimate", "low", "high"),
    *("share", "share_low", "share_high", "level"),
)

CountRow = Mapping[str, Any]


@dataclass(frozen=True)
class ShownNumber:
    """One number as it is shown.

    Args:
        estimate: how many answers.
        limits: from how many to how many; "" without an interval.
        share: of the answers.
        share_limits: from what share to what share, in per cent; "" without an interval.
        low: where the interval begins, 0 to 100, for the bar.
        width: how wide it is, 0 to 100.
        dot: where the estimate is, 0 to 100.
    """

    estimate: str
    limits: str
    share: str
    share_limits: str
    low: float = 0.0
    width: float = 0.0
    dot: float | None = None


@dataclass(frozen=True)
class ShownTheme:
    """A theme's line in a table."""

    label: str
    is_net: bool
    figures: Sequence[ShownNumber]


@dataclass(frozen=True)
class GroupTable:
    """The themes in groups.

    Args:
        column: what the groups are groups of.
        groups: what they are called, each with the number of its answers, None if it is hidden.
        rows: the themes.
    """

    column: str
    groups: Sequence[tuple[str, float | None]]
    rows: Sequence[ShownTheme]


def show(visit: HomeVisit) -> Response:
    """Show the counts of one wave and question, and what to count them by."""
    survey = visit.survey
    found = _newest(survey)
    rows, problem = _readable(found, visit) if found else ([], "")
    by = _by(rows)
    places = list(dict.fromkeys((row[WAVE], row[QUESTION]) for row in rows))
    asked = (visit.query("wave"), visit.query("question"))
    chosen = asked if asked in places else (_first(places) if places else None)
    all_here = [row for row in rows if (row[WAVE], row[QUESTION]) == chosen]
    here = [row for row in all_here if row["base"] != "unit"]
    total = [row for row in here if not any(row[name] for name in by)]
    of_units = [row for row in all_here if row["base"] == "unit"]
    units = [row for row in of_units if not any(row[name] for name in by)]
    about, numbers = _largest(total), visit.texts("home").numbers
    return visit.render(
        "counts.html",
        "home",
        job=visit.job,
        problem=problem,
        waves=list(dict.fromkeys(wave for wave, _ in places)),
        questions=list(dict.fromkeys(question for _, question in places)),
        asks={question.id: question.text for question in survey.settings.questions},
        pooled=ALL_QUESTIONS,
        chosen=chosen,
        total=_ranked(total, numbers),
        about=about,
        units=_ranked(units, numbers) if survey.settings.unit else [],
        level=numbers.full(round(100 * float(about["level"]), 6)) if about else "",
        groups=[_groups(here, name, by, numbers) for name in by],
        by=by,
        hidden=SUPPRESSED,
        background=survey.settings.columns.background,
        file=found,
        words=shlex.join(["textmining", "count", *_words(by)]),
        population=about_population(survey, visit.language),
    )


PAGES = (Page("/home/counts", show),)


def _newest(survey: Survey) -> Path | None:
    """The newest table of counts."""
    tables = [survey.report_for(wave.name) / COUNTS for wave in survey.waves]
    return next((table for table in reversed(tables) if table.exists()), None)


def _readable(file: Path, visit: HomeVisit) -> tuple[list[dict[str, Any]], str]:
    """The rows of a table of counts, or what is wrong with it: it can be made again."""
    try:
        rows = _rows(file)
        for row in rows:
            [row[name] for name in count_columns([])]
            [_number(row[name]) for name in _NUMBERS]
    except TextminingError as error:
        return [], told_in(error, visit.home.folder, visit.language)
    except (KeyError, TypeError, ValueError):  # somebody has changed it by hand
        return [], visit.texts("home")("counts.damaged", file=file.name)
    return rows, ""


def _rows(file: Path) -> list[dict[str, Any]]:
    frame = read_table(file).frame
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]


def _by(rows: Sequence[CountRow]) -> list[str]:
    """The background columns of a count file: what stands between the question and the theme."""
    if not rows:
        return []
    names = list(rows[0])
    return names[len(count_columns([])[:2]) : names.index("theme")]


def _words(by: Sequence[str]) -> list[str]:
    return [*(word for name in by for word in ("--by", name)), *(["--margins"] if by else [])]


def _first(places: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The first question of the newest wave."""
    newest = places[-1][0]
    return next(place for place in places if place[0] == newest)


def _ranked(rows: Sequence[CountRow], numbers: Numbers) -> list[ShownTheme]:
    """The themes, most frequent first, after the nets."""
    most = max(
        (_number(row["share_high"]) or _number(row["share"]) or 0 for row in rows), default=0
    )
    ordered = sorted(rows, key=lambda row: (row["base"] != "net", -(_number(row["share"]) or 0)))
    return [
        ShownTheme(row["label"], row["base"] == "net", [_figure(row, numbers, most)])
        for row in ordered
    ]


def _groups(
    rows: Sequence[CountRow], column: str, by: Sequence[str], numbers: Numbers
) -> GroupTable:
    """The groups of one column; what it is crossed with stands in the table of counts."""
    grouped = [row for row in rows if [name for name in by if row[name]] == [column]]
    named = dict.fromkeys(row[column] for row in grouped)
    sizes = {name: _size([row for row in grouped if row[column] == name]) for name in named}
    cells = {(row["theme"], row[column]): row for row in grouped}
    labels = {row["theme"]: row for row in grouped}
    return GroupTable(
        column,
        list(sizes.items()),
        [
            ShownTheme(
                row["label"],
                row["base"] == "net",
                [_figure(cells.get((theme, group)), numbers) for group in sizes],
            )
            for theme, row in labels.items()
        ],
    )


def _largest(rows: Sequence[CountRow]) -> CountRow | None:
    """The row that is about the most answers, of those whose numbers are told."""
    told = [row for row in rows if _number(row["answers"]) is not None]
    return max(told, key=lambda row: _number(row["answers"]) or 0, default=None)


def _size(rows: Sequence[CountRow]) -> float | None:
    largest = _largest(rows)
    return None if largest is None else _number(largest["answers"])


def _figure(row: CountRow | None, numbers: Numbers, most: float = 1.0) -> ShownNumber:
    if row is None:
        return ShownNumber("", "", "", "")
    if row["method"] == Method.SUPPRESSED:
        return ShownNumber(SUPPRESSED, "", SUPPRESSED, "")
    share, low, high = (_number(row[name]) for name in ("share", "share_low", "share_high"))
    first, last = _number(row["low"]), _number(row["high"])
    is_sure = first is not None and first == last
    has_limits = low is not None and high is not None and not is_sure
    return ShownNumber(
        estimate=numbers.whole(_number(row["estimate"])),
        limits=numbers.limits(first, last) if has_limits else "",
        share=numbers.percent(share),
        share_limits=numbers.limits(100 * (low or 0), 100 * (high or 0)) if has_limits else "",
        low=_place(low, most),
        width=_place((high or 0) - (low or 0), most),
        dot=None if share is None else _place(share, most),
    )


def _place(share: float | None, most: float) -> float:
    return round(100 * min((share or 0) / most, 1), 1)


def _number(cell: Any) -> float | None:
    return None if cell is None or cell == "" else float(cell)
