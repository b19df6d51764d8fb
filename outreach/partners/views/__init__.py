"""Pages about partners: the list, a new one, the sections of a profile, protection. The partner's own page is in
outreach/partner_page."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("partners", __name__)

from outreach.partners.views import contacts, lifecycle, listing, new, protection, quotes, sections  # noqa: E402, F401
