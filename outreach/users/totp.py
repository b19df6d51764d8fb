"""Codes of an authenticator app (RFC 6238: six digits, thirty seconds) and recovery codes. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp

from outreach.core.db import PUBLIC_ID_LETTERS

SECONDS = 30
#: Time steps a telephone's clock may be behind or ahead.
DRIFT = 1
RECOVERY_CODES, RECOVERY_LENGTH = 8, 10
#: The scrypt cost of a recovery code: 2**14 blocks of 1 KiB.
RECOVERY_COST = 2**14


def new_secret() -> str:
    """A new secret of 160 random bits in base 32."""
    return pyotp.random_base32()


def app_address(secret: str, *, account: str, issuer: str) -> str:
    """The otpauth:// address that the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def grouped(secret: str) -> str:
    """A secret in groups of four, for typing by hand."""
    return " ".join(secret[at:at + 4] for at in range(0, len(secret), 4))


def step_at(instant: datetime) -> int:
    """The number of the thirty seconds an instant lies in."""
    return int(instant.timestamp()) // SECONDS


def matching_step(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The time step whose code this is, DRIFT steps around `at` and later than the step `after`; None where none is.

    Store the returned step as the next `after`, so that no code is accepted twice.
    """
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch("[0-9]{6}", digits):
        return None
    app, now, matching = pyotp.TOTP(secret, interval=SECONDS), step_at(at), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(app.generate_otp(step), digits) and step > after:
            matching = step
    return matching


def new_recovery_codes() -> Sequence[str]:
    """Codes to keep on paper: ten letters and digits in two groups, about 47 bits each."""
    half = RECOVERY_LENGTH // 2
    codes = ("".join(secrets.choice(PUBLIC_ID_LETTERS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES))
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def new_salt() -> str:
    """Sixteen random bytes, as hex."""
    return secrets.token_hex(16)


def bare_recovery_code(typed: str) -> str | None:
    """A typed recovery code without spaces, hyphens and capitals; None where it cannot be one."""
    bare = re.sub(r"[\s-]", "", typed).lower()
    return bare if len(bare) == RECOVERY_LENGTH and set(bare) <= set(PUBLIC_ID_LETTERS) else None


def recovery_hash(bare: str, salt: str) -> str:
    """The scrypt hash of a recovery code; slow (50 ms), since ten characters could be brute-forced."""
    return hashlib.scrypt(bare.encode(), salt=bytes.fromhex(salt), n=RECOVERY_COST, r=8, p=1, dklen=32).hex()
