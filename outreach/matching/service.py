"""Noting what a partner answered to an offer: it teaches the matching."""

from __future__ import annotations

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.matching.models import Answer, OfferAnswer
from outreach.matching.queries import find_answer
from outreach.offers.models import Offer
from outreach.partners.protection import OpenPartner
from outreach.users.models import User


def answer_offer(*, by: User, partner: OpenPartner, offer: Offer, answer: Answer | None) -> None:
    """Keep their latest answer to an offer; None takes a mistaken one back."""
    row = find_answer(partner, offer)
    old = row.answer if row else None
    if old == answer:
        return
    record(by=by, act="offer.answer", subject=offer, partner_id=partner.id,
           changes=[("answer", old.value if old else None, answer.value if answer else None),
                    ("offer", None, offer.name)])
    if answer is None:
        db.session.delete(row)
    elif row is None:
        db.session.add(OfferAnswer(partner_id=partner.id, offer_id=offer.id, answer=answer,
                                   answered_on=clock.today(), noted_by_id=by.id))
    else:
        row.answer, row.answered_on, row.noted_by_id = answer, clock.today(), by.id
    db.session.flush()
