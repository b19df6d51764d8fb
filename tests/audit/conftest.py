"""The library's words and colleagues that stay known, shared by the tests of the audit's pages."""

from tests.partner_fixtures import _words, client_as, make_user  # noqa: F401 - fixtures for this folder
