"""Long steps: started, looked at and stopped; each runs as a job, whatever page is open."""

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from textmining.home.steps import RUN, again_options, options_of
from textmining.home.visits import HomeVisit, Page
from textmining.survey import Survey
from textmining.workflow.survey_folder.status import status


def run(visit: HomeVisit) -> Response:
    """Start a step."""
    step = visit.field("step")
    if step not in RUN:
        raise HTTPException(400)
    options = _again(visit, step) or _options(visit, visit.survey, step)
    visit.home.jobs.start(step, *options)
    return visit.go(visit.back("/home"))


def stop(visit: HomeVisit) -> Response:
    """Stop the step that is at work."""
    visit.home.jobs.stop()
    return visit.go(visit.back("/home"))


def forget(visit: HomeVisit) -> Response:
    """Put away what the last step said."""
    visit.home.jobs.forget()
    return visit.go(visit.back("/home"))


def tell(visit: HomeVisit) -> Response:
    """Tell the page's script how far the step has come."""
    job = visit.job
    if job is None:
        return JSONResponse({"state": ""})
    return JSONResponse(
        {"state": job.state, "doing": job.doing, "done": job.done, "total": job.total}
    )


PAGES = (
    Page("/home/run", run, "POST"),
    Page("/home/stop", stop, "POST"),
    Page("/home/forget", forget, "POST"),
    Page("/home/job", tell),
)


def _again(visit: HomeVisit, step: str) -> list[str]:
    """What stood after the command that is to be started again."""
    job = visit.job
    if not visit.field("again") or job is None or job.step != step:
        return []
    return again_options(job)


def _options(visit: HomeVisit, survey: Survey, step: str) -> list[str]:
    """What stands after the command: only what the pages offer."""
    if step == "count":
        background = survey.settings.columns.background
        chosen = [name for name in visit.fields("by") if name in background]
        by = [word for name in chosen for word in ("--by", name)]
        return [*by, "--margins"] if by else []
    return options_of(step, status(survey), visit.job)
