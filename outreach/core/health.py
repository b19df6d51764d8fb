"""`/healthz`: this process answers and so does its database. `/readyz`: it can do its work.

Neither tells more than which part fails, so that a monitor without an account may ask.
"""

from __future__ import annotations

import logging
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
from outreach.core.pdf.render import draw, lay_out, parse
from outreach.core.permissions import public
from outreach.core.request_log import log_event

#: Below this a backup or a paper may not find room.
LEAST_BYTES = 200 * 1024 * 1024
#: How long an answer about paper holds: setting a page takes a tenth of a second, and anybody may ask.
_PAPER_SECONDS = 300.0


def known_revisions(app: Flask) -> tuple[str, tuple[str, ...]]:
    """The newest migration of this portal, and all it knows."""
    script = _script(app.extensions["migrate"].directory)
    return str(script.get_current_head()), tuple(each.revision for each in script.walk_revisions())


@lru_cache(maxsize=4)
def _script(directory: str) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", directory)
    return ScriptDirectory.from_config(config)


def database_answers() -> bool:
    """Whether the database does the simplest thing."""
    return db.session.execute(text("select 1")).scalar() == 1


def migrations_are_done() -> bool:
    """Whether the tables are those this version wants."""
    heads = MigrationContext.configure(db.session.connection()).get_current_heads()
    return heads == (known_revisions(current_app._get_current_object())[0],)  # type: ignore[attr-defined]


def paper_can_be_set() -> bool:
    """Whether a page comes out as PDF; asked anew every five minutes."""
    return _paper(int(time.monotonic() / _PAPER_SECONDS))


@lru_cache(maxsize=1)
def _paper(_spell: int) -> bool:
    page = parse('<!doctype html><html lang="da"><title>Prøve</title><body><h1>Prøve</h1></body></html>', {})
    return draw(lay_out(page, "comfortable"), 1)[:5] == b"%PDF-"


def disk_has_room() -> bool:
    """Whether the data folder's disk has room for a while."""
    return shutil.disk_usage(current_app.instance_path).free > LEAST_BYTES


_CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers, "migrations": migrations_are_done, "paper": paper_can_be_set, "disk": disk_has_room}


def _failing(names: tuple[str, ...]) -> list[str]:
    failing = []
    for name in names:
        try:
            good = _CHECKS[name]()
        except Exception as error:  # whatever a part raises, the answer is the same
            db.session.rollback()
            log_event("health", logging.ERROR, part=name, exception=type(error).__name__)
            good = False
        if not good:
            failing.append(name)
    return failing


def _answer(names: tuple[str, ...]) -> Response:
    failing = _failing(names)
    body = "".join(f"{name}: failing\n" for name in failing) or "ok\n"
    return Response(body, 503 if failing else 200, content_type="text/plain")


def install(app: Flask) -> None:
    """Add both addresses."""

    @app.get("/healthz")
    @public
    def healthz() -> Response:
        """200 when the database answers."""
        return _answer(("database",))

    @app.get("/readyz")
    @public
    def readyz() -> Response:
        """200 when the database answers in the tables this version wants, paper can be set and the disk has room."""
        return _answer(tuple(_CHECKS))
