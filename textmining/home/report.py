"""The report: how it presents itself, and its files."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from textmining.home.counts import COUNTS
from textmining.home.population import about_population
from textmining.home.visits import HomeVisit, Page
from textmining.survey import PRESENTED, Survey, change_publication

_FILES: Final = (
    *("report.docx", "report.pdf", "report.html", "report.xlsx", "report.pptx"),
    *("counts.csv", COUNTS, "method.md", "quality.json"),
)
_APART: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "font-src data:; base-uri 'none'; form-action 'none'; sandbox allow-scripts allow-downloads"
)
"""The report's page has its own script and styles in it, and no part in the home page."""
_LONGEST: Final = 300


def show(visit: HomeVisit) -> Response:
    """Show how the report presents itself, and the reports that there are."""
    survey = visit.survey
    return visit.render(
        "report.html",
        "home",
        job=visit.job,
        fields=_fields(survey),
        reports=_reports(survey),
        population=about_population(survey, visit.language),
    )


def save(visit: HomeVisit) -> Response:
    """Keep in the settings how the report presents itself; write the report if that was pressed."""
    said = {name: " ".join(visit.field(name).split())[:_LONGEST] for name in PRESENTED}
    change_publication(visit.survey, said)
    if visit.field("run"):
        visit.home.jobs.start("report")
        return visit.go("/home/report")
    return visit.go("/home/report?said=saved")


def download(visit: HomeVisit) -> Response:
    """Hand out a file of a report."""
    wave, name = visit.request.path_params["wave"], visit.request.path_params["name"]
    if (wave, name) not in {(w, n) for w, files in _reports(visit.survey) for n in files}:
        raise HTTPException(404)
    path = visit.survey.report_for(wave) / name
    if path.suffix == ".html":
        return FileResponse(path, headers={"Content-Security-Policy": _APART})
    return FileResponse(path, filename=f"{wave}-{name}")


PAGES = (
    Page("/home/report", show),
    Page("/home/report", save, "POST"),
    Page("/home/reports/{wave}/{name}", download),
)


def _fields(survey: Survey) -> dict[str, str]:
    written = {"publisher": survey.settings.publisher} | dict(survey.settings.report)
    return {name: written.get(name, "") for name in PRESENTED}


def _reports(survey: Survey) -> list[tuple[str, list[str]]]:
    """The waves that have a report, newest first, with its files."""
    found = [(wave.name, survey.report_for(wave.name)) for wave in reversed(survey.waves)]
    there = [(wave, [n for n in _FILES if (folder / n).is_file()]) for wave, folder in found]
    return [(wave, files) for wave, files in there if files]
