"""The pages of visits, by what one comes for."""

from flask import Blueprint

bp = Blueprint("visits", __name__)

from outreach.visits.views import days, log, observations, packing, phone, plan, removing  # noqa: E402, F401
