"""What a pitch says, as plain values, and the small acts of editing it. Pure: each act gives new content."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from outreach.pitches.citing import cite

# How long each text may be. Generous: whether the whole fits is decided by the page, never by a field.
TITLE, LEAD = 140, 600
HEADLINE, OFFER_TEXT, PRACTICAL, WHY = 120, 600, 200, 240
WORRY_LINE, FIRST_STEP = 240, 400
CONTACT_NAME, CONTACT_PHONE, CONTACT_EMAIL = 80, 30, 120

#: Three is right, four where they are short.
MOST_OFFERS = 4

_QUOTED = re.compile(r"»[^»«]*«|“[^“”]*”|”[^”]*”")


@dataclass(frozen=True)
class OfferText:
    """One offer as the page words it. `offer` is the public id it was taken from, or empty; `why` cites what of theirs
    it answers."""

    offer: str = ""
    headline: str = ""
    text: str = ""
    practical: str = ""
    why: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing of it would print."""
        return not (self.headline or self.text or self.practical)


@dataclass(frozen=True)
class PitchContent:
    """All that the editor can change."""

    dated: date
    title: str = ""
    lead: str = ""
    offers: tuple[OfferText, ...] = ()
    worry_line: str = ""
    first_step: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    qr: str = "vcard"


def moved(content: PitchContent, at: int, by: int) -> PitchContent:
    """Offer number `at` (from 0) moved `by` places; where there is no such place nothing changes."""
    to, offers = at + by, list(content.offers)
    if not (0 <= at < len(offers) and 0 <= to < len(offers)):
        return content
    offers.insert(to, offers.pop(at))
    return replace(content, offers=tuple(offers))


def without(content: PitchContent, at: int) -> PitchContent:
    """The page without offer number `at`."""
    return replace(content, offers=(*content.offers[:at], *content.offers[at + 1:]))


def swapped(content: PitchContent, at: int, offer: OfferText) -> PitchContent:
    """Another offer in the place of number `at`."""
    if not 0 <= at < len(content.offers):
        return content
    return replace(content, offers=(*content.offers[:at], offer, *content.offers[at + 1:]))


def added(content: PitchContent, offer: OfferText) -> PitchContent:
    """One more offer at the end; a page that has all it may have stays as it is."""
    if len(content.offers) >= MOST_OFFERS:
        return content
    return replace(content, offers=(*content.offers, offer))


def quoting(lead: str, words: str, language: str) -> str:
    """The lead with the partner's words in it. Words already quoted give way to the new ones and all around them
    stays; a lead without a quote gets one in front."""
    cited = cite(words, language)
    fresh = _QUOTED.search(cited)
    if fresh and _QUOTED.search(lead):
        return _QUOTED.sub(lambda _old: fresh.group(), lead, count=1)
    return f"{cited} {lead}".strip()


def printed_slots(content: PitchContent) -> tuple[int, ...]:
    """Which offers print, by their place (from 0): a blank one is left out of the page."""
    return tuple(at for at, offer in enumerate(content.offers) if not offer.is_blank)


def fields_of(content: PitchContent) -> dict[str, str]:
    """Every text by the name of its field in the editor ("offer_1_text"), in reading order."""
    texts = {"title": content.title, "lead": content.lead}
    for number, offer in enumerate(content.offers, start=1):
        texts |= {f"offer_{number}_headline": offer.headline, f"offer_{number}_text": offer.text,
                  f"offer_{number}_practical": offer.practical, f"offer_{number}_why": offer.why}
    return texts | {"worry_line": content.worry_line, "first_step": content.first_step,
                    "contact_name": content.contact_name, "contact_phone": content.contact_phone,
                    "contact_email": content.contact_email}


def worded_fields(content: PitchContent) -> dict[str, str]:
    """The texts that the language check reads: all but the contact card."""
    return {name: text for name, text in fields_of(content).items() if not name.startswith("contact_")}


def differences(old: PitchContent, new: PitchContent) -> list[tuple[str, str | None, str | None]]:
    """(field, old, new) of what changed, as the audit keeps it."""
    before = fields_of(old) | {"dated": old.dated.isoformat(), "qr": old.qr}
    after = fields_of(new) | {"dated": new.dated.isoformat(), "qr": new.qr}
    return [(name, before.get(name) or None, after.get(name) or None)
            for name in dict.fromkeys([*before, *after]) if (before.get(name) or "") != (after.get(name) or "")]


def field_for(path: str, content: PitchContent) -> str:
    """The editor's field for a path into the sheet: "offers.1.text" -> "offer_2_text", "contact.name" ->
    "contact_name". What the editor cannot change (the library's own name) keeps its path."""
    parts = path.split(".")
    if parts[0] == "offers" and len(parts) == 3:
        slots = printed_slots(content)
        return f"offer_{slots[int(parts[1])] + 1}_{parts[2]}"
    if parts[0] == "contact" and len(parts) == 2 and parts[1] != "organisation":
        return f"contact_{parts[1]}"
    return path
