"""What can be done with visits: the acts, each with its audit."""

from outreach.visits.service.delete_visit import bring_visit_back, remove_visit
from outreach.visits.service.inputs import Note, Plan, ThingDraft, Told
from outreach.visits.service.loans import take_back
from outreach.visits.service.observations import (
    ObservationDraft,
    add_observation,
    change_observation,
    remove_observation,
)
from outreach.visits.service.planning import (
    add_partner,
    cancel_visit,
    change_visit,
    plan_again,
    plan_visit,
    remove_partner,
)
from outreach.visits.service.protect_shared_visits import stand_alone
from outreach.visits.service.record_visit import SameVisit, copy_from, log_visit

__all__ = [
    "Note", "ObservationDraft", "Plan", "SameVisit", "ThingDraft", "Told", "add_observation", "add_partner",
    "bring_visit_back", "cancel_visit", "change_observation", "change_visit", "copy_from", "log_visit", "plan_again",
    "plan_visit", "remove_observation", "remove_partner", "remove_visit", "stand_alone", "take_back",
]
