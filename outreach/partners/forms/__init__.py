"""Forms about partners."""

from outreach.partners.forms.lifecycle import AgreementForm, DecideByForm, EndingForm, StageForm
from outreach.partners.forms.profile import (
    BasicsForm,
    ContactForm,
    EverydayForm,
    GuessForm,
    NeedsForm,
    NewPartnerForm,
    QuoteForm,
)
from outreach.partners.forms.protection import AccessForm, OpenForm

__all__ = ["AgreementForm", "BasicsForm", "ContactForm", "DecideByForm", "EndingForm", "EverydayForm",
           "AccessForm", "GuessForm", "NeedsForm", "NewPartnerForm", "OpenForm", "QuoteForm", "StageForm"]
