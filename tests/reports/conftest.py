"""Fixtures of other folders for this one: vocabularies, users, clients, committed visits."""

from tests.partner_fixtures import _words, client_as, make_user  # noqa: F401
from tests.visits.conftest import add_visit  # noqa: F401
