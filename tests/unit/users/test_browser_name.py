"""What a browser is called in the list of where one is signed in."""

from __future__ import annotations

import pytest

from outreach.users.sessions import browser_name

_KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(("says", "name"), [
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_KIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
    (f"Mozilla/5.0 (X11; Linux x86_64) {_KIT} Chrome/126.0.0.0 Safari/537.36", "Chrome, Linux"),
    (f"Mozilla/5.0 (Linux; Android 10; K) {_KIT} Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Mac"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
     "Mobile/15E148 Safari/604.1", "Safari, iPhone"),
    ("curl/8.5.0", ""), ("", ""), ("<script>" * 99, ""),
])
def test_a_browser_has_a_name(says: str, name: str) -> None:
    assert browser_name(says) == name
