"""The pages of visits."""

from flask import Blueprint

bp = Blueprint("visits", __name__)

from outreach.visits.views import delete_visit, observations, offline, packing, plan, record_visit, visits  # noqa: E402, F401
