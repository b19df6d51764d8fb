"""The nginx and systemd examples of docs/running.md, word for word but for ports and folders: a real nginx speaks TLS
before the portal as the unit starts it, under the path prefix."""

from __future__ import annotations

import http.client
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from outreach import create_app
from outreach.core import transactions
from outreach.core.db import db
from outreach.core.encryption import keyed_hash
from outreach.core.permissions import Role
from outreach.users import service
from outreach.users.models import FailedSignIn, User
from tests import instant
from tests.certificates import certificate
from tests.forking import ROOT
from tests.sending import forms_on

NGINX = Path(os.environ.get("NGINX", "/usr/sbin/nginx"))
PASSWORD, EMAIL = "en lille sætning", "anna@demo.example"
PATIENCE = 60.0
#: What came back, and its text.
Answer = tuple[http.client.HTTPResponse, str]


def example_of(language: str) -> str:
    """The one example in this language."""
    text = (ROOT / "docs" / "running.md").read_text()
    [example] = re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return str(example)


def unit(folder: Path) -> str:
    """The systemd unit, for this checkout and a data folder of its own."""
    return example_of("ini").replace("/srv/outreach", str(ROOT)).replace("/var/lib/outreach", str(folder)).replace(
        "/var/cache/outreach", str(folder / "cache"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[Any], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        assert (process.poll(), time.monotonic() < end) == (None, True), log.read_text()
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a coordinator who can sign in."""
    folder = tmp_path_factory.mktemp("data")
    app = create_app({}, folder)
    with app.app_context():
        app.test_cli_runner().invoke(args=["db", "upgrade"])
        with transactions.writing():
            user = User(name="Anna", email=EMAIL, role=Role.COORDINATOR, language="da")
            db.session.add(user)
            db.session.flush()
            service.set_password(user=user, password=PASSWORD, by=None)
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="module")
def portal(folder: Path) -> Iterator[int]:
    """The portal as the unit starts it; its port. It stops cleanly when it is told to."""
    port, lines = free_port(), unit(folder).splitlines()
    told = [line.partition("=") for line in lines if "=" in line]
    environment = dict(each.split("=", 1) for name, _sign, value in told if name == "Environment"
                       for each in value.split())
    [command] = [shlex.split(value) for name, _sign, value in told if name == "ExecStart"]
    [patience] = [float(value) for name, _sign, value in told if name == "TimeoutStopSec"]
    log = folder / "server.log"
    with log.open("w") as output:
        environment |= {**instant.environment(), "PATH": os.environ["PATH"], "PORT": str(port)}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        wait_for(port, process, log)
        yield port
        process.send_signal(signal.SIGTERM)
        assert process.wait(patience) == 0
    finally:
        process.kill()
        process.wait()


CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr warn;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    {example}
  }}
}}
"""


class Browser:
    """Speaks TLS with nginx, checks its certificate, and keeps cookies."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.trust = port, ssl.create_default_context(cafile=str(folder / "cert.pem"))
        self.cookies: dict[str, str] = {}
        self.set_cookies: list[str] = []

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"Cookie": cookies, "Referer": f"https://localhost:{self.port}{path}",
                **{name.replace("_", "-"): value for name, value in headers.items()}}
        with closing(http.client.HTTPSConnection("localhost", self.port, timeout=30, context=self.trust)) as line:
            line.request(method, path, body, told)
            with line.getresponse() as answer:
                text = answer.read().decode()
        self.set_cookies += answer.headers.get_all("Set-Cookie") or []
        for each in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(each).items()}
        return answer, text

    def send(self, path: str, **fields: Any) -> Answer:
        """Open a page and send its first form."""
        form = {**forms_on(self.ask("GET", path)[1])[0]["fields"], **fields}
        return self.ask("POST", path, urlencode(form, doseq=True).encode(),
                        Content_Type="application/x-www-form-urlencoded", X_Forwarded_For="203.0.113.9")


@pytest.fixture(scope="module")
def browser(portal: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Browser]]:
    """browser() -> a new browser before a real nginx with the lines of docs/running.md."""
    if not NGINX.exists():
        why = f"no nginx at {NGINX} (apt-get install nginx-light, or set NGINX)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    certificate(folder)
    example = example_of("nginx")
    assert example.count("127.0.0.1:8000") == 1
    settings = CONFIGURATION.format(folder=folder, port=port,
                                    example=example.replace("127.0.0.1:8000", f"127.0.0.1:{portal}"))
    (folder / "nginx.conf").write_text(settings)
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen([NGINX, "-p", folder, "-e", "stderr", "-c", folder / "nginx.conf"], stderr=output)
    try:
        wait_for(port, process, log)
        yield lambda: Browser(port, folder)
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def signed_in(browser: Callable[[], Browser]) -> Browser:
    made = browser()
    answer, _text = made.send("/partnere/sign-in", email=EMAIL, password=PASSWORD)
    assert (answer.status, answer.headers["Location"]) == (302, "/partnere/")
    return made


def test_visitor_is_redirected_to_sign_in_below_the_prefix(browser: Callable[[], Browser]) -> None:
    answer, _text = browser().ask("GET", "/partnere/partners")
    assert (answer.status, answer.headers["Location"]) == (302, "/partnere/sign-in?next=/partners")


def test_every_link_after_sign_in_has_the_prefix(signed_in: Browser) -> None:
    answer, text = signed_in.ask("GET", "/partnere/")
    inner = re.findall(r'(?:href|src|action)="(/[^"]*)"', text)
    assert (answer.status, [each for each in inner if not each.startswith("/partnere/")]) == (200, [])
    assert len(inner) > 10


def test_static_files_of_the_front_page_are_served(signed_in: Browser) -> None:
    needed = re.findall(r'(?:href|src)="(/partnere/static/[^"]*)"', signed_in.ask("GET", "/partnere/")[1])
    assert {each: signed_in.ask("GET", each)[0].status for each in needed} == dict.fromkeys(needed, 200)


def test_session_cookie_is_bound_to_this_host(signed_in: Browser) -> None:
    assert {name for each in signed_in.set_cookies for name in SimpleCookie(each)} == {"__Host-outreach"}
    parts = {part.strip() for part in signed_in.set_cookies[-1].split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
    assert not [each for each in parts if each.startswith("Domain")]


def test_response_has_the_hsts_header(browser: Callable[[], Browser]) -> None:
    headers = browser().ask("GET", "/partnere/sign-in")[0].headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_forged_forwarded_for_header_is_ignored(browser: Callable[[], Browser], folder: Path) -> None:
    """Whatever the visitor says of it: X-Forwarded-For is believed for one hop."""
    assert browser().send("/partnere/sign-in", email="nobody@demo.example", password="gættet")[0].status == 422
    app = create_app({}, folder)
    with app.app_context():
        kept = db.session.scalars(select(FailedSignIn.address)).all()
        assert kept == [keyed_hash("127.0.0.1", "network address")]
        db.session.remove()
        db.engine.dispose()


def test_too_large_upload_gets_an_error_page(signed_in: Browser) -> None:
    token = forms_on(signed_in.ask("GET", "/partnere/partners/new")[1])[0]["fields"]["csrf_token"][0]
    body = (b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token.encode()
            + b'\r\n--x\r\nContent-Disposition: form-data; name="logo"; filename="logo.png"\r\n\r\n'
            + bytes(20 * 2**20) + b"\r\n--x--\r\n")
    answer, text = signed_in.ask("POST", "/partnere/library/logo/choose", body,
                                 Content_Type="multipart/form-data; boundary=x")
    assert (answer.status, "Filen eller teksten er for stor" in text) == (413, True)


def test_response_and_log_have_nginxs_request_id(browser: Callable[[], Browser], folder: Path) -> None:
    number = browser().ask("GET", "/partnere/sign-in", X_Request_ID="made-up")[0].headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", number)
    assert f"id={number} " in (folder / "server.log").read_text()


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze on this machine")
    file = tmp_path / "outreach.service"
    file.write_text(unit(tmp_path).replace("User=outreach\n", ""))
    told = subprocess.run([program, "verify", "--man=no", file], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
