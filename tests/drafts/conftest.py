"""The library's words and colleagues that stay known, shared by the tests of what is never lost."""

from tests.partner_fixtures import _words, client_as, make_user  # noqa: F401 - fixtures for this folder
