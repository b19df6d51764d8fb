"""The list of partners."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from outreach.core import clock
from outreach.core.permissions import Act, requires
from outreach.core.text_rules import clean
from outreach.library.models import District, Kind, Sector, TargetGroup
from outreach.library.queries import list_branches, list_terms
from outreach.partners import contact, listing, stages
from outreach.partners.listing import Filters, Vocabulary
from outreach.partners.stages import Stage
from outreach.partners.views import bp
from outreach.users.queries import list_users

_LONGEST_SEARCH = 100


@bp.get("/partners")
@requires(Act.USE_PORTAL)
def index() -> str:
    """Search, filter and page through the partners this colleague may see."""
    filters = _filters()
    vocabulary = Vocabulary(kinds=list_terms(Kind), sectors=list_terms(Sector), districts=list_terms(District),
                            target_groups=list_terms(TargetGroup))
    today, contacts = clock.today(), contact.contact_provider()
    page = listing.list_page(current_user, filters, vocabulary, request.args.get("page", 1, type=int) or 1,
                             contacts.terms(today))
    return render_template(
        "partners/index.html", page=page, filters=filters, vocabulary=vocabulary, stages=stages, Stage=Stage,
        contact_statuses=contacts.states(page.rows, today), clock_words=contacts.labels,
        owners=list_users(active_only=False), branches=list_branches(active_only=False), address=_address)


def _filters() -> Filters:
    """What the address asks for; words it does not know are as good as none."""
    given = {name: clean(request.args.get(name))[:_LONGEST_SEARCH] for name in (
        "q", "stage", "sector", "kind", "target_group", "district", "owner", "branch", "sort",
        "contact")}
    known_stages = {stage.value: stage for stage in Stage}
    return Filters(
        q=given["q"], stage=known_stages.get(given["stage"]), sector=given["sector"] or None,
        kind=given["kind"] or None, target_group=given["target_group"] or None, district=given["district"] or None,
        owner=given["owner"] or None, branch=given["branch"] or None, archived=request.args.get("archived") == "1",
        contact=given["contact"] if given["contact"] in listing.CONTACTS else None,
        sort=given["sort"] if given["sort"] in listing.SORTS else "name")


def _address(number: int) -> str:
    """The same search, another page."""
    values: dict[str, Any] = {**request.args.to_dict(), "page": number}
    return url_for("partners.index", **values)
