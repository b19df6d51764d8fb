"""What is due for a colleague, gathered from every feature, and the records of feeds and mails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from outreach.cadence.labels import sentence
from outreach.cadence.queries import list_overdue
from outreach.closings.queries import UnfinishedClosing, list_unfinished_closings
from outreach.commitments.queries import list_due_ours
from outreach.core.db import db
from outreach.followups.queries import list_due as list_due_follow_ups
from outreach.meetings.queries import list_passed as list_passed_meetings
from outreach.meetings.queries import list_upcoming as list_upcoming_meetings
from outreach.partners.protection import public_name, public_names, public_text
from outreach.partners.queries import list_to_decide, views_by_id
from outreach.reminders.due import AHEAD, DueDay, DueItem, DueKind, due_day
from outreach.reminders.models import CalendarFeed, MailChoice, MailState, ReminderMail, ReminderMention
from outreach.users.models import User
from outreach.visits.queries import list_passed as list_passed_visits
from outreach.visits.queries import list_upcoming as list_upcoming_visits


def due_for(user: User, day: date) -> DueDay:
    """What asks something of this colleague on that day, as far as they may see it. The one source of the front page's
    and the mail's lists."""
    unfinished = list_unfinished_closings(user)
    return due_day(day, (*_follow_ups(user, day), *_commitments(user, day), *_meetings(user, day), *_visits(user, day),
                         *_decisions(user, day), *_without_outcome(user, day, unfinished), *_unfinished(unfinished),
                         *_silent(user, day)))


def _follow_ups(user: User, day: date) -> Iterator[DueItem]:
    for line in list_due_follow_ups(user, day + AHEAD):
        yield DueItem(DueKind.FOLLOW_UP, line.partner.display_name, public_name(line.partner), line.follow_up.due_on,
                      "followups.edit", line.follow_up.public_id, text=line.follow_up.what,
                      public_text=public_text([line.partner], line.follow_up.what))


def _commitments(user: User, day: date) -> Iterator[DueItem]:
    commitments = list_due_ours(user, day + AHEAD)
    # The words may tell of everybody who was at the table, so one protected among them keeps the words in the house.
    partners = views_by_id({link.partner_id for view in commitments for link in view.commitment.about}, user)
    for view in commitments:
        at_table = [view.partner, *(partners[link.partner_id] for link in view.commitment.about)]
        yield DueItem(DueKind.COMMITMENT, view.partner.display_name, public_name(view.partner), view.commitment.due_on,
                      "partner_page.partner", view.partner.public_id, text=view.commitment.what,
                      public_text=public_text(at_table, view.commitment.what))


def _meetings(user: User, day: date) -> Iterator[DueItem]:
    for view in list_upcoming_meetings(user, day, mine_only=True):
        yield DueItem(DueKind.MEETING, view.names, public_names(view.partners), view.meeting.held_on,
                      "meeting_kit.kit", view.meeting.public_id, at=view.meeting.starts_at.strftime("%H:%M"))


def _visits(user: User, day: date) -> Iterator[DueItem]:
    for view in list_upcoming_visits(user, day, mine_only=True):
        hour = view.visit.starts_at
        yield DueItem(DueKind.VISIT, view.names, public_names(view.partners), view.visit.held_on, "visits.day",
                      view.visit.public_id, at=hour.strftime("%H:%M") if hour else "")


def _without_outcome(user: User, day: date, unfinished: Sequence[UnfinishedClosing]) -> Iterator[DueItem]:
    """Past meetings and visits without an outcome. A meeting whose closing has been begun comes with `_unfinished`."""
    begun = {row.meeting.id for row in unfinished}
    for meeting in list_passed_meetings(user, day):
        if meeting.meeting.id not in begun:
            yield DueItem(DueKind.OUTCOME_MISSING, meeting.names, public_names(meeting.partners), None, "closings.page",
                          meeting.meeting.public_id)
    for visit in list_passed_visits(user, day, mine_only=True):
        yield DueItem(DueKind.OUTCOME_MISSING, visit.names, public_names(visit.partners), None, "visits.day",
                      visit.visit.public_id)


def _unfinished(unfinished: Sequence[UnfinishedClosing]) -> Iterator[DueItem]:
    for row in unfinished:
        yield DueItem(DueKind.DRAFT, row.names, public_names(row.partners), None, "closings.page",
                      row.meeting.public_id)


def _decisions(user: User, day: date) -> Iterator[DueItem]:
    """Trying something together has a day to decide by; one without a day waits until it gets one."""
    for partner in list_to_decide(user, day + AHEAD):
        yield DueItem(DueKind.DECISION, partner.display_name, public_name(partner), partner.decide_by,
                      "partners.move_stage" if partner.decide_by else "partners.decide_by", partner.public_id)


def _silent(user: User, day: date) -> Iterator[DueItem]:
    for line in list_overdue(user, day, mine_only=True):
        yield DueItem(DueKind.SILENT, line.partner.display_name, public_name(line.partner), None,
                      "partner_page.partner", line.partner.public_id, text=sentence(line), level=line.state.value)


def find_feed(secret_hash: str) -> CalendarFeed | None:
    """The open calendar address with this hash, of a colleague who still is one."""
    return db.session.scalar(select(CalendarFeed).join(User, User.id == CalendarFeed.user_id).where(
        CalendarFeed.secret_hash == secret_hash, CalendarFeed.revoked_at.is_(None), User.active))


def find_feed_of(user: User) -> CalendarFeed | None:
    """A colleague's open calendar address."""
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.user_id == user.id,
                                                        CalendarFeed.revoked_at.is_(None))
                             .order_by(CalendarFeed.id.desc()).limit(1))


def list_open_feeds(user: User) -> Sequence[CalendarFeed]:
    """All open addresses of a colleague: one, unless two were made at the same moment."""
    return db.session.scalars(select(CalendarFeed).where(CalendarFeed.user_id == user.id,
                                                         CalendarFeed.revoked_at.is_(None))
                              .order_by(CalendarFeed.id)).all()


def wants_mail(user: User) -> bool:
    """Whether a colleague gets the daily mail: unless they said no."""
    return db.session.scalar(select(MailChoice.wants_mail).where(MailChoice.user_id == user.id)) is not False


def find_choice(user: User) -> MailChoice | None:
    """What a colleague has said about the mail."""
    return db.session.get(MailChoice, user.id)


def list_readers() -> Sequence[User]:
    """The colleagues who get the daily mail, in a fixed order."""
    unwanted = select(MailChoice.user_id).where(MailChoice.wants_mail.is_(False))
    return db.session.scalars(select(User).where(User.active, User.id.not_in(unwanted)).order_by(User.id)).all()


def get_reader(user_id: int) -> User:
    """A colleague by the inner key."""
    return db.session.get_one(User, user_id)


def list_mentions(user_id: int) -> Sequence[ReminderMention]:
    """The items without a day that mails to a colleague have named."""
    return db.session.scalars(select(ReminderMention).where(ReminderMention.user_id == user_id)
                              .order_by(ReminderMention.kind, ReminderMention.subject_id, ReminderMention.level)).all()


def find_mail(user_id: int, day: date) -> ReminderMail | None:
    """A colleague's mail of a day, locked until the transaction ends."""
    return db.session.scalar(select(ReminderMail).where(ReminderMail.user_id == user_id, ReminderMail.day == day)
                             .with_for_update(key_share=True))


def get_mail(mail_id: int) -> ReminderMail:
    """A mail by its inner key."""
    return db.session.get_one(ReminderMail, mail_id)


def list_waiting_before(day: date) -> Sequence[ReminderMail]:
    """Mails of earlier days that were not sent."""
    return db.session.scalars(select(ReminderMail).where(ReminderMail.state == MailState.WAITING,
                                                         ReminderMail.day < day).order_by(ReminderMail.id)).all()
