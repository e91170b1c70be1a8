"""Serving the page on this machine or on a network."""

import socket
from collections.abc import Callable
from contextlib import closing

import uvicorn
from starlette.applications import Starlette

from textmining.errors import OptionError

__all__ = ["host_names", "listening", "serve"]


def serve(app: Starlette, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve the page until the process is told to stop.

    Args:
        app: the page.
        host: the address to listen at.
        port: the port; 0 takes any free one.
        ready: called with the port once browsers can connect.

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
            f"cannot serve at {host}, port {port} ({reason}). Choose another --port or --host."
        ) from error
    return listener


def host_names(host: str) -> frozenset[str]:
    """Return the names under which this machine answers when listening at `host`."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared with, not listened at
        return frozenset({f"[{host}]" if ":" in host else host.lower()})
    name = socket.gethostname()
    addresses = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    names = {f"[{a}]" if ":" in a else a for a in addresses}
    return frozenset({name.lower(), socket.getfqdn().lower(), *names})
