"""Writing a pitch: drafting it, saving it, issuing it as a document. Every act is recorded in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from outreach.audit import service as audit
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import ChangedMeanwhile, DomainError
from outreach.core.i18n import LANGUAGES
from outreach.issued_documents.models import IssuedDocument, PaperKind
from outreach.issued_documents.service import issue_document
from outreach.issued_documents.values import named_contacts, sheet_values
from outreach.library.contacts import contact_for
from outreach.library.models import LibraryProfile
from outreach.library.queries import find_profile
from outreach.matching.queries import rank_for
from outreach.partners.protection import OpenPartner
from outreach.pitches import queries
from outreach.pitches.content import OfferText, PitchContent, differences, printed_slots
from outreach.pitches.document import TEMPLATE_VERSION
from outreach.pitches.drafting import draft_pitch
from outreach.pitches.models import Pitch, PitchOffer
from outreach.pitches.print_problems import render_one_page
from outreach.pitches.profile import PitchDraft
from outreach.pitches.profile_facts import in_words, pitch_profile
from outreach.pitches.sheet import ContactCard, PitchOfferLine, PitchSheet
from outreach.users.models import User


class Stale(Exception):
    """The pitch was saved by somebody since this page was fetched. Nothing has been written."""


def compose_pitch(*, partner: OpenPartner, language: str | None = None, by: User | None = None,
                  on: date | None = None) -> Pitch:
    """A first draft that is not yet in any session. `language` 'da' or 'en' (default: the partner's own), `on` the
    date the page carries (default: today). Only offers that fit are on it, so perhaps fewer than three, or none."""
    language = language if language in LANGUAGES else partner.language
    day = on or clock.today()
    ranking = rank_for(partner)
    ranked = [match.offer for match in ranking.offers[:ranking.chosen]]
    profile = pitch_profile(partner, ranked, language=language, on=day)
    draft = draft_pitch(profile)
    by_id = {offer.public_id: offer for offer in ranked}
    return Pitch(
        partner_id=partner.id, language=language, dated=day, title=draft.title, lead=draft.lead,
        worry_line=draft.worry_line, first_step=draft.first_step, options=_options(draft, partner), revision=1,
        made_by_id=by.id if by else None, **_contact_of(partner),
        offers=[PitchOffer(position=number, offer=by_id.get(text.offer), headline=text.headline, text=text.text,
                           practical=text.practical, why=text.why)
                for number, text in enumerate(draft.offers, start=1)])


def start_pitch(*, partner: OpenPartner, by: User | None, language: str | None = None,
                on: date | None = None) -> Pitch:
    """Draft a page for a partner and keep it. `on` is the day it is handed over (default: today).

    A draft in this language that nobody has written in yet is brought up to date and taken again, so that a partner has
    one page whichever way one came to it.
    """
    fresh = compose_pitch(partner=partner, language=language, by=by, on=on)
    untouched = queries.find_untouched(partner, fresh.language)
    if untouched is not None:
        _put(untouched, content_of(fresh))
        untouched.options = fresh.options
        db.session.flush()
        return untouched
    db.session.add(fresh)
    db.session.flush()
    audit.record(by=by, act="pitch.start", subject=fresh, partner_id=partner.id, changes=[],
                 values={"language": fresh.language, "title": fresh.title, "lead": fresh.lead})
    return fresh


def save_pitch(*, pitch: Pitch, partner: OpenPartner, content: PitchContent, revision: int, by: User) -> Pitch:
    """Write what the editor holds. `revision` is the one its page showed: raises Stale where the pitch has moved on
    and says something else by now. The same words again are no change."""
    before = content_of(pitch)
    if content == before:
        return pitch
    if revision != pitch.revision:
        raise Stale
    _put(pitch, content)
    pitch.revision += 1
    audit.record_editing(by=by, act="pitch.edit", subject=pitch, partner_id=partner.id,
                         changes=differences(before, content))
    db.session.flush()
    return pitch


def render_to_issue(*, pitch: Pitch, partner: OpenPartner, profile: LibraryProfile,
                    content: PitchContent) -> tuple[PitchSheet, bytes]:
    """What `content` says as sheet and PDF, proved to be complete and one page. Writes nothing.

    Raises DomainError where the page lacks what a partner needs in order to answer or a character cannot be printed,
    and an ExceptionGroup of DomainErrors, one for each field to shorten, where it is too long.
    """
    if error := find_unfinished(content):
        raise error
    sheet = sheet_of(pitch, profile, partner, content)
    return sheet, render_one_page(sheet, content)


def issue_pitch(*, pitch: Pitch, partner: OpenPartner, profile: LibraryProfile, content: PitchContent,
                rendered: tuple[PitchSheet, bytes], by: User) -> IssuedDocument:
    """Save the page, and keep it as it is handed over. ChangedMeanwhile where `rendered` is not what it says by now."""
    save_pitch(pitch=pitch, partner=partner, content=content, revision=pitch.revision, by=by)
    sheet, pdf = rendered
    if sheet_of(pitch, profile, partner) != sheet:
        raise ChangedMeanwhile
    values = sheet_values(sheet)
    contacts = named_contacts(values, ((contact.id, (contact.name, contact.email, contact.phone))
                                       for contact in partner.contacts))
    return issue_document(
        kind=PaperKind.PITCH, source=pitch.public_id, sheet_values=values, language=pitch.language,
        template_version=TEMPLATE_VERSION, pdf=pdf, partner_ids=[partner.id], contact_ids=contacts, by=by)


def find_unfinished(content: PitchContent) -> DomainError | None:
    """The first thing a page cannot be handed over without; None where it has it all."""
    if not content.title:
        return DomainError("title", _("Siden skal have en overskrift, før den kan hentes."))
    if not printed_slots(content):
        return DomainError("", _("Der skal stå mindst ét tilbud på siden, før den kan hentes."))
    if not content.contact_name:
        return DomainError("contact_name", _("Skriv, hvem de skal ringe til."))
    if not (content.contact_phone or content.contact_email):
        return DomainError("contact_phone", _("Skriv et telefonnummer eller en mailadresse, de kan bruge."))
    return None


def sheet_of(pitch: Pitch, profile: LibraryProfile, partner: OpenPartner,
             content: PitchContent | None = None) -> PitchSheet:
    """The pitch as the page's plain values, blank offers left out; with `content` in the place of what is stored."""
    content = content or content_of(pitch)
    offers = (content.offers[at] for at in printed_slots(content))
    return PitchSheet(
        language=pitch.language,
        library_name=profile.name,
        partner_name=partner.display_name,
        on=content.dated,
        title=content.title,
        lead=content.lead,
        offers=tuple(PitchOfferLine(offer.headline, offer.text, offer.practical, offer.why) for offer in offers),
        worry_line=content.worry_line,
        first_step=content.first_step,
        contact=ContactCard(content.contact_name, profile.name, content.contact_phone, content.contact_email,
                            content.qr),  # type: ignore[arg-type]
        logo=profile.logo.content if profile.logo else None,
        library_line=in_words(profile, "who", pitch.language),
    )


def content_of(pitch: Pitch) -> PitchContent:
    """What the editor can change, as it stands."""
    return PitchContent(
        dated=pitch.dated, title=pitch.title, lead=pitch.lead, worry_line=pitch.worry_line,
        first_step=pitch.first_step, contact_name=pitch.contact_name, contact_phone=pitch.contact_phone,
        contact_email=pitch.contact_email, qr=pitch.qr,
        offers=tuple(OfferText(row.offer.public_id if row.offer else "", row.headline, row.text, row.practical, row.why)
                     for row in pitch.offers))


def _put(pitch: Pitch, content: PitchContent) -> None:
    for name in ("dated", "title", "lead", "worry_line", "first_step", "contact_name", "contact_phone",
                 "contact_email", "qr"):
        setattr(pitch, name, getattr(content, name))
    known = queries.offers_by_public_id([offer.offer for offer in content.offers])
    rows = list(pitch.offers)
    for number, text in enumerate(content.offers):
        row = rows[number] if number < len(rows) else PitchOffer(position=number + 1)
        if number >= len(rows):
            pitch.offers.append(row)
        row.position, row.offer = number + 1, known.get(text.offer)
        row.headline, row.text, row.practical, row.why = text.headline, text.text, text.practical, text.why
    del pitch.offers[len(content.offers):]


def _contact_of(partner: OpenPartner) -> Mapping[str, str]:
    contact = contact_for(partner.owner, find_profile())
    return {"contact_name": contact.name, "contact_phone": contact.phone, "contact_email": contact.email, "qr": "vcard"}


def _options(draft: PitchDraft, partner: OpenPartner) -> dict[str, Any]:
    """The proposals as they are kept with the pitch; a quote by its public id, since its place in the list moves."""
    def quote_id(at: int | None) -> str:
        return partner.quotes[at].public_id if at is not None and 0 <= at < len(partner.quotes) else ""

    return {
        "titles": [{"text": title.text, "origin": title.origin,
                    "need": title.source if title.origin.startswith("need") else "",
                    "quote": quote_id(int(title.source)) if title.origin == "their_words" else ""}
                   for title in draft.titles],
        "leads": [{"text": lead.text, "origin": lead.origin, "need": lead.need, "quote": quote_id(lead.quote)}
                  for lead in draft.leads],
    }
