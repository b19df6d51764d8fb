"""Forms of visits and observations."""

from outreach.visits.forms.observation import FollowUpForm, ObservationForm
from outreach.visits.forms.record_visit import LogForm
from outreach.visits.forms.visit import PlanForm, VisitForm
from outreach.visits.observed import ObservedText

__all__ = ["FollowUpForm", "LogForm", "ObservationForm", "ObservedText", "PlanForm", "VisitForm"]
