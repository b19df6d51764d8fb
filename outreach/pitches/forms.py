"""The editor's form: the whole page in one form, offers in numbered slots, so that every button keeps every word."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.widgets import TextArea

from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import Choice, DateField, EmailField, Hidden, PhoneField
from outreach.core.input_limits import SHORT
from outreach.core.printable_fields import PaperLine, PaperText
from outreach.pitches import content as limits
from outreach.pitches.content import MOST_OFFERS, OfferText, PitchContent
from outreach.pitches.models import Pitch

QR_LABELS = {
    "vcard": _l("Kontakten, klar til at gemme på telefonen"),
    "phone": _l("Nummeret, klar til at ringe op"),
    "none": _l("Ingen kode"),
}


class PaperEmail(PaperLine, EmailField):
    """A mail address that prints."""


class HandedOverLine(PaperLine):
    """A line that a page may be drafted without but not handed over without: shown as needed, not yet enforced."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flags.required = True


class HandedOverPhone(PhoneField):
    """The number they ring; the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flags.required = True


class PitchForm(SectionForm):
    """A page being written. `revision` tells which save its reader saw, `offer_count` how many slots the page had."""

    revision = Hidden(longest=SHORT)
    offer_count = Hidden(longest=SHORT)
    dated = DateField(_l("Dato"), required=True)
    title = HandedOverLine(_l("Overskrift"), max=limits.TITLE, widget=TextArea())
    lead = PaperText(_l("Indledning"), max=limits.LEAD)
    worry_line = PaperLine(_l("Linjen, der svarer på deres bekymring"), max=limits.WORRY_LINE, widget=TextArea())
    first_step = PaperText(_l("Den lille begyndelse"), max=limits.FIRST_STEP)
    contact_name = HandedOverLine(_l("Kontakt, navn"), max=limits.CONTACT_NAME)
    contact_phone = HandedOverPhone(_l("Kontakt, telefon"), max=limits.CONTACT_PHONE)
    contact_email = PaperEmail(_l("Kontakt, mail"), max=limits.CONTACT_EMAIL)
    qr = Choice(_l("QR-koden ved kontakten"), choices=list(QR_LABELS.items()), required=True)

    @classmethod
    def showing(cls, pitch: Pitch, content: PitchContent) -> PitchForm:
        """The form as a fresh page shows it."""
        form = cls(formdata=None, data=_data(content) | {"revision": str(pitch.revision)})
        form.set_base_version(form)
        return form

    @classmethod
    def rewritten(cls, form: PitchForm, content: PitchContent) -> PitchForm:
        """The same page after one of its buttons has changed the content."""
        return cls(formdata=None, data=_data(content) | {"revision": form.revision.data})

    def texts(self) -> dict[str, str]:
        """The offers are one thing: whoever moves or takes away one changes the whole row of slots."""
        plain = {name: text for name, text in super().texts().items() if not name.startswith("offer_")}
        return plain | {"offers": "\n".join(self._slot_texts("id"))}

    def display_text(self, name: str) -> str:
        """The offers as they stand below each other."""
        return "\n\n".join(self._slot_texts()) or "–" if name == "offers" else super().display_text(name)

    def field_label(self, name: str) -> str:
        """What the editor calls a part."""
        return _("Tilbuddene på siden") if name == "offers" else super().field_label(name)

    def take_stored(self, name: str, stored: SectionForm) -> None:
        """As ever; the offers with all their slots."""
        if name != "offers":
            super().take_stored(name, stored)
            return
        for field_name in self._fields:
            if field_name.startswith("offer_"):
                super().take_stored(field_name, stored)

    def _slot_texts(self, *more: str) -> list[str]:
        parts = (*more, "headline", "text", "practical", "why")
        return ["\n".join(self.offer(number, part).data or "" for part in parts) for number in self.slots]

    @property
    def seen_revision(self) -> int:
        """The revision its reader saw; 0 for anything else."""
        text = self.revision.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def slots(self) -> range:
        """The numbers, from 1, of the slots this page has."""
        text = self.offer_count.data or ""
        count = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
        return range(1, min(count, MOST_OFFERS) + 1)

    def offer(self, number: int, part: str) -> Any:
        """The field of one part (id, headline, text, practical, why) of one slot."""
        return self[f"offer_{number}_{part}"]

    def content(self) -> PitchContent:
        """What the form says. Only after it was found valid."""
        offers = tuple(OfferText(*(self.offer(number, part).data or "" for part in
                                   ("id", "headline", "text", "practical", "why"))) for number in self.slots)
        assert self.dated.data is not None
        assert self.qr.data is not None
        return PitchContent(
            dated=self.dated.data, title=self.title.data, lead=self.lead.data, offers=offers,
            worry_line=self.worry_line.data, first_step=self.first_step.data, contact_name=self.contact_name.data,
            contact_phone=self.contact_phone.data, contact_email=self.contact_email.data, qr=self.qr.data)


for _number in range(1, MOST_OFFERS + 1):
    setattr(PitchForm, f"offer_{_number}_id", Hidden(longest=SHORT))
    setattr(PitchForm, f"offer_{_number}_headline",
            PaperLine(_l("Tilbud %(number)s, overskrift", number=_number), max=limits.HEADLINE, widget=TextArea()))
    setattr(PitchForm, f"offer_{_number}_text",
            PaperText(_l("Tilbud %(number)s, tekst", number=_number), max=limits.OFFER_TEXT))
    setattr(PitchForm, f"offer_{_number}_practical",
            PaperLine(_l("Tilbud %(number)s, praktisk linje", number=_number), max=limits.PRACTICAL, widget=TextArea()))
    setattr(PitchForm, f"offer_{_number}_why",
            PaperLine(_l("Tilbud %(number)s, hvorfor for dem", number=_number), max=limits.WHY, widget=TextArea()))


def _data(content: PitchContent) -> dict[str, Any]:
    data: dict[str, Any] = {name: getattr(content, name) for name in (
        "dated", "title", "lead", "worry_line", "first_step", "contact_name", "contact_phone", "contact_email", "qr")}
    data["offer_count"] = str(len(content.offers))
    for number, offer in enumerate(content.offers, start=1):
        data |= {f"offer_{number}_id": offer.offer, f"offer_{number}_headline": offer.headline,
                 f"offer_{number}_text": offer.text, f"offer_{number}_practical": offer.practical,
                 f"offer_{number}_why": offer.why}
    return data

