"""The packing list as PDF."""

from __future__ import annotations

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.pdf.fit import CannotPrint, DoesNotFit
from outreach.core.permissions import Act, requires
from outreach.library.queries import get_profile
from outreach.visits import queries
from outreach.visits.packing import make_packing, packing_sheet
from outreach.visits.views import bp


@bp.get("/visits/<public_id>/packing.pdf")
@requires(Act.MAKE_PAPERS)
def packing(public_id: str) -> ResponseReturnValue:
    """The packing list, made now and not kept."""
    view = queries.get_visit(public_id, current_user)
    try:
        paper = make_packing(packing_sheet(view, current_user, get_profile()))
    except DoesNotFit as error:
        flash(_("Pakkelisten er for lang til én side. Fjern %(number)s tegn af det, I tager med, eller af det, de har "
                "bedt om.", number=error.characters), "warning")
    except CannotPrint as error:
        flash(_("Vores skrift kan ikke vise %(characters)s på papir. Slet eller erstat.",
                characters=" ".join(error.characters)), "warning")
    else:
        response = Response(paper.pdf, content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="pakkeliste-{public_id}.pdf"'
        return response
    return redirect(url_for("visits.day", public_id=public_id))
