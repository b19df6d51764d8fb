"""The demo library for tests that need a portal full of people, partners and offers."""

from __future__ import annotations

from functools import cache

from flask import Flask

from outreach.core import transactions
from outreach.demo import loader
from outreach.users.passwords import hash_password

PASSWORD = "correct horse demo"


@cache
def _secret_hash() -> str:
    return hash_password(PASSWORD)


def load_demo(app: Flask) -> None:
    """Fill the empty portal with the whole demo, committed; every colleague's password is PASSWORD."""
    with app.app_context(), transactions.writing():
        loader.load(_secret_hash())
