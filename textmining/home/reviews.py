"""Reading answers: the review page of one wave, served beside the home page from the same store."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from textmining.answers import SETTINGS_NAME
from textmining.errors import TextminingError
from textmining.files import stamp
from textmining.review import ReviewedFiles, Store
from textmining.survey import WAVE_SETTINGS, Survey
from textmining.web import LOCAL_HOSTS, Access, HomeLink, WebApp
from textmining.workflow.survey_folder.jobs import Jobs


class Reviews:
    """What answers at the addresses of the review page: the wave that was opened last.

    When its files have changed (coded anew, a new codebook, other settings), it is opened anew;
    decisions are in the store all the while. Who still has a page of another wave open is refused
    by their form's token, so that nothing is recorded for an answer that they did not see. An
    erasure on the page changes the files too, but no answer of the others: they read on meanwhile.
    """

    def __init__(self, folder: Path, jobs: Jobs, hosts: Iterable[str] = LOCAL_HOSTS) -> None:
        self._folder = folder
        self._home = HomeLink("/home", jobs.start)
        self._hosts = frozenset(hosts)
        self._wave: str | None = None
        self._mark: object = None
        self._app: WebApp | None = None
        self._stores: dict[str, Store] = {}
        self._erasing: set[object] = set()
        self._lock = RLock()

    def open(self, wave: str | None) -> None:
        """Open a wave; the newest one if none is named.

        Raises:
            TextminingError: there is none to read, or its files cannot be read.
        """
        from textmining.workflow.inputs.reviewable import reviewable
        from textmining.workflow.review import review_app, reviewed_files
        from textmining.workflow.survey_folder.next_step import step_review

        with self._lock:
            survey = Survey(self._folder)
            step = step_review(survey, wave)
            (file,), (columns,) = step.files, step.columns
            settings = (survey.folder / SETTINGS_NAME, file.parent / WAVE_SETTINGS)
            watched = [file, *settings, *([step.codebook] if step.codebook else [])]
            mark = _marks(watched)
            if mark == self._mark:
                return
            name = survey.store
            files = reviewed_files([file], columns, name, step.codebook)
            reviewed = _OpenFiles(**vars(files), erasing=partial(self._erased, watched))
            found = reviewable([file], columns, step.codebook)
            if name not in self._stores:
                self._stores[name] = Store(name)
            store = self._stores[name]
            secret = hashlib.sha256(store.secret() + found.answers.fingerprint()).digest()
            access = Access(secret, self._hosts)
            language = survey.settings.language
            self._app = review_app(found, reviewed, store, access, language, home=self._home)
            self._wave, self._mark = file.parent.name, mark

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on to the wave's page; to the home page if no wave is open."""
        app = await run_in_threadpool(self._current)
        await (app or RedirectResponse("/home", 303))(scope, receive, send)

    def close(self) -> None:
        """Let go of the stores."""
        for store in self._stores.values():
            store.close()

    @contextmanager
    def _erased(self, watched: Sequence[Path]) -> Iterator[None]:
        """Keep a wave open as it is while a respondent is erased from its files.

        The page shows nothing of theirs from then on, and reading many answers anew takes a minute.
        """
        this = object()
        self._erasing.add(this)
        try:
            before = _marks(watched)
            yield
            with self._lock:
                if self._mark == before:
                    self._mark = _marks(watched)
        finally:
            self._erasing.discard(this)

    def _current(self) -> WebApp | None:
        if self._erasing:
            return self._app
        with self._lock:  # another wave may be being opened, which is the one from then on
            if self._app is not None:
                with suppress(TextminingError):  # a file that is being replaced: as it was
                    self.open(self._wave)
            return self._app


@dataclass(frozen=True, kw_only=True)
class _OpenFiles(ReviewedFiles):
    """The files of a review that is open, which goes on while a respondent is erased from them."""

    erasing: Callable[[], AbstractContextManager[None]]

    def erase(self, respondent: str, wave: str) -> None:
        with self.erasing():
            super().erase(respondent, wave)


def _marks(files: Iterable[Path]) -> list[Any]:
    return [(path, stamp(path)) for path in files]
