"""A log line holds scalar values and nothing that anybody wrote, and its id is in the answer."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach.core.request_log import KeyValueFormatter

LINE = re.compile(r"at=\S+ level=info event=request id=[0-9a-f]{16} method=GET endpoint=\S+ status=\d{3} ms=\d+")


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [KeyValueFormatter().format(record) for record in caplog.records if record.name == "outreach"]


def test_request_is_logged_on_one_line_without_search_text(client_as: Callable[..., FlaskClient],
                                                           caplog: pytest.LogCaptureFixture) -> None:
    client = client_as()
    caplog.set_level(logging.INFO, "outreach")
    answer = client.get("/partners?q=Anna+Andersen&page=2")
    [line] = lines(caplog)
    assert LINE.fullmatch(line)
    assert f"id={answer.headers['X-Request-ID']} " in line
    assert "Anna" not in line


def test_secret_in_a_path_is_not_logged(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "outreach")
    app.test_client().get("/set-password/a-key-that-nobody-else-may-have")
    assert [("endpoint=users.set_password " in line, "a-key" in line) for line in lines(caplog)] == [(True, False)]


def test_request_id_header_is_used_only_behind_a_trusted_proxy(app: Flask) -> None:
    given = {"X-Request-ID": "from-the-proxy-1"}
    alone = app.test_client().get("/sign-in", headers=given).headers["X-Request-ID"]
    app.config["TRUSTED_PROXIES"] = 1
    behind = app.test_client().get("/sign-in", headers=given).headers["X-Request-ID"]
    odd = app.test_client().get("/sign-in", headers={"X-Request-ID": "x\ty z"}).headers["X-Request-ID"]
    assert (len(alone), behind, len(odd)) == (16, "from-the-proxy-1", 16)


def test_log_record_with_line_breaks_is_one_line(app: Flask) -> None:
    record = logging.LogRecord("outreach", logging.ERROR, "x", 1, 'two\nlines "and" quotes', (), None)
    assert KeyValueFormatter().format(record).endswith(r'level=error event="two\nlines \"and\" quotes"')


@pytest.mark.own_app
def test_error_is_logged_with_the_request_id_of_its_response(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    from outreach.core.permissions import public

    app.config["RAISE_ERRORS"] = False
    app.add_url_rule("/broken", "broken", public(lambda: {}["Anna Andersen"]))
    with app.test_request_context():
        pass
    seen: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(KeyValueFormatter())
    handler.emit = lambda record: seen.append(handler.format(record))  # type: ignore[method-assign]
    app.logger.addHandler(handler)
    answer = app.test_client().get("/broken")
    app.logger.removeHandler(handler)
    assert [f"id={answer.headers['X-Request-ID']}" in line for line in seen] == [True, True]
    assert not any("Anna" in line for line in seen)
