"""Fixtures: a bare app with templates, languages and formats. PDFs are rendered without a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from outreach.core import formatting, i18n

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def paper_app() -> Flask:
    app = Flask("paper", root_path=str(ROOT))
    app.jinja_env.undefined = StrictUndefined
    i18n.install(app)
    formatting.install(app)
    return app


@pytest.fixture(autouse=True)
def _in_app(paper_app: Flask) -> Iterator[None]:
    with paper_app.app_context():
        yield
