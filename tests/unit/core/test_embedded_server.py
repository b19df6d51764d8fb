"""The embedded server: what was begun is sent before it ends, and a taken port is said in words."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from outreach.core import embedded_server, urls

ROOT = Path(__file__).resolve().parents[3]

#: A portal with one slow page, served as `flask serve` does.
SLOW = """
import sys, time
from pathlib import Path
from outreach import create_app
from outreach.core.permissions import public
from outreach.core.embedded_server import serve
app = create_app({"SECRET_KEY": "only for tests"}, Path(sys.argv[1]))
app.add_url_rule("/slow", "slow", public(lambda: time.sleep(1) or "x" * 300_000))
serve(app, host="127.0.0.1", port=int(sys.argv[2]), ready=lambda: print("ready", flush=True))
print("closed", flush=True)
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path), str(port)], cwd=ROOT, text=True,
                               stdout=subprocess.PIPE,
                               env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ['PYTHONPATH']}"})
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["terminate", "ctrl-c"])
def test_response_in_progress_is_sent_after_the_stop(
        server: subprocess.Popen[str], port: int, number: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"GET /slow HTTP/1.0\r\nHost: localhost\r\n\r\n")
        time.sleep(0.4)
        server.send_signal(number)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert (answer[:12], answer.count(b"x" * 300_000)) == (b"HTTP/1.0 200", 1)
    assert (server.wait(timeout=20), server.stdout.read()) == (0, "closed\n")  # type: ignore[union-attr]


def test_an_idle_server_stops_at_once(server: subprocess.Popen[str], port: int) -> None:
    with urlopen(f"http://127.0.0.1:{port}{urls.static_url_path(ROOT / 'static')}/css/base.css", timeout=20) as answer:
        assert "Server" not in answer.headers
    began = time.monotonic()
    server.terminate()
    assert (server.wait(timeout=20), time.monotonic() - began < 5) == (0, True)


def test_taken_port_raises(app, port: int) -> None:  # type: ignore[no-untyped-def]
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        result = app.test_cli_runner().invoke(args=["serve", "--port", str(port)])
    assert (result.exit_code, result.output.splitlines()[-1]) == (
        1, f"Error: port {port} on 127.0.0.1 is taken. Stop what uses it, or choose another: "
           f"PORT={port + 1} script/server")


@pytest.mark.parametrize(("host", "address"), [
    ("127.0.0.1", "http://127.0.0.1:8000"), ("0.0.0.0", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000"),
    ("localhost", "http://localhost:8000")])
def test_address_for_each_host(host: str, address: str) -> None:
    assert embedded_server.address_of(host, 8000) == address
