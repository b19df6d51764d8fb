"""Fixtures of tests.partner_fixtures for this folder: users whose values stay loaded."""

from tests.partner_fixtures import make_user  # noqa: F401 - a fixture for this folder
