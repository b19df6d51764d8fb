"""Passwords and recovery codes that take a millisecond to hash, for all tests; the portal's own costs are kept here."""

from __future__ import annotations

from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from outreach.users import passwords, totp

#: What a password and a recovery code cost outside the tests.
PASSWORD_COST, RECOVERY_COST = passwords.PARAMETERS, totp.RECOVERY_COST


def install(patch: pytest.MonkeyPatch) -> None:
    """Lower both costs until the patch is undone."""
    cheap = replace(PASSWORD_COST, time_cost=1, memory_cost=8 * PASSWORD_COST.parallelism)
    patch.setattr(passwords, "PARAMETERS", cheap)
    patch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(cheap))
    patch.setattr(totp, "RECOVERY_COST", 2**4)
