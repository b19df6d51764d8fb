"""The embedded server: waitress, with a graceful stop. Responses in progress are sent before the process ends."""

from __future__ import annotations

import errno
import signal
import socket
import time
from collections.abc import Callable
from typing import Any, Protocol

import waitress
from flask import Flask
from waitress import wasyncore

#: Seconds that a stop waits for responses in progress.
DRAIN_SECONDS = 20.0
#: Enough for some eighty colleagues, whose browsers keep up to six connections open. Idle ones are closed.
MAX_CONNECTIONS, IDLE_SECONDS = 500, 30
#: Bytes of a request that waitress reads. Requests below this but above MAX_CONTENT_LENGTH get our own error page.
MAX_BODY = 64 * 2**20


class PortTakenError(Exception):
    """Another process listens on that address."""


class BackgroundWork(Protocol):
    """Workers in threads of this process: `app.extensions["background_work"]`."""

    def start(self) -> None:
        """Start them."""

    def stop(self) -> None:
        """Stop them; what they have not finished waits for another process."""


def address_of(host: str, port: int) -> str:
    """The address to open in a browser; a host that means all interfaces is shown as this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def serve(app: Flask, *, host: str, port: int, threads: int = 8, ready: Callable[[], None] = lambda: None) -> None:
    """Serve `app` until SIGTERM or SIGINT, then stop accepting, finish what was begun, and return.

    `ready` is called once the port is ours. Background work starts with the server, unless JOBS_IN_WEB is False.
    Raises PortTakenError.
    """
    sockets: dict[int, Any] = {}
    server = waitress.create_server(
        app, map=sockets, sockets=[_listening(host, port)], threads=threads, ident=None,
        connection_limit=MAX_CONNECTIONS, channel_timeout=IDLE_SECONDS, max_request_body_size=MAX_BODY,
        clear_untrusted_proxy_headers=not app.config["TRUSTED_PROXIES"])
    background: BackgroundWork = app.extensions["background_work"]
    stopping: list[int] = []

    def stop(number: int, _frame: Any) -> None:
        stopping.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    ready()
    if app.config["JOBS_IN_WEB"] is not False:
        background.start()
    while not stopping:
        wasyncore.loop(timeout=0.5, map=sockets, count=1)
    background.stop()
    _drain(sockets)
    server.task_dispatcher.shutdown(timeout=1)


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to `port`; waitress itself would leave one open on failure."""
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise PortTakenError from error
        raise
    return listener


def _drain(sockets: dict[int, Any]) -> None:
    """Close the listening sockets, then send the responses in progress for at most DRAIN_SECONDS."""
    for listener in [channel for channel in sockets.values() if getattr(channel, "accepting", False)]:
        listener.accepting = False
        listener.del_channel()
        listener.socket.close()
    end = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < end and any(_is_busy(channel) for channel in sockets.values()):
        wasyncore.loop(timeout=0.1, map=sockets, count=1)


def _is_busy(channel: Any) -> bool:
    return bool(getattr(channel, "requests", None) or getattr(channel, "total_outbufs_len", 0))
