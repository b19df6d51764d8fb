"""The demo's contacts between the meetings, its pause, its days to decide and its candidates."""

from __future__ import annotations

from datetime import timedelta

from outreach.cadence.models import ContactPause
from outreach.candidates.models import Candidate
from outreach.conversations.labels import WAYS
from outreach.conversations.models import Conversation
from outreach.core import clock
from outreach.core.db import db
from outreach.demo.cast import Cast, days_ago, instant_days_ago, workday_away
from outreach.library.starter import entries
from outreach.partners.models import EndingStatus, PartnerAgreement, PartnerEnding


def load(cast: Cast) -> None:
    """Add what the file holds."""
    for values in entries("contact", "conversation"):
        kind, reached = WAYS[values["way"]]
        db.session.add(Conversation(
            partner_id=cast.partner[values["partner"]].id, by_id=cast.user[values["by"]].id, kind=kind, reached=reached,
            happened_on=workday_away(-values["days_ago"]), line=values["line"],
            created_at=instant_days_ago(values["days_ago"])))
    for values in entries("contact", "pause"):
        db.session.add(ContactPause(
            partner_id=cast.partner[values["partner"]].id, by_id=cast.user[values["by"]].id, reason=values["reason"],
            until=clock.today() + timedelta(days=values["days"])))
    for values in entries("contact", "decide"):
        cast.partner[values["partner"]].decide_by = clock.today() + timedelta(days=values["days"])
    for values in entries("contact", "agreement"):
        db.session.add(PartnerAgreement(
            partner_id=cast.partner[values["partner"]].id, by_id=cast.user[values["by"]].id, link=values["link"],
            signed_on=days_ago(values["days_ago"])))
    for values in entries("contact", "ending"):
        db.session.add(PartnerEnding(
            partner_id=cast.partner[values["partner"]].id, by_id=cast.user[values["by"]].id,
            ended_on=days_ago(values["days_ago"]), thanks=EndingStatus(values["thanks"]),
            loans=EndingStatus(values["loans"]), learnt=values["learnt"], door=values["door"]))
    for values in entries("contact", "candidate"):
        db.session.add(Candidate(
            name=values["name"], kind=cast.lists.kind[values["kind"]], reaches=values["reaches"],
            known_by=values["known_by"], good_for=values["good_for"], by_id=cast.user[values["by"]].id))
    db.session.flush()
