"""The partner-outreach portal: `create_app` builds the application in named steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, Response, send_file
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from outreach import all_models, config  # noqa: F401 - every model is defined before the first query
from outreach.core import (
    errors,
    formatting,
    health,
    i18n,
    idempotency,
    paging,
    permissions,
    request_log,
    save_failures,
    security,
    transactions,
    urls,
)
from outreach.core.db import db
from outreach.core.idempotency import KeyedCSRF
from outreach.core.pdf.fonts import web_fonts
from outreach.core.permissions import public

csrf = KeyedCSRF()


def create_app(overrides: dict[str, Any] | None = None, instance: Path | None = None) -> Flask:
    """Make the application. `instance` is the data folder (default: OUTREACH_INSTANCE or `instance/`);
    `overrides` take precedence over all other settings."""
    instance = instance or config.instance_path()
    config.make_private(instance)
    app = Flask(__name__, root_path=str(config.ROOT), instance_path=str(instance),
                static_url_path=urls.static_url_path(config.ROOT / "static"))
    app.config.update({**config.settings(instance), **(overrides or {})})
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.autoescape = True

    _set_up_database(app)
    _set_up_requests(app)
    _register_features(app)
    _add_plain_routes(app)
    return app


def _set_up_database(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(config.ROOT / "outreach" / "migrations"), render_as_batch=True, compare_type=True)


def _set_up_requests(app: Flask) -> None:
    """Order matters: the access check needs the user, and both run inside the request's transaction."""
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)  # type: ignore[method-assign]
    request_log.install(app)
    i18n.install(app)
    formatting.install(app)
    paging.install(app)
    errors.install(app)
    save_failures.install(app)
    security.install(app)
    transactions.install(app)
    csrf.init_app(app)


def _register_features(app: Flask) -> None:
    from outreach import cli
    from outreach.features import BLUEPRINTS, background_tasks, draft_middleware, sessions, template_context

    sessions.install(app)
    draft_middleware.install_before_access_check(app)
    app.before_request(permissions.enforce_access)
    draft_middleware.install(app)
    idempotency.install(app)
    background_tasks.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    template_context.install(app)
    cli.install(app, __path__)


def _add_plain_routes(app: Flask) -> None:
    fonts = web_fonts()

    @app.get("/fonts/<name>")
    @public
    def paper_font(name: str) -> Response:
        """A font of the installed packages, used on screen and in PDFs."""
        path = fonts.get(name)
        return send_file(path, max_age=86400) if path else errors.error_page(404)

    health.install(app)
    public(app.view_functions["static"])
