"""Setting goals and the hourly rate."""

from __future__ import annotations

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.reports.models import Aim, ReportSettings, Target
from outreach.reports.periods import Period
from outreach.reports.queries.targets import find_equal_target, find_settings
from outreach.users.models import User

MOST = 100_000
MOST_CROWNS = 10_000


def set_target(*, by: User, aim: Aim, period: Period, number: int) -> Target:
    """Add a goal. DomainError at "number" or "last"."""
    _check(aim, period, number, None)
    target = Target(aim=aim, first=period.first, last=period.last, number=number, set_by_id=by.id)
    record(by=by, act="report_target.add", subject=target, changes=(),
           values={"aim": aim, "first": period.first, "last": period.last, "number": number})
    db.session.flush()
    return target


def change_target(*, by: User, target: Target, aim: Aim, period: Period, number: int) -> None:
    """Change a goal. DomainError as `set_target`."""
    _check(aim, period, number, target)
    target.aim, target.first, target.last, target.number = aim, period.first, period.last, number
    record(by=by, act="report_target.edit", subject=target, changes=pending_changes(target))
    db.session.flush()


def remove_target(*, by: User, target: Target) -> None:
    """Remove a goal; the audit keeps its values."""
    record(by=by, act="report_target.remove", subject=target, changes=[
        ("aim", target.aim.value, None), ("first", target.first.isoformat(), None),
        ("last", target.last.isoformat(), None), ("number", str(target.number), None)])
    db.session.delete(target)
    db.session.flush()


def set_hourly_rate(*, by: User, rate: int | None) -> None:
    """Set the hourly rate in whole crowns; None: no cost is shown. DomainError at "hourly_rate"."""
    if rate is not None and not 1 <= rate <= MOST_CROWNS:
        raise DomainError("hourly_rate", _("Skriv hele kroner fra 1 til %(most)s, eller lad feltet stå tomt.",
                                           most=MOST_CROWNS))
    settings = find_settings()
    if settings is None:
        settings = ReportSettings(id=1)
        db.session.add(settings)
        db.session.flush()
    settings.hourly_rate = rate
    record(by=by, act="report_settings.edit", subject=settings, changes=pending_changes(settings))
    db.session.flush()


def _check(aim: Aim, period: Period, number: int, target: Target | None) -> None:
    if not 1 <= number <= MOST:
        raise DomainError("number", _("Skriv et helt tal fra 1 til %(most)s.", most=MOST))
    same = find_equal_target(aim, period)
    if same is not None and same is not target:
        raise DomainError("last", _("Der er allerede et mål for det i den periode. Ret det i stedet."))
