"""What they said, and what we guess: small forms of their own."""

from __future__ import annotations

from functools import partial

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import clock
from outreach.core.permissions import Act, requires
from outreach.partners import service
from outreach.partners.forms import GuessForm, QuoteForm
from outreach.partners.queries import get_open_partner
from outreach.partners.views import bp
from outreach.partners.views.sections import edit_section, get_child, remove_child


@bp.route("/partners/<public_id>/quotes/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new_quote(public_id: str) -> ResponseReturnValue:
    """Add something they said."""
    partner = get_open_partner(public_id, current_user)
    blank = {"said_on": clock.today(), "language": partner.language}
    return edit_section(
        partner, partial(QuoteForm, data=blank), "quote.html", anchor="said", quote=None,
        save=lambda form: service.add_quote(by=current_user, partner=partner, quote=form.to_input()))


@bp.route("/partners/<public_id>/quotes/<quote_id>", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit_quote(public_id: str, quote_id: str) -> ResponseReturnValue:
    """Change a quote, or add a translation."""
    partner = get_open_partner(public_id, current_user)
    quote = get_child(partner.quotes, quote_id)
    return edit_section(
        partner, partial(QuoteForm, obj=quote), "quote.html", anchor="said", quote=quote,
        save=lambda form: service.change_quote(by=current_user, partner=partner, quote=quote, data=form.to_input()))


@bp.post("/partners/<public_id>/quotes/<quote_id>/remove")
@requires(Act.EDIT_PARTNERS)
def remove_quote(public_id: str, quote_id: str) -> ResponseReturnValue:
    """Remove a quote."""
    partner = get_open_partner(public_id, current_user)
    quote = get_child(partner.quotes, quote_id)
    return remove_child(partner, quote, partial(service.remove_quote, quote=quote), _("Citatet er slettet."),
                        anchor="said")


@bp.route("/partners/<public_id>/guesses/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new_guess(public_id: str) -> ResponseReturnValue:
    """Note what we believe and have not asked about."""
    partner = get_open_partner(public_id, current_user)
    return edit_section(
        partner, GuessForm, "guess.html", anchor="said",
        save=lambda form: service.add_guess(by=current_user, partner=partner, text=form.text.data))


@bp.post("/partners/<public_id>/guesses/<guess_id>/remove")
@requires(Act.EDIT_PARTNERS)
def remove_guess(public_id: str, guess_id: str) -> ResponseReturnValue:
    """Remove a guess."""
    partner = get_open_partner(public_id, current_user)
    guess = get_child(partner.guesses, guess_id)
    return remove_child(partner, guess, partial(service.remove_guess, guess=guess), _("Gættet er slettet."),
                        anchor="said")
