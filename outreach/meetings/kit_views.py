"""The meeting's page with its papers, and their download."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.pdf.fit import CannotPrint, DoesNotFit, preview
from outreach.core.pdf.page_image import page_png
from outreach.core.permissions import Act, requires
from outreach.core.transactions import begin_writing, slow_work_first
from outreach.issued_documents.models import PaperKind
from outreach.library.queries import get_profile
from outreach.meetings import document, labels, queries, service
from outreach.meetings.agenda import agenda_warnings, partner_share
from outreach.meetings.labels import warning_text
from outreach.pitches.queries import find_latest_for_partner
from outreach.pitches.service import start_pitch

bp = Blueprint("meeting_kit", __name__)

PICTURE_WIDTH = 560


@bp.get("/meetings/<public_id>")
@requires(Act.USE_PORTAL)
def kit(public_id: str) -> ResponseReturnValue:
    """The meeting: when and who, the four papers, and warnings."""
    view = queries.get_meeting(public_id, current_user)
    items = view.meeting.items
    warnings = [warning_text(warning) for warning in agenda_warnings(items, view.meeting.minutes)]
    return render_template("meetings/kit.html", view=view, meeting=view.meeting, labels=labels, warnings=warnings,
                           share=round(partner_share(items) * 100), pitch_waits=document.why_pitch_waits(view))


@bp.get("/meetings/<public_id>/<any(pitch, agenda, preparation, closing):kind>.png")
@requires(Act.USE_PORTAL)
def page_picture(public_id: str, kind: str) -> ResponseReturnValue:
    """A picture of one paper as it is now."""
    part = document.part_of(PaperKind(kind), queries.get_meeting(public_id, current_user), get_profile())
    if part is None:
        abort(404)
    try:
        seen = preview(part.sheet, part.design)
    except CannotPrint:
        abort(422)
    return Response(page_png(seen.pdf, PICTURE_WIDTH), content_type="image/png")


@bp.post("/meetings/<public_id>/for-them")
@requires(Act.MAKE_PAPERS)
@slow_work_first
def for_them(public_id: str) -> ResponseReturnValue:
    """Issue what is handed over and show the file."""
    try:
        rendered = document.render_for_partner(queries.get_meeting(public_id, current_user), get_profile())
    except DoesNotFit as error:
        return _refused(public_id, error)
    except CannotPrint as error:
        return _unprintable(public_id, error)
    begin_writing()
    paper = document.issue_for_partner(by=current_user, view=queries.get_meeting(public_id, current_user),
                                       library=get_profile(), rendered=rendered)
    return redirect(url_for("issued_documents.pdf", public_id=paper.public_id, download=1))


@bp.post("/meetings/<public_id>/pitch")
@requires(Act.MAKE_PAPERS)
def write_pitch(public_id: str) -> ResponseReturnValue:
    """Draft a pitch for a meeting that has none, and edit it."""
    view = queries.get_meeting(public_id, current_user)
    pitch = find_latest_for_partner(view.lead, view.meeting.language)
    if pitch is None or pitch.revision == 1:
        pitch = start_pitch(by=current_user, partner=view.lead, language=view.meeting.language,
                            on=view.meeting.held_on)
    service.attach_pitch(by=current_user, view=view, pitch=pitch)
    return redirect(url_for("pitches.editor", public_id=pitch.public_id))


@bp.get("/meetings/<public_id>/for-us.pdf")
@requires(Act.MAKE_PAPERS)
def for_us(public_id: str) -> ResponseReturnValue:
    """Our preparation and closing sheets in one file."""
    view = queries.get_meeting(public_id, current_user)
    try:
        pdf = document.for_us(view=view, library=get_profile())
    except DoesNotFit as error:
        return _refused(public_id, error)
    except CannotPrint as error:
        return _unprintable(public_id, error)
    response = Response(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="kun-til-os-{public_id}.pdf"'
    return response


def _refused(public_id: str, error: DoesNotFit) -> ResponseReturnValue:
    flash(_("Et af papirerne er for langt til én side: Fjern %(characters)s tegn i %(field)s.",
            characters=error.characters, field=_field_name(error.field)), "warning")
    return redirect(url_for("meeting_kit.kit", public_id=public_id))


def _unprintable(public_id: str, error: CannotPrint) -> ResponseReturnValue:
    flash(_("Vores skrift kan ikke vise %(characters)s, som står i %(field)s. Slet eller erstat.",
            characters=" ".join(error.characters), field=_field_name(error.field)), "warning")
    return redirect(url_for("meeting_kit.kit", public_id=public_id))


def _field_name(path: str) -> str:
    """The Danish name of the field at this path of a sheet."""
    names = {
        "title": _("overskriften"), "lead": _("indledningen"), "offers": _("tilbuddene"),
        "first_step": _("det første skridt"),
        "worry_line": _("linjen om deres bekymring"), "items": _("dagsordenens punkter"), "wish": _("det, vi håber på"),
        "place": _("stedet"), "theirs": _("deltagerne"), "ours": _("deltagerne"), "said": _("det, de har sagt"),
        "everyday": _("deres hverdag"), "matters": _("det, der tæller for dem"), "questions": _("spørgsmålene"),
        "stand": _("dér, vi vil stå"), "want": _("det, vi vil"), "guesses": _("vores gæt"),
        "avoid_words": _("ord at undgå"), "partner_names": _("partnerens navn"), "library_name": _("bibliotekets navn"),
    }
    return names.get(path.split(".")[0], _("teksten"))
