"""What can be done with a partner, cut by what it is about."""

from outreach.partners.service.contacts import add_contact, change_contact, remove_contact
from outreach.partners.service.create import create_partner
from outreach.partners.service.importing import import_partners
from outreach.partners.service.lifecycle import (
    add_agreement,
    archive_partner,
    change_decide_by,
    change_ending,
    move_stage,
    restore_partner,
)
from outreach.partners.service.profile import change_basics, change_everyday, change_people_and_needs
from outreach.partners.service.protection import change_access, end_opening, may_change_access, open_partner
from outreach.partners.service.quotes import add_guess, add_quote, change_quote, remove_guess, remove_quote
from outreach.partners.service.restore import register_restorable, restore_removed

__all__ = [
    "add_agreement", "add_contact", "add_guess", "add_quote", "archive_partner", "change_access", "change_basics",
    "change_contact", "change_decide_by", "change_ending", "change_everyday", "change_people_and_needs",
    "change_quote", "create_partner", "end_opening", "import_partners", "may_change_access", "move_stage",
    "open_partner", "register_restorable", "remove_contact", "remove_guess", "remove_quote", "restore_partner",
    "restore_removed",
]
