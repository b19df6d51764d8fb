"""Reading visits, loans and observations."""

from outreach.visits.queries.form_choices import known_words, list_names, list_recent_partners
from outreach.visits.queries.loans import Loan, get_loan, list_loans, list_loans_of
from outreach.visits.queries.observations import (
    get_observation,
    list_loose_observations,
    list_observations_for_partner,
    list_observations_from,
)
from outreach.visits.queries.visits import (
    OpenVisit,
    VisitView,
    contact_rows,
    find_last_held,
    find_made_with,
    get_visit,
    last_held_on,
    list_for_partner,
    list_latest,
    list_on_day,
    list_passed,
    list_shared,
    list_upcoming,
    made_key,
)

__all__ = [
    "Loan", "OpenVisit", "VisitView", "contact_rows", "find_last_held", "find_made_with", "get_loan",
    "get_observation", "get_visit", "known_words", "last_held_on", "list_for_partner", "list_latest", "list_loans",
    "list_loans_of", "list_loose_observations", "list_names", "list_observations_for_partner",
    "list_observations_from", "list_on_day", "list_passed", "list_recent_partners", "list_shared", "list_upcoming",
    "made_key",
]
