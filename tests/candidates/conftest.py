"""Fixtures of tests.partner_fixtures for this folder: the library's vocabularies, users with loaded values, clients."""

from tests.partner_fixtures import _words, client, client_as, make_user, me  # noqa: F401 - fixtures for this folder
