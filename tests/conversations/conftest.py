"""The library's words and colleagues that stay known, shared by the tests around a partner."""

from tests.partner_fixtures import _words, client, client_as, make_user, me  # noqa: F401 - fixtures for this folder
