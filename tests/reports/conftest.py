"""The cast of partners, for reports too."""

from tests.partner_fixtures import _words, client_as, make_user  # noqa: F401
from tests.visits.conftest import add_visit  # noqa: F401
