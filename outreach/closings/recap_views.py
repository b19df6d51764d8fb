"""The pages of a closed meeting: the recap, its PDF, and what comes next."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.closings import queries
from outreach.closings.content import normalise
from outreach.closings.document import DESIGN, make_recap, recap_text
from outreach.closings.models import Closing
from outreach.closings.recap import issue_recap, read_recap, recap_sheet
from outreach.core.errors import ChangedMeanwhile
from outreach.core.pdf.fit import CannotPrint, DoesNotFit, preview
from outreach.core.pdf.page_image import page_png, pages_png
from outreach.core.permissions import Act, requires
from outreach.core.transactions import begin_writing, slow_work_first
from outreach.issued_documents.models import PaperKind
from outreach.issued_documents.queries import list_versions
from outreach.library.queries import get_profile
from outreach.meetings.labels import KINDS
from outreach.meetings.queries import OpenMeeting, get_meeting

bp = Blueprint("recaps", __name__)

PICTURE_WIDTH = 800


@bp.get("/meetings/<public_id>/recap")
@requires(Act.USE_PORTAL)
def page(public_id: str) -> ResponseReturnValue:
    """The recap and its mail, how they read, and additions."""
    view, closing = _closed(public_id)
    if closing is None:
        return redirect(url_for("closings.page", public_id=public_id))
    sheet = recap_sheet(view, closing, get_profile())
    report, findings = read_recap(sheet, view)
    contact = next((person for partner in view.partners for person in partner.contacts if person.email), None)
    next_on = normalise(closing.content)["plain"]["next_on"]
    return render_template(
        "closings/recap.html", view=view, meeting=view.meeting, closing=closing, sheet=sheet, report=report,
        findings=findings, text=recap_text(sheet), kind=KINDS[view.meeting.kind], contact=contact,
        versions=list_versions(PaperKind.RECAP, public_id), next_on=sheet.next_on if next_on else None,
        next_meeting=queries.find_next_meeting(closing), revision=closing.revision)


@bp.get("/meetings/<public_id>/recap.png")
@requires(Act.USE_PORTAL)
def page_picture(public_id: str) -> ResponseReturnValue:
    """A picture of the recap's page; both pages below each other where it is too long."""
    view, closing = _closed(public_id)
    if closing is None:
        abort(404)
    try:
        seen = preview(recap_sheet(view, closing, get_profile()), DESIGN)
    except CannotPrint:
        abort(422)
    image = page_png(seen.pdf, PICTURE_WIDTH) if seen.fits else pages_png(seen.pdf, PICTURE_WIDTH)
    return Response(image, content_type="image/png")


@bp.post("/meetings/<public_id>/recap")
@requires(Act.MAKE_PAPERS)
@slow_work_first
def download(public_id: str) -> ResponseReturnValue:
    """Keep the page as it leaves the house, and show the file."""
    view, closing = _closed(public_id)
    if closing is None:
        return redirect(url_for("closings.page", public_id=public_id))
    try:
        paper = make_recap(recap_sheet(view, closing, get_profile()))
    except DoesNotFit as error:
        flash(_("Det er for meget til én side: Fjern %(characters)s tegn i %(field)s.", characters=error.characters,
                field=_field_name(error.field)), "warning")
        return redirect(url_for("recaps.page", public_id=public_id))
    except CannotPrint as error:
        flash(_("Vores skrift kan ikke vise %(characters)s, som står i %(field)s. Slet eller erstat.",
                characters=" ".join(error.characters), field=_field_name(error.field)), "warning")
        return redirect(url_for("recaps.page", public_id=public_id))
    begin_writing()
    view, closing = _closed(public_id)
    if closing is None:
        raise ChangedMeanwhile
    document = issue_recap(by=current_user, view=view, closing=closing, library=get_profile(), paper=paper)
    return redirect(url_for("issued_documents.pdf", public_id=document.public_id, download=1))


def _closed(public_id: str) -> tuple[OpenMeeting, Closing | None]:
    """The meeting and its closing, where it is closed."""
    view = get_meeting(public_id, current_user)
    closing = queries.find_closing(view.meeting)
    return view, closing if closing is not None and closing.is_closed else None


def _field_name(path: str) -> str:
    """The Danish name of the field at this path of the sheet: "heard.1.text" is the second quote."""
    part, _dot, rest = path.partition(".")
    number = rest.partition(".")[0]
    at = int(number) + 1 if number.isdigit() else 1
    return {
        "heard": _("citat %(number)s under ”Det hørte vi”", number=at),
        "decided": _("beslutning %(number)s", number=at),
        "theirs": _("tilsagn %(number)s fra dem", number=at), "ours": _("tilsagn %(number)s fra os", number=at),
        "partner_names": _("partnerens navn"), "library_name": _("bibliotekets navn"),
    }.get(part, _("teksten"))
