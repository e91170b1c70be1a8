"""What each of our applications is made of: templates, a guard, an answer to our bugs."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.types import Lifespan


def guarded(
    routes: Sequence[BaseRoute],
    guard: Middleware,
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """Return the application behind its guard; a bug of ours tells nothing of itself."""
    return Starlette(
        routes=routes,
        middleware=[guard],
        exception_handlers={500: _our_bug},
        lifespan=lifespan,
    )


def templates(folder: Path) -> Environment:
    """Return a folder's templates: what they show is escaped, what they lack an error."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


async def _our_bug(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("Internal error.", 500)
