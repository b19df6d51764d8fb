"""Colleagues that stay known when their session has gone."""

from tests.partner_fixtures import make_user  # noqa: F401 - a fixture for this folder
