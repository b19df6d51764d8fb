"""Pages of the offers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from outreach.audit.queries import last_actor
from outreach.core import clock
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.formatting import week_label
from outreach.core.i18n import LANGUAGES, current_language, in_language, localized
from outreach.core.permissions import Act, requires
from outreach.core.undo import flash_undo
from outreach.library.models import Need, Sector, TargetGroup
from outreach.library.queries import get_row, list_terms
from outreach.offers import queries, service
from outreach.offers.filtering import OfferFilters, matching
from outreach.offers.forms import OfferForm, WordingForm, offer_form
from outreach.offers.labels import EFFORTS
from outreach.offers.models import Offer
from outreach.offers.reading import read

bp = Blueprint("offers", __name__)

Answer = BaseResponse | str | tuple[str, int]

#: Where the button stands that fetches our suggestions, by what its form calls it.
_AFTER_START = {"steps": "today.first_steps", "partner": "partners.new", "offers": "offers.index"}


@bp.get("/offers")
@requires(Act.USE_PORTAL)
def index() -> Answer:
    """All offers, narrowed by what the address asks for."""
    need, group, effort = (request.args.get(name, "") for name in ("need", "group", "effort"))
    filters = OfferFilters(request.args.get("q", "")[:100].strip(), need, group, effort)
    offers = queries.list_offers(active_only=False)
    matches = matching(offers, filters)
    needs, answered = _options(Need), {need.key for offer in offers if offer.is_active for need in offer.needs}
    return render_template(
        "offers/index.html", filters=filters, efforts=EFFORTS, any_at_all=bool(offers),
        active=[offer for offer in matches if offer.is_active],
        resting=[offer for offer in matches if not offer.is_active],
        unanswered=[label for key, label in needs if key not in answered], needs=needs,
        target_groups=_options(TargetGroup),
        effort_options=[(effort.value, label) for effort, label in EFFORTS.items()])


@bp.post("/offers/suggestions")
@requires(Act.EDIT_LIBRARY)
def start() -> Answer:
    """Fill what is empty in a new library with our suggestions, and go on where the colleague came from."""
    filled, offers = service.start_library(by=current_user)
    if filled and offers:
        text = _("Lister og tilbud er fyldt med vores forslag. Ret dem, så de bliver jeres.")
    elif filled:
        text = _("Listerne er fyldt med vores forslag. Ret dem, så de bliver jeres.")
    else:
        text = _("Vores forslag til tilbud er lagt ind. Ret dem, så de bliver jeres.")
    flash(text, "message")
    return redirect(url_for(_AFTER_START.get(request.form.get("then", ""), "library.index")))


@bp.get("/offers/new")
@requires(Act.EDIT_OFFERS)
def new() -> Answer:
    """The form for a new offer."""
    return _form_page(_form(None), None)


@bp.post("/offers/new")
@requires(Act.EDIT_OFFERS)
def add() -> Answer:
    """Save a new offer."""
    form = _form(None)
    if form.validate_on_submit():
        try:
            offer = service.add_offer(by=current_user, values=form.values())
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Tilbuddet er gemt. Nu kan I foreslå det for en partner."), "message")
            return _to_offer(offer)
    return _form_page(form, None), 422


@bp.get("/offers/<public_id>")
@requires(Act.USE_PORTAL)
def offer(public_id: str) -> Answer:
    """One offer, as a partner would read it."""
    offer = queries.get_offer(public_id)
    language = request.args.get("lang", current_language())
    language = language if language in LANGUAGES else "da"
    with in_language(language):
        when = _("i %(week)s", week=week_label(clock.today() + timedelta(weeks=2)))
    worded = {wording.sector_id for wording in offer.wordings}
    return render_template(
        "offers/offer.html", offer=offer, language=language, reading=read(offer, language, when=when), efforts=EFFORTS,
        wordings=[(wording, read(offer, language, when=when, wording=wording)) for wording in offer.wordings],
        sectors=[sector for sector in list_terms(Sector) if sector.id not in worded])


@bp.route("/offers/<public_id>/edit", methods=["GET", "POST"])
@requires(Act.EDIT_OFFERS)
def edit(public_id: str) -> ResponseReturnValue:
    """Change an offer."""
    offer = queries.get_offer(public_id)
    form, stored = _form(offer), _form(offer, formdata=None)

    def save() -> ResponseReturnValue:
        service.edit_offer(by=current_user, offer=offer, values=form.values())
        flash(_("Tilbuddet er gemt. Papirer, der er lavet, ændrer sig ikke."), "message")
        return _to_offer(offer)

    return edit_record(form, stored, _record(offer), show=lambda status: (_form_page(form, offer), status), save=save)


@bp.post("/offers/<public_id>/active")
@requires(Act.EDIT_OFFERS)
def set_active(public_id: str) -> Answer:
    """Let an offer rest or bring it back."""
    offer = queries.get_offer(public_id)
    active = request.form.get("active") == "yes"
    service.set_offer_active(by=current_user, offer=offer, active=active)
    flash_undo(_("Tilbuddet kan foreslås igen.") if active
               else _("Tilbuddet hviler. Det foreslås ikke mere, men ligger her."),
               url_for("offers.set_active", public_id=public_id), active="no" if active else "yes")
    return _to_offer(offer)


@bp.get("/offers/<public_id>/wordings")
@requires(Act.EDIT_OFFERS)
def choose_wording(public_id: str) -> Answer:
    """From the list of sectors to the page of the chosen one."""
    return redirect(url_for("offers.wording", public_id=public_id,
                            sector_id=get_row(Sector, request.args.get("sector", "")).public_id))


@bp.route("/offers/<public_id>/wordings/<sector_id>", methods=["GET", "POST"])
@requires(Act.EDIT_OFFERS)
def wording(public_id: str, sector_id: str) -> ResponseReturnValue:
    """An offer's words to one sector."""
    offer, sector = queries.get_offer(public_id), get_row(Sector, sector_id)
    stored_wording = service.find_wording(offer, sector)
    form, stored = WordingForm(obj=stored_wording), WordingForm(formdata=None, obj=stored_wording)

    def show(status: int) -> ResponseReturnValue:
        return render_template("offers/wording.html", form=form, offer=offer, sector=sector,
                               stored=stored_wording), status

    def save() -> ResponseReturnValue:
        service.save_wording(by=current_user, offer=offer, sector=sector, values=form.values())
        flash(_("Teksten til sektoren er gemt."), "message")
        return _to_offer(offer)

    return edit_record(form, stored, _record(offer), show=show, save=save)


@bp.post("/offers/<public_id>/wordings/<sector_id>/remove")
@requires(Act.EDIT_OFFERS)
def remove_wording(public_id: str, sector_id: str) -> Answer:
    """Let the offer's own text stand for a sector again."""
    offer = queries.get_offer(public_id)
    service.remove_wording(by=current_user, offer=offer, sector=get_row(Sector, sector_id))
    flash(_("Sektoren får nu tilbuddets egen tekst."), "message")
    return _to_offer(offer)


def _options(vocabulary: type[Need | TargetGroup]) -> list[tuple[str, str]]:
    return [(term.key, localized(term, "label")) for term in list_terms(vocabulary)]


def _to_offer(offer: Offer) -> BaseResponse:
    return redirect(url_for("offers.offer", public_id=offer.public_id))


def _record(offer: Offer) -> Record:
    return Record(offer.name, url_for("offers.offer", public_id=offer.public_id),
                  lambda: last_actor("offer", offer.public_id))


def _form(offer: Offer | None, **kwargs: Any) -> OfferForm:
    return offer_form(offer, list_terms(Need, active_only=False), list_terms(TargetGroup, active_only=False), **kwargs)


def _form_page(form: OfferForm, offer: Offer | None) -> str:
    return render_template("offers/form.html", form=form, offer=offer)
