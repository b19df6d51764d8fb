"""Signing in and out, oneself, one-time links; a module per noun."""

from flask import Blueprint

bp = Blueprint("users", __name__)

from outreach.users.views import links, me, signing_in  # noqa: E402, F401 - the views hang themselves on the blueprint
from outreach.users.views.answers import safe_next  # noqa: E402

__all__ = ["bp", "safe_next"]
