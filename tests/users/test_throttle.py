"""Guessing is slowed per account and address, per account, and per address; nobody locks a colleague out by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from outreach.core import clock, expiry, transactions
from outreach.core.db import db
from outreach.users.models import FailedSignIn, User
from outreach.users.service import throttle

from .conftest import PASSWORD

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon() -> None:
    clock.set_source(lambda: NOON)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that are reached soon."""
    monkeypatch.setattr(throttle, "MAX_PER_ACCOUNT_AND_ADDRESS", 2)
    monkeypatch.setattr(throttle, "MAX_PER_ACCOUNT", 4)
    monkeypatch.setattr(throttle, "MAX_PER_ADDRESS", 5)


def attempt(app: Flask, email: str, address: str = "10.0.0.1", password: str = "not the password",
            **headers: str) -> TestResponse:
    return app.test_client().post("/sign-in", data={"email": email, "password": password}, headers=headers,
                                  environ_overrides={"REMOTE_ADDR": address})


def statuses(app: Flask, tries: list[tuple[str, str]]) -> list[int]:
    return [attempt(app, email, address).status_code for email, address in tries]


def test_failures_from_one_address_do_not_lock_the_account_elsewhere(app: Flask, librarian: User) -> None:
    statuses(app, [(librarian.email, "10.0.0.66")] * 8)
    assert attempt(app, librarian.email, "10.0.0.1", PASSWORD).status_code == 302


def test_many_addresses_against_one_account_are_slowed(app: Flask, few: None, librarian: User) -> None:
    tries = [(librarian.email, f"10.0.0.{each}") for each in range(5)]
    assert statuses(app, tries) == [422, 422, 422, 422, 429]


def test_one_address_against_many_accounts_is_slowed(app: Flask, few: None) -> None:
    tries = [(f"nobody{each}@demo.example", "10.0.0.1") for each in range(6)]
    assert statuses(app, tries) == [422, 422, 422, 422, 422, 429]


def test_right_password_keeps_failures_from_other_addresses(app: Flask, few: None, librarian: User) -> None:
    statuses(app, [(librarian.email, "10.0.0.66")] * 2)
    attempt(app, librarian.email, "10.0.0.1", PASSWORD)
    assert attempt(app, librarian.email, "10.0.0.66").status_code == 429


def test_the_message_says_when_to_try_again(app: Flask, few: None, librarian: User) -> None:
    statuses(app, [(librarian.email, "10.0.0.1")] * 2)
    answer = attempt(app, librarian.email)
    assert "Prøv igen kl. 12.16." in answer.text
    assert answer.headers["Retry-After"] == "901"


def test_throttled_attempts_do_not_extend_the_wait(app: Flask, few: None, librarian: User) -> None:
    statuses(app, [(librarian.email, "10.0.0.1")] * 2)
    clock.set_source(lambda: NOON + timedelta(minutes=10))
    statuses(app, [(librarian.email, "10.0.0.1")] * 3)
    clock.set_source(lambda: NOON + timedelta(minutes=15, seconds=1))
    assert attempt(app, librarian.email, password=PASSWORD).status_code == 302


def test_failures_are_stored_as_keyed_hashes(app: Flask, librarian: User) -> None:
    attempt(app, librarian.email, "10.0.0.1")
    kept = db.session.scalars(select(FailedSignIn)).one()
    known = (kept.account, kept.address)
    app.config["SECRET_KEY"] = "another"
    assert ([len(each) for each in known], throttle.account_hash(librarian.email) == kept.account) == ([64, 64], False)


def test_old_failures_expire(app: Flask, librarian: User) -> None:
    attempt(app, librarian.email)
    clock.set_source(lambda: NOON + timedelta(days=1, seconds=1))
    with transactions.writing():
        expiry.delete_expired()
    assert db.session.scalars(select(FailedSignIn)).all() == []


def address_hashes() -> list[str]:
    return list(db.session.scalars(select(FailedSignIn.address).order_by(FailedSignIn.id)))


def test_forwarded_header_is_ignored_without_trusted_proxies(app: Flask) -> None:
    for forged in ("1.1.1.1", "2.2.2.2"):
        attempt(app, "a@demo.example", "10.0.0.1", **{"X-Forwarded-For": forged})
    assert len(set(address_hashes())) == 1


@pytest.mark.own_app
@pytest.mark.parametrize(("hops", "forwarded", "different"), [
    (1, ("6.6.6.6, 9.9.9.9", "7.7.7.7, 9.9.9.9"), 1), (1, ("9.9.9.8", "9.9.9.9"), 2),
    (2, ("6.6.6.6, 9.9.9.8, 10.0.0.2", "6.6.6.6, 9.9.9.9, 10.0.0.2"), 2)])
def test_forwarded_header_counts_for_trusted_hops_only(
        app: Flask, hops: int, forwarded: tuple[str, str], different: int) -> None:
    """What the visitor wrote into the header stands to the left of what our own proxies added."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops)  # type: ignore[method-assign]
    for each in forwarded:
        attempt(app, "a@demo.example", "10.0.0.1", **{"X-Forwarded-For": each})
    assert len(set(address_hashes())) == different
