"""Noting what they said, and, kept apart from it, what we guess."""

from __future__ import annotations

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.partners import limits
from outreach.partners.inputs import QuoteInput, QuoteMarks
from outreach.partners.models import Guess, Quote
from outreach.partners.protection import OpenPartner, row_of
from outreach.users.models import User


def add_quote(*, by: User, partner: OpenPartner, quote: QuoteInput) -> Quote:
    """Keep something they said, in their words."""
    row = row_of(partner)
    if len(row.quotes) >= limits.MOST_QUOTES:
        raise DomainError("text", _("Der kan højst stå %(most)s citater. Slet et gammelt først.",
                                    most=limits.MOST_QUOTES))
    new = Quote(partner_id=row.id, noted_by_id=by.id)
    _fill(new, quote, by)
    row.quotes.append(new)
    record(by=by, act="quote.add", subject=new, partner_id=row.id, changes=(),
           values={"text": new.text, "said_on": new.said_on, "source": new.source, "translation": new.translation})
    row.updated_at = clock.now()
    db.session.flush()
    return new


def change_quote(*, by: User, partner: OpenPartner, quote: Quote, data: QuoteInput) -> None:
    """Change a quote."""
    _fill(quote, data, by)
    if record(by=by, act="quote.edit", subject=quote, partner_id=partner.id, changes=pending_changes(quote)):
        row_of(partner).updated_at = clock.now()
    db.session.flush()


def mark_quote(*, by: User, partner: OpenPartner, quote: Quote, marks: QuoteMarks) -> None:
    """Keep what a colleague heard in a quote, and whether it may be cited on paper."""
    old = quote.marks or {}
    changes = [(name, ", ".join(old.get(name, ())) or None, ", ".join(new) or None)
               for name, new in marks.as_json().items() if list(old.get(name, ())) != new]
    if quote.may_print != marks.may_print:
        changes.append(("may_print", str(quote.may_print), str(marks.may_print)))
    quote.marks, quote.may_print = marks.as_json(), marks.may_print
    if record(by=by, act="quote.mark", subject=quote, partner_id=partner.id, changes=changes):
        row_of(partner).updated_at = clock.now()
    db.session.flush()


def remove_quote(*, by: User, partner: OpenPartner, quote: Quote) -> None:
    """Remove a quote; the audit keeps that it stood there."""
    record(by=by, act="quote.remove", subject=quote, partner_id=partner.id, changes=[("text", quote.text, None)])
    row = row_of(partner)
    row.quotes.remove(quote)
    row.updated_at = clock.now()
    db.session.flush()


def _fill(quote: Quote, data: QuoteInput, by: User) -> None:
    if data.said_on and data.said_on > clock.today():
        raise DomainError("said_on", _("Datoen ligger ude i fremtiden. Hvornår sagde de det?"))
    if data.translation != (quote.translation or ""):
        quote.translation_by_id = by.id if data.translation else None
    if data.marks is not None:
        quote.marks, quote.may_print = data.marks.as_json(), data.marks.may_print
    quote.text, quote.language, quote.source = data.text, data.language, data.source
    quote.translation = data.translation
    quote.said_on = data.said_on or quote.said_on or clock.today()


def add_guess(*, by: User, partner: OpenPartner, text: str) -> Guess:
    """Keep what one of us believes, as a guess."""
    row = row_of(partner)
    if len(row.guesses) >= limits.MOST_QUOTES:
        raise DomainError("text", _("Der kan højst stå %(most)s gæt. Slet et gammelt først.", most=limits.MOST_QUOTES))
    new = Guess(partner_id=row.id, text=text, guessed_by_id=by.id)
    row.guesses.append(new)
    record(by=by, act="guess.add", subject=new, partner_id=row.id, changes=(), values={"text": text})
    row.updated_at = clock.now()
    db.session.flush()
    return new


def remove_guess(*, by: User, partner: OpenPartner, guess: Guess) -> None:
    """Remove a guess: asked and answered, or wrong."""
    record(by=by, act="guess.remove", subject=guess, partner_id=partner.id, changes=[("text", guess.text, None)])
    row = row_of(partner)
    row.guesses.remove(guess)
    row.updated_at = clock.now()
    db.session.flush()
