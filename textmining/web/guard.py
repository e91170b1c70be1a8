"""What is checked before any page looks at a request, and what every answer carries."""

from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from textmining.web.numbers import whole_number

_LARGEST_BODY: Final = 1_000_000
_SAFE: Final = frozenset({"GET", "HEAD"})
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # "no-referrer" would make browsers hide Origin from us
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Refuse strange hosts, cross-site posts and large bodies; add the security headers.

    Args:
        app: what to guard.
        hosts: host names, without port, under which the page answers. A page of another site
            whose name points at this machine has another Host and learns nothing.
        largest_body: bytes up to which a form is read.
    """

    def __init__(
        self, app: ASGIApp, hosts: Collection[str], largest_body: int = _LARGEST_BODY
    ) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._largest_body = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        if refusal is not None:
            await refusal(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "").lower()
        if _without_port(host) not in self._hosts:
            return PlainTextResponse("Unknown host.", 400)
        if method in _SAFE:
            return None
        if not _is_own_site(host, headers):
            return PlainTextResponse("Posts from other sites are refused.", 403)
        length = whole_number(headers.get("content-length", ""))
        if length is None or length > self._largest_body:
            return PlainTextResponse("Too large.", 413)
        return None


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if port.isdecimal() else host


def _place(origin: str) -> str:
    """Host and port of an origin; "" if it is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:  # "http://[", say
        return ""


def _is_own_site(host: str, headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None and _place(origin) != host:
        return False
    return headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
