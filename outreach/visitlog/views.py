"""The visit-day log on screen, and as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from outreach.core.permissions import Act, requires
from outreach.reports.choosing import LABELS as DIMENSION_LABELS
from outreach.reports.choosing import options_of
from outreach.reports.scope import DIMENSIONS
from outreach.users.queries import list_users
from outreach.visitlog import labels, queries
from outreach.visitlog.reading import Asked, read_place, read_wanted
from outreach.visits import labels as visit_labels

bp = Blueprint("visitlog", __name__)


@bp.get("/visit-log")
@requires(Act.READ_REPORTS)
def index() -> str:
    """Every visit the reader may see that fits what the address asks for."""
    asked = read_wanted(request.args, current_user)
    found = queries.totals(asked.wanted, current_user)
    page = queries.page(asked.wanted, current_user, read_place(request.args), found)
    return render_template(
        "visitlog/index.html", asked=asked, wanted=asked.wanted, found=found, page=page, labels=labels,
        visit_labels=visit_labels, states=[(each.value, label) for each, label in labels.STATES.items()],
        kinds=[(each.value, label) for each, label in labels.KINDS.items()], counted=list(labels.COUNTED.items()),
        dimensions=[(name, DIMENSION_LABELS[name], [(each.written, each.label) for each in options_of(name)])
                    for name in DIMENSIONS],
        colleagues=[(each.public_id, each.name) for each in list_users(active_only=False)], address=_address(asked))


def _address(asked: Asked) -> object:
    """A function of more arguments: the same view with those changed (None leaves one out), from its first page."""

    def address(**changed: str | None) -> str:
        values: dict[str, Any] = {**asked.args, **changed}
        return url_for("visitlog.index", **values)

    return address
