"""The first page: the steps of the work, each with its state, and what comes next."""

from starlette.responses import Response

from textmining.home.steps import steps_of
from textmining.home.visits import HomeVisit, Page
from textmining.workflow.survey_folder.status import status


def show(visit: HomeVisit) -> Response:
    """Show the steps; where there is no survey yet, the first one."""
    survey = visit.survey
    found = status(survey)
    job = visit.job
    return visit.render(
        "overview.html",
        "home",
        steps=steps_of(survey, found, job),
        found=found,
        by_hand=bool(found.waves) and found.waves[-1].coded == "hand",
        warnings=found.warnings(visit.language),
        language=visit.language,
        job=job,
    )


PAGES = (Page("/home", show),)
