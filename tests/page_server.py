"""A review page that runs beside the test, in a thread or in a process that may be killed."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pandas as pd
import uvicorn
import uvicorn.lifespan.on
import uvicorn.loops.auto
import uvicorn.protocols.http.auto  # here, so that a server process is forked with all it needs

from tests.example_review import CODEBOOK, coded_frame
from textmining.review import Desk, Store, answers_of
from textmining.web import Access, WebApp, create_app, serve
from textmining.web.serve import listening


@dataclass(frozen=True)
class Page:
    """A page that is being served."""

    url: str
    store: Store
    desk: Desk

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2])


@contextmanager
def served(
    store: Store, frame: pd.DataFrame, coders: Sequence[str] = ("Kari",), port: int = 0
) -> Iterator[Page]:
    """Serve a page in a thread of this process, at any free port if none is named."""
    desk = Desk(store, answers_of(frame, CODEBOOK), CODEBOOK)
    app = create_app(desk, Access(store.secret(), coders=tuple(coders)))
    with in_a_thread(app, port) as url:
        yield Page(url, store, desk)


@contextmanager
def in_a_thread(app: WebApp, port: int = 0) -> Iterator[str]:
    """Serve an application in a thread of this process; gives its address."""
    with closing(listening("127.0.0.1", port)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def serve_until_killed(path: Path, answers: int, port: Connection) -> None:
    """Serve a page in a process of its own; tells its port once browsers can connect."""
    store = Store(path)
    frame = coded_frame([f"svar {i}" for i in range(answers)], doubt=answers)
    desk = Desk(store, answers_of(frame, CODEBOOK), CODEBOOK)
    serve(create_app(desk, Access(store.secret())), "127.0.0.1", 0, port.send)
