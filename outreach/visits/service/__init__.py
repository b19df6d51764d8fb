"""The acts on visits, each with its audit record."""

from outreach.visits.service.delete_visit import remove_visit, restore_visit
from outreach.visits.service.inputs import ThingInput, VisitDetails, VisitNote, VisitPlan
from outreach.visits.service.observations import (
    ObservationInput,
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
    set_returned,
)
from outreach.visits.service.protect_shared_visits import detach_other_partners
from outreach.visits.service.record_visit import PossibleDuplicate, copy_from_last, log_visit

__all__ = [
    "ObservationInput", "PossibleDuplicate", "ThingInput", "VisitDetails", "VisitNote", "VisitPlan",
    "add_observation", "add_partner", "cancel_visit", "change_observation", "change_visit", "copy_from_last",
    "detach_other_partners", "log_visit", "plan_again", "plan_visit", "remove_observation", "remove_partner",
    "remove_visit", "restore_visit", "set_returned",
]
