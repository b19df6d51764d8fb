"""What they said, and what we guess: small forms of their own."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import clock
from outreach.core.errors import NotFound
from outreach.core.permissions import Act, requires
from outreach.core.undoing import flash_undo
from outreach.partners import service
from outreach.partners.forms import GuessForm, QuoteForm
from outreach.partners.models import Quote
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner
from outreach.partners.views import bp
from outreach.partners.views.sections import edit_section


@bp.route("/partners/<public_id>/quotes/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new_quote(public_id: str) -> ResponseReturnValue:
    """Note something they said."""
    partner = get_open_partner(public_id, current_user)
    blank = {"said_on": clock.today(), "language": partner.language}
    return edit_section(
        partner, QuoteForm(data=blank), QuoteForm(formdata=None, data=blank), "quote.html", anchor="said", quote=None,
        save=lambda form: service.add_quote(by=current_user, partner=partner, quote=form.draft()))


@bp.route("/partners/<public_id>/quotes/<quote_id>", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit_quote(public_id: str, quote_id: str) -> ResponseReturnValue:
    """Put a quote right, or add a translation."""
    partner = get_open_partner(public_id, current_user)
    quote = _quote(partner, quote_id)
    return edit_section(
        partner, QuoteForm(obj=quote), QuoteForm(formdata=None, obj=quote), "quote.html", anchor="said", quote=quote,
        save=lambda form: service.change_quote(by=current_user, partner=partner, quote=quote, draft=form.draft()))


@bp.post("/partners/<public_id>/quotes/<quote_id>/remove")
@requires(Act.EDIT_PARTNERS)
def remove_quote(public_id: str, quote_id: str) -> ResponseReturnValue:
    """Take a quote away."""
    partner = get_open_partner(public_id, current_user)
    quote = _quote(partner, quote_id)
    step = service.keep_removed(by=current_user, row=quote)
    service.remove_quote(by=current_user, partner=partner, quote=quote)
    flash_undo(_("Citatet er slettet."), url_for("partners.undo", public_id=public_id, step_id=step.public_id))
    return redirect(url_for("partner_page.partner", public_id=public_id, _anchor="said"))


@bp.route("/partners/<public_id>/guesses/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new_guess(public_id: str) -> ResponseReturnValue:
    """Note what we believe and have not asked about."""
    partner = get_open_partner(public_id, current_user)
    return edit_section(
        partner, GuessForm(), GuessForm(formdata=None), "guess.html", anchor="said",
        save=lambda form: service.add_guess(by=current_user, partner=partner, text=form.text.data))


@bp.post("/partners/<public_id>/guesses/<guess_id>/remove")
@requires(Act.EDIT_PARTNERS)
def remove_guess(public_id: str, guess_id: str) -> ResponseReturnValue:
    """Take a guess away."""
    partner = get_open_partner(public_id, current_user)
    guess = next((each for each in partner.guesses if each.public_id == guess_id), None)
    if guess is None:
        raise NotFound
    step = service.keep_removed(by=current_user, row=guess)
    service.remove_guess(by=current_user, partner=partner, guess=guess)
    flash_undo(_("Gættet er slettet."), url_for("partners.undo", public_id=public_id, step_id=step.public_id))
    return redirect(url_for("partner_page.partner", public_id=public_id, _anchor="said"))


def _quote(partner: OpenPartner, quote_id: str) -> Quote:
    quote = next((each for each in partner.quotes if each.public_id == quote_id), None)
    if quote is None:
        raise NotFound
    return quote
