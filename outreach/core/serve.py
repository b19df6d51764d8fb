"""The embedded server: waitress, stopped cleanly. An answer that was begun is sent before the process ends."""

from __future__ import annotations

import errno
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore

#: Seconds a stop waits for answers that are under way.
PATIENCE = 20.0
#: A browser keeps up to six connections open; some eighty colleagues must find a free one. Idle ones are let go.
MOST_CONNECTIONS, IDLE_SECONDS = 500, 30
#: Bytes of a request that are taken in at all. What is larger than the portal takes but not than this gets our own
#: words for an answer.
LARGEST_BODY = 64 * 2**20


class PortTaken(Exception):
    """Somebody else listens on that address."""


def address_of(host: str, port: int) -> str:
    """The address to open in a browser; a host that means "everywhere" is shown as this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def serve(app: Flask, *, host: str, port: int, threads: int = 8, ready: Callable[[], None] = lambda: None) -> None:
    """Serve `app` until SIGTERM or SIGINT, then stop accepting, finish what was begun, and return.

    `ready` is called once the port is ours. Raises PortTaken.
    """
    sockets: dict[int, Any] = {}
    server = waitress.create_server(
        app, map=sockets, sockets=[_listening(host, port)], threads=threads, ident=None,
        connection_limit=MOST_CONNECTIONS, channel_timeout=IDLE_SECONDS, max_request_body_size=LARGEST_BODY,
        clear_untrusted_proxy_headers=not app.config["TRUSTED_PROXIES"])
    stopping: list[int] = []

    def stop(number: int, _frame: Any) -> None:
        stopping.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    ready()
    while not stopping:
        wasyncore.loop(timeout=0.5, map=sockets, count=1)
    _drain(sockets)
    server.task_dispatcher.shutdown(timeout=1)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that holds `port`; waitress itself would leave one open where it cannot."""
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    held = socket.socket(family, kind, protocol)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(address)
    except OSError as error:
        held.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise PortTaken from error
        raise
    return held


def _drain(sockets: dict[int, Any]) -> None:
    """Close the listening sockets, then keep going until every answer has left or patience ends."""
    for each in [each for each in sockets.values() if getattr(each, "accepting", False)]:
        each.accepting = False
        each.del_channel()
        each.socket.close()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and any(_is_busy(each) for each in sockets.values()):
        wasyncore.loop(timeout=0.1, map=sockets, count=1)


def _is_busy(channel: Any) -> bool:
    return bool(getattr(channel, "requests", None) or getattr(channel, "total_outbufs_len", 0))
