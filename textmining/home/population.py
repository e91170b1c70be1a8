"""Who was invited: a list is dropped, and the columns are chosen that answers are weighted by."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from textmining.errors import TextminingError
from textmining.files import ENDINGS, atomic_files
from textmining.home.incoming import find_incoming, receive, remove, sentence, told_in
from textmining.home.visits import HomeVisit, Page
from textmining.survey import Survey, WaveFolder, change_weighting
from textmining.texts import Language
from textmining.workflow.inputs.frame import FrameFile, frames_of, margins_in


def about_population(survey: Survey, language: Language) -> Mapping[str, Any]:
    """Return what the part of a page about those invited shows.

    A list that cannot be read is told there: the rest of the page does not need it.
    """
    frames = frames_of(survey.waves)
    margins, problem = [], ""
    try:
        margins = margins_in(frames)
    except TextminingError as error:
        problem = told_in(error, survey.folder, language)
    return {
        "lists": [(frame.wave, frame.path.name) for frame in frames],
        "problem": problem,
        "waves": [wave.name for wave in reversed(survey.waves)],
        "margins": margins,
        "rake": survey.settings.population.rake,
        "endings": ", ".join(ENDINGS),
    }


def weigh(visit: HomeVisit) -> Response:
    """Keep in the settings what answers are weighted by: only columns that the lists have."""
    known = margins_in(frames_of(visit.survey.waves))
    change_weighting(visit.survey, [name for name in known if name in visit.fields("rake")])
    return visit.go(f"{visit.back('/home/counts')}?said=saved")


def drop(visit: HomeVisit) -> Response:
    """Take in the list of those invited in a wave, if it can be read."""
    given = visit.uploaded()
    wave = next((wave for wave in visit.survey.waves if wave.name == visit.field("wave")), None)
    if wave is None:
        raise HTTPException(400)
    if given is None or Path(given.filename or "").suffix.lower() not in ENDINGS:
        return visit.refuse(visit.texts("home")("population.file", endings=", ".join(ENDINGS)))
    found = receive(visit.home.folder, given.filename or "", given.file)
    try:
        margins_in([FrameFile(found.path, wave.name, wave.columns)])
        _keep(found.path, wave)
    except TextminingError as error:
        return visit.refuse(sentence(error, found, visit.language))
    finally:
        if find_incoming(visit.home.folder, found.key):
            remove(found)
    return visit.go(f"{visit.back('/home/counts')}?said=saved")


PAGES = (
    Page("/home/population", weigh, "POST"),
    Page("/home/population/file", drop, "POST"),
)


def _keep(file: Path, wave: WaveFolder) -> None:
    """Put the list in the wave's folder, in place of an older one."""
    own = None if wave.shares_frame else wave.frame
    target = wave.folder / f"frame{file.suffix.lower()}"
    older = [own] if own and own != target else []
    with atomic_files([target], private=[target], without=older) as (temporary,):
        shutil.copyfile(file, temporary)
