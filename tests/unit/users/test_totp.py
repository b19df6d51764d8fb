"""Codes of an app and recovery codes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.users import totp

#: The secret of RFC 6238, appendix B, and its codes (the last six digits of the eight that stand there).
SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")]
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


def code(at: datetime) -> str:
    return pyotp.TOTP(SECRET).at(at)


CODES_AROUND_NOON = {code(NOON + timedelta(seconds=seconds)) for seconds in (-30, 0, 30)}


@pytest.mark.parametrize(("second", "digits"), RFC)
def test_the_codes_of_the_rfc_match(second: int, digits: str) -> None:
    at = datetime.fromtimestamp(second, UTC)
    assert totp.matching_step(SECRET, digits, at=at, after=0) == second // 30


@pytest.mark.parametrize(("seconds", "taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_one_step_off(seconds: int, taken: bool) -> None:
    at = NOON + timedelta(seconds=seconds)
    assert (totp.matching_step(SECRET, code(at), at=NOON, after=0) is not None) is taken


def test_used_code_is_not_accepted_again() -> None:
    step = totp.matching_step(SECRET, code(NOON), at=NOON, after=0)
    assert step is not None
    assert totp.matching_step(SECRET, code(NOON), at=NOON, after=step) is None


def test_spaces_do_not_matter() -> None:
    digits = code(NOON)
    assert totp.matching_step(SECRET, f" {digits[:3]} {digits[3:]} ", at=NOON, after=0) is not None


@given(st.text(max_size=12))
def test_only_six_digits_are_a_code(text: str) -> None:
    matched = totp.matching_step(SECRET, text, at=NOON, after=0) is not None
    assert matched is ("".join(text.split()) in CODES_AROUND_NOON)


def test_recovery_codes_are_eight_and_different() -> None:
    codes = totp.new_recovery_codes()
    assert (len(codes), len(set(codes)), {len(each) for each in codes}) == (8, 8, {11})


def test_a_recovery_code_is_known_however_it_is_typed() -> None:
    assert totp.bare_recovery_code(" XGZPR 76995") == totp.bare_recovery_code("xgzpr-76995") == "xgzpr76995"


@pytest.mark.parametrize("typed", ["", "123456", "xgzpr-7699", "xgzpr-7699a", "x" * 500])
def test_malformed_recovery_code_is_refused(typed: str) -> None:
    assert totp.bare_recovery_code(typed) is None


def test_the_same_code_has_another_hash_with_another_salt() -> None:
    assert totp.recovery_hash("xgzpr76995", totp.new_salt()) != totp.recovery_hash("xgzpr76995", totp.new_salt())


def test_the_apps_address_names_portal_account_and_secret() -> None:
    address = totp.app_address(SECRET, account="a@demo.example", issuer="Partnerportalen")
    assert address == f"otpauth://totp/Partnerportalen:a%40demo.example?secret={SECRET}&issuer=Partnerportalen"
