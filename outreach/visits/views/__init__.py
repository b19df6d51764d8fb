"""The pages of visits, by what one comes for."""

from flask import Blueprint

bp = Blueprint("visits", __name__)

from outreach.visits.views import delete_visit, observations, packing, phone, plan, record_visit, visits  # noqa: E402, F401
