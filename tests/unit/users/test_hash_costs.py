"""What hashes cost outside the tests, which run with cheap ones."""

from __future__ import annotations

from argon2.low_level import Type

from tests.cheap_hashes import PASSWORD_COST, RECOVERY_COST


def test_password_costs_what_rfc_9106_recommends() -> None:
    """Its section 4, the second choice."""
    assert (PASSWORD_COST.type, PASSWORD_COST.time_cost, PASSWORD_COST.memory_cost, PASSWORD_COST.parallelism) == (
        Type.ID, 3, 64 * 1024, 4)


def test_recovery_code_takes_16_mib() -> None:
    assert RECOVERY_COST * 1024 == 16 * 1024**2
