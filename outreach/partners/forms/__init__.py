"""Forms about partners."""

from outreach.partners.forms.guard import GuardForm, OpenForm, StageForm
from outreach.partners.forms.profile import (
    BasicsForm,
    ContactForm,
    EverydayForm,
    GuessForm,
    NeedsForm,
    NewPartnerForm,
    QuoteForm,
)

__all__ = ["BasicsForm", "ContactForm", "EverydayForm", "GuardForm", "GuessForm", "NeedsForm", "NewPartnerForm",
           "OpenForm", "QuoteForm", "StageForm"]
