"""The survey's files: a file is dropped; what its columns are is shown, corrected and taken."""

from pathlib import Path

from starlette.responses import Response

from textmining.errors import FileError, TextminingError
from textmining.files import ENDINGS
from textmining.home import first_file, next_file
from textmining.home.incoming import find_incoming, incoming_files, receive, remove, sentence
from textmining.home.visits import HomeVisit, Page
from textmining.survey import WaveFolder
from textmining.texts import catalogue
from textmining.workflow.survey_folder.init import is_unmapped, understand


def show(visit: HomeVisit, problem: str = "") -> Response:
    """Show the survey's waves, and where to drop a file."""
    survey = visit.survey_so_far
    return visit.render(
        "files.html",
        "survey",
        status=409 if problem else 200,
        waves=[(wave.name, _file_of(wave)) for wave in survey.waves] if survey else [],
        waiting=incoming_files(visit.home.folder),
        endings=", ".join(ENDINGS),
        problem=problem,
    )


def drop(visit: HomeVisit) -> Response:
    """Keep the file that was dropped, and go on to what it holds."""
    given = visit.uploaded()
    texts = catalogue("survey", visit.language)
    if given is None:
        return show(visit, texts("files.none"))
    name = given.filename or ""
    if Path(name).suffix.lower() not in ENDINGS:
        return show(visit, texts("files.ending", endings=", ".join(ENDINGS)))
    found = receive(visit.home.folder, name, given.file)
    return visit.go(f"/home/files/{found.key}")


def look(visit: HomeVisit) -> Response:
    """Show what the columns of a file are taken for; take it in, or give it up."""
    found = find_incoming(visit.home.folder, visit.request.path_params["key"])
    if found is None:
        return show(visit, catalogue("survey", visit.language)("files.gone"))
    if visit.field("do") == "cancel":
        remove(found)
        return visit.go("/home/files")
    try:
        understood = understand(found.path)
    except TextminingError as error:  # nothing in it can be corrected here
        remove(found)
        return show(visit, sentence(error, found, visit.language))
    survey = visit.survey_so_far
    if survey is None or is_unmapped(survey):
        return first_file.handle(visit, found, understood)
    return next_file.handle(visit, survey, found, understood)


def _file_of(wave: WaveFolder) -> str:
    try:
        return wave.answers.name
    except FileError:  # coded elsewhere, and only the coded file was put here
        return ""


PAGES = (
    Page("/home/files", show),
    Page("/home/files", drop, method="POST"),
    Page("/home/files/{key}", look),
    Page("/home/files/{key}", look, method="POST"),
)
