"""Plans: rows of follow-ups that are started together. What can be done with them, and the days their steps get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach.audit.service import record
from outreach.core.db import db
from outreach.core.i18n import localized
from outreach.followups.models import Counting, FollowUpPlan, FollowUpStep
from outreach.followups.queries import list_plans
from outreach.followups.workdays import Workdays
from outreach.library.starter import entries
from outreach.users.models import User

MOST_STEPS = 12
#: The longest a plan looks ahead, or back.
MOST_DAYS = 400


@dataclass(frozen=True)
class StepInput:
    """One step as filled in; `days` below 0 lie before the day the plan counts from."""

    what_da: str
    what_en: str
    days: int
    counting: Counting = Counting.DAYS


@dataclass(frozen=True)
class PlanInput:
    """A plan as filled in."""

    name_da: str
    name_en: str
    steps: tuple[StepInput, ...]


@dataclass(frozen=True)
class PlannedStep:
    """A step with the day it falls on, in the reader's language."""

    what: str
    due_on: date


def planned(steps: Sequence[FollowUpStep], start: date, days: Workdays) -> list[PlannedStep]:
    """The steps' days when the plan starts on `start`, each a working day, in the order of the plan."""
    count = {Counting.DAYS: days.add_days, Counting.WORKDAYS: days.add_workdays}
    return [PlannedStep(localized(step, "what"), count[step.counting](start, step.days)) for step in steps]


def save_plan(*, by: User | None, plan: FollowUpPlan | None, data: PlanInput) -> FollowUpPlan:
    """A new plan, or other words and steps for one. What was started from it stays as it is."""
    before = _audit_text(plan) if plan else None
    if plan is None:
        plan = FollowUpPlan(position=len(list_plans(active_only=False)))
    plan.name_da, plan.name_en = data.name_da, data.name_en
    plan.steps = [FollowUpStep(position=at, what_da=step.what_da, what_en=step.what_en, days=step.days,
                               counting=step.counting) for at, step in enumerate(data.steps)]
    after = _audit_text(plan)
    if before != after:
        record(by=by, act="follow_up_plan.edit" if before else "follow_up_plan.add", subject=plan,
               changes=[("plan", before, after)])
    db.session.flush()
    return plan


def set_active(*, by: User, plan: FollowUpPlan, active: bool) -> None:
    """Let a plan rest, or take it up again."""
    plan.is_active = active
    record(by=by, act="follow_up_plan.edit", subject=plan)
    db.session.flush()


def add_suggestions(*, by: User | None) -> int:
    """The plans a library can begin with, where it has none. How many were added."""
    if list_plans(active_only=False):
        return 0
    suggestions = entries("plans", "plan")
    for values in suggestions:
        save_plan(by=by, plan=None, data=PlanInput(values["name_da"], values["name_en"], tuple(
            StepInput(step["what_da"], step["what_en"], step["days"], Counting(step.get("counting", "days")))
            for step in values["step"])))
    return len(suggestions)


def _audit_text(plan: FollowUpPlan) -> str:
    """A plan as the audit keeps it."""
    return "\n".join([plan.name_da, *(f"{step.days} {step.counting.value}: {step.what_da}" for step in plan.steps)])
