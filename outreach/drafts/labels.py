"""The names of forms on the list of drafts."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.drafts.models import FormDraft

#: By the name of the form's class.
_FORMS = {
    "NewPartnerForm": _l("Ny partner"), "BasicsForm": _l("Grundoplysninger"), "NeedsForm": _l("Målgrupper og behov"),
    "EverydayForm": _l("Hverdag og bekymringer"), "AccessForm": _l("Hos os og beskyttelse"),
    "QuoteForm": _l("Det har de sagt"), "GuessForm": _l("Vores gæt"), "ContactForm": _l("Kontaktperson"),
    "StageForm": _l("Nyt trin"), "OfferForm": _l("Tilbud"), "WordingForm": _l("Tilbud"),
    "MeetingForm": _l("Møde"), "AgendaForm": _l("Dagsorden"), "QuestionsForm": _l("Spørgsmål"),
    "PitchForm": _l("Partnerark"), "ProfileForm": _l("Bibliotekets oplysninger"),
    "ClosingForm": _l("Opsamling"), "AdditionForm": _l("Opsamling"), "CommitmentForm": _l("Tilsagn"),
    "VisitForm": _l("Besøg"), "PlanForm": _l("Besøg"), "LogForm": _l("Besøg"), "ObservationForm": _l("Observation"),
    "NoteForm": _l("Samtale"), "ConversationForm": _l("Samtale"), "EndingForm": _l("En god afslutning"),
    "FollowUpForm": _l("Opfølgning"), "HandOnForm": _l("Opfølgning"), "FollowUpPlanForm": _l("Plan for opfølgning"),
}


def form_label(draft: FormDraft) -> str:
    """The name of a draft's form."""
    return str(_FORMS.get(draft.form, _("Din tekst")))
