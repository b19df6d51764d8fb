"""Marking a quote: what it is about, which condition it states, which offers it turns down, may it be printed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField

from outreach.audit.queries import last_actor
from outreach.core.concurrent_edits import Record, SectionForm, edit_record
from outreach.core.errors import NotFound
from outreach.core.forms import Choices
from outreach.core.i18n import localized
from outreach.core.permissions import Act, requires
from outreach.library.models import Condition, Need, Worry
from outreach.library.queries import list_terms
from outreach.offers.queries import list_offers
from outreach.partners.conditions import conditions_in
from outreach.partners.inputs import QuoteMarks
from outreach.partners.models import Quote
from outreach.partners.queries import get_open_partner
from outreach.partners.quote_analysis import declined_keys, find_cues, proposed_keys
from outreach.partners.service.quotes import mark_quote

bp = Blueprint("quote_marks", __name__)


class QuoteMarksForm(SectionForm):
    """What a colleague heard in a quote. With nothing ticked the quote is known to be about nothing on the lists."""

    needs = Choices(_l("Hvad handler det om?"))
    worries = Choices(_l("Hvilken bekymring er det?"))
    conditions = Choices(_l("Hvilket vilkår nævner de?"))
    declines = Choices(_l("Hvilke tilbud siger de nej til her?"))
    may_print = BooleanField(_l("Det må trykkes på partnerarket"))

    def offer_choices(self) -> None:
        """Set what can be ticked."""
        vocabularies: dict[str, type[Any]] = {"needs": Need, "worries": Worry, "conditions": Condition}
        for name, vocabulary in vocabularies.items():
            self[name].choices = [(term.key, localized(term, "label")) for term in list_terms(vocabulary)]
        self.declines.choices = [(offer.public_id, offer.name) for offer in list_offers()]

    def marks(self) -> QuoteMarks:
        """What was ticked, as plain values."""
        return QuoteMarks(tuple(self.needs.data or ()), tuple(self.worries.data or ()),
                          tuple(self.conditions.data or ()), tuple(self.declines.data or ()), bool(self.may_print.data))


def proposed_marks(quote: Quote) -> dict[str, Any]:
    """The marks a quote has, or what the portal proposes where nobody has marked it."""
    if quote.marks:
        return {**quote.marks, "may_print": quote.may_print}
    cues = {need.key: [cue for cue in getattr(need, f"cues_{quote.language}").split("|") if cue]
            for need in list_terms(Need)}
    names = {offer.public_id: [offer.name] for offer in list_offers()}
    return {"needs": list(proposed_keys(find_cues(quote.text, quote.language, cues))), "worries": [],
            "conditions": [term.key for term in conditions_in(quote.text, list_terms(Condition))],
            "declines": list(declined_keys(find_cues(quote.text, quote.language, names))), "may_print": quote.may_print}


@bp.route("/partners/<public_id>/quotes/<quote_id>/marks", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def mark(public_id: str, quote_id: str) -> ResponseReturnValue:
    """Tick what a quote is about and what it turns down; the portal proposes, nothing has to be ticked."""
    partner = get_open_partner(public_id, current_user)
    quote = next((candidate for candidate in partner.quotes if candidate.public_id == quote_id), None)
    if quote is None:
        raise NotFound
    data = proposed_marks(quote)
    form, stored = QuoteMarksForm(data=data), QuoteMarksForm(formdata=None, data=data)
    for marks_form in (form, stored):
        marks_form.offer_choices()
    back = url_for("partner_page.partner", public_id=public_id, _anchor="said")

    def show(status: int) -> ResponseReturnValue:
        return render_template("pitches/quote_marks.html", partner=partner, quote=quote, form=form, back=back), status

    def save() -> ResponseReturnValue:
        mark_quote(by=current_user, partner=partner, quote=quote, marks=form.marks())
        flash(_("Gemt."), "message")
        return redirect(back)

    return edit_record(form, stored, Record(partner.display_name, back, lambda: last_actor("quote", quote.public_id)),
                       show=show, save=save)
