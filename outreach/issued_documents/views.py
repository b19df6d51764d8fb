"""Papers as they were handed over: the list of one partner's, and the files themselves."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask_login import current_user

from outreach.core.permissions import Act, requires
from outreach.issued_documents import queries
from outreach.issued_documents.labels import file_name
from outreach.issued_documents.versions import stacks
from outreach.partners.queries import get_open_partner

bp = Blueprint("issued_documents", __name__)


@bp.get("/partners/<public_id>/papers")
@requires(Act.USE_PORTAL)
def of_partner(public_id: str) -> str:
    """Every paper about a partner, version by version: who made it, and when."""
    partner = get_open_partner(public_id, current_user)
    papers = stacks(queries.list_for_partner(partner, current_user))
    return render_template("issued_documents/of_partner.html", partner=partner,
                           theirs=[s for s in papers if s.for_partner],
                           ours=[s for s in papers if not s.for_partner])


@bp.get("/papers/<public_id>.pdf")
@requires(Act.USE_PORTAL)
def pdf(public_id: str) -> Response:
    """The very bytes that left the house. `?download=1` saves the file instead of showing it."""
    paper = queries.get_paper(public_id, current_user)
    response = Response(paper.file.content, content_type=paper.file.media_type)
    response.headers.set("Content-Disposition", "attachment" if request.args.get("download") else "inline",
                         filename=file_name(paper.kind, paper.language, paper.public_id))
    return response
