"""Serving the page on this machine or on a network."""

import socket
from collections.abc import Callable
from contextlib import closing
from typing import Final

import uvicorn
from starlette.applications import Starlette

from textmining.errors import OptionError

_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not listened at


def serve(app: Starlette, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve the page until the process is told to stop.

    Port 0 takes any free one; `ready` is called with the port once browsers can connect.

    Raises:
        OptionError: the address cannot be listened at.
    """
    with closing(listening(host, port)) as listener:
        ready(listener.getsockname()[1])
        config = uvicorn.Config(
            app,
            access_log=False,  # addresses hold nothing about answers, but nobody needs them either
            log_level="warning",
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=3,
        )
        uvicorn.Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that takes connections at an address; port 0 takes any free one.

    Raises:
        OptionError: the address cannot be listened at.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, so that asyncio turns off Nagle's delay (40 ms an answer) on its connections.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        reason = (error.strerror or str(error)).lower()
        raise OptionError(
            "cannot serve at {host}, port {port} ({reason}). Choose another --port or --host.",
            host=host,
            port=port,
            reason=reason,
        ) from error
    return listener


def public_name(host: str) -> str:
    """Return the name that links to this machine carry when listening at `host`."""
    if host in _EVERYWHERE:
        return socket.gethostname().lower()
    return f"[{host}]" if ":" in host else host.lower()


def host_names(host: str) -> frozenset[str]:
    """Return the names under which this machine answers when listening at `host`."""
    if host not in _EVERYWHERE:
        return frozenset({public_name(host)})
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:  # a machine that does not know its own name is reached by it all the same
        found = []
    addresses = {public_name(str(info[4][0])) for info in found}
    return frozenset({public_name(host), socket.getfqdn().lower(), *addresses})
