"""One log line for each request and each fault: `at=… level=… event=… id=… …`, scalar values only.

A line names the page by its endpoint. Addresses, queries, names and text are never logged: they may be personal, and an
address may contain a token. The id is sent as X-Request-ID too, so that a colleague can report it.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from datetime import UTC, datetime

from flask import Flask, Response, current_app, g, has_request_context, request
from flask.logging import default_handler

Scalar = str | int | float | bool | None

_PLAIN = re.compile(r"[A-Za-z0-9_.:/+-]+")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class KeyValueFormatter(logging.Formatter):
    """Formats a log record as one line of key=value pairs."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; of an exception only its class name is given."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        values: dict[str, Scalar] = {"at": at, "level": record.levelname.lower()}
        event_values = getattr(record, "event_values", None)
        values |= event_values or {"event": record.getMessage()}
        if has_request_context() and "request_id" in g:
            values.setdefault("id", g.request_id)
        if record.exc_info and record.exc_info[0]:
            values["exception"] = record.exc_info[0].__name__
        return " ".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _quoted(value: Scalar) -> str:
    text = "" if value is None else str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=True)


def log_event(event: str, level: int = logging.INFO, **values: Scalar) -> None:
    """Log one event. Values are numbers, codes and ids, never text somebody wrote."""
    current_app.logger.log(level, event, extra={"event_values": {"event": event, **values}})


def install(app: Flask) -> None:
    """Give each request an id, and log it when its response is ready."""
    default_handler.setFormatter(KeyValueFormatter())
    app.logger.setLevel(logging.INFO)

    @app.before_request
    def _begin() -> None:
        if "request_id" in g:  # the request is handled a second time (`save_failures`)
            return
        given = request.headers.get("X-Request-ID", "") if app.config["TRUSTED_PROXIES"] else ""
        g.request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        g.request_began = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        began = g.get("request_began")
        if began is None:  # refused before it began
            return response
        response.headers["X-Request-ID"] = g.request_id
        if request.endpoint not in {"static", "paper_font", "healthz", "readyz"}:
            log_event("request", id=g.request_id, method=request.method if request.method.isalpha() else "?",
                 endpoint=request.endpoint, status=response.status_code,
                 ms=round((time.perf_counter() - began) * 1000))
        return response
