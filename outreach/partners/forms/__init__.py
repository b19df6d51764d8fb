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
from outreach.partners.forms.section import SectionForm

__all__ = ["BasicsForm", "ContactForm", "EverydayForm", "GuardForm", "GuessForm", "NeedsForm", "NewPartnerForm",
           "OpenForm", "QuoteForm", "SectionForm", "StageForm"]
