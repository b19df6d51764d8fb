"""Forms about partners."""

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
from outreach.partners.forms.stage_moves import AgreementForm, DecideByForm, EndingForm, StageForm

__all__ = ["AgreementForm", "BasicsForm", "ContactForm", "DecideByForm", "EndingForm", "EverydayForm",
           "AccessForm", "GuessForm", "NeedsForm", "NewPartnerForm", "OpenForm", "QuoteForm", "StageForm"]
