"""Health checks: `/healthz` (process and database) and `/readyz` (all parts).

Both are public, so they name the failing part only.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable
from functools import lru_cache

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, current_app
from sqlalchemy import text

from outreach.core.db import db
from outreach.core.pdf.render import draw_all
from outreach.core.pdf.render_process import in_render_process
from outreach.core.permissions import public
from outreach.core.request_log import log_event

#: Free disk space below this fails the check.
MIN_FREE_BYTES = 200 * 1024 * 1024
#: How long the result of the PDF check is cached, since rendering takes a tenth of a second.
_PDF_CHECK_SECONDS = 300.0


def known_revisions(app: Flask) -> tuple[str, tuple[str, ...]]:
    """The newest migration in the code, and all revisions."""
    script = _script(app.extensions["migrate"].directory)
    return str(script.get_current_head()), tuple(migration.revision for migration in script.walk_revisions())


@lru_cache(maxsize=4)
def _script(directory: str) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", directory)
    return ScriptDirectory.from_config(config)


def database_answers() -> bool:
    """Whether the database executes a query."""
    return db.session.execute(text("select 1")).scalar() == 1


def migrations_are_done() -> bool:
    """Whether the newest migration has been run."""
    heads = MigrationContext.configure(db.session.connection()).get_current_heads()
    return heads == (known_revisions(current_app._get_current_object())[0],)  # type: ignore[attr-defined]


def pdf_renders() -> bool:
    """Whether a page can be rendered to PDF; checked again every five minutes."""
    return _renders_in_period(int(time.monotonic() / _PDF_CHECK_SECONDS))


@lru_cache(maxsize=1)
def _renders_in_period(_period: int) -> bool:
    page = '<!doctype html><html lang="da"><title>Prøve</title><body><h1>Prøve</h1></body></html>'
    return in_render_process(draw_all, page, "comfortable")[:5] == b"%PDF-"


def disk_has_room() -> bool:
    """Whether the data folder can be written to, and its disk has enough free space."""
    folder = current_app.instance_path
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > MIN_FREE_BYTES


_CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers, "migrations": migrations_are_done, "paper": pdf_renders, "disk": disk_has_room}


def failing_parts(names: tuple[str, ...] = tuple(_CHECKS)) -> list[str]:
    """The parts that are not in order, by the names `/readyz` gives them."""
    failing = []
    for name in names:
        try:
            is_healthy = _CHECKS[name]()
        except Exception as error:  # whatever is raised, the part fails
            db.session.rollback()
            log_event("health", logging.ERROR, part=name, exception=type(error).__name__)
            is_healthy = False
        if not is_healthy:
            failing.append(name)
    return failing


def _response(names: tuple[str, ...]) -> Response:
    failing = failing_parts(names)
    body = "".join(f"{name}: failing\n" for name in failing) or "ok\n"
    return Response(body, 503 if failing else 200, content_type="text/plain")


def install(app: Flask) -> None:
    """Add both addresses."""

    @app.get("/healthz")
    @public
    def healthz() -> Response:
        """200 when the database answers."""
        return _response(("database",))

    @app.get("/readyz")
    @public
    def readyz() -> Response:
        """200 when database, migrations, PDF rendering and disk space are all in order."""
        return _response(tuple(_CHECKS))
