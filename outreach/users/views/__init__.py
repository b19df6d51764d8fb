"""Blueprints of signing in, one's own account, one-time links and colleagues; a module per noun."""

from flask import Blueprint

bp = Blueprint("users", __name__)
#: What administrators do with the accounts of others.
colleagues_bp = Blueprint("colleagues", __name__)

from outreach.users.views import (  # noqa: E402 - importing them registers their routes
    access,  # noqa: F401
    colleagues,  # noqa: F401
    links,  # noqa: F401
    me,  # noqa: F401
    second_factor,  # noqa: F401
    signing_in,  # noqa: F401
)
from outreach.users.views.responses import safe_next  # noqa: E402

__all__ = ["bp", "colleagues_bp", "safe_next"]
