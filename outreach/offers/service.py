"""What can be done with offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from outreach.audit.service import Change, as_text, pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.formatting import search_key, sort_key
from outreach.library.models import Need, Sector, TargetGroup
from outreach.library.queries import count_rows, list_terms
from outreach.library.service import SUGGESTED, start_lists
from outreach.offers import queries
from outreach.offers.models import Effort, Offer, OfferWording
from outreach.offers.starter import add_offers

TEXTS = tuple(f"{name}_{language}" for name in ("headline", "text", "practical", "begin_small")
              for language in ("da", "en"))
WORDING_TEXTS = ("headline_da", "headline_en", "text_da", "text_en")


def add_offer(*, by: Any, values: Mapping[str, Any]) -> Offer:
    """A new, active offer. `values` holds name, the eight texts, effort, and keys in needs and target_groups.

    Raises DomainError at `name` where another offer has it.
    """
    _refuse_same_name(values["name"], queries.list_offers(active_only=False))
    offer = Offer(name=values["name"])
    changes = _apply(offer, values)
    db.session.add(offer)
    _flush()
    record(by=by, act="offer.add", subject=offer, changes=changes)
    return offer


def start_library(*, by: Any) -> tuple[bool, int]:
    """Give a new library something to begin with: our suggestions in each of its empty lists, and our offers where
    there are none. Returns whether any list was filled, and how many offers came. Raises DomainError where there is
    nothing to fill."""
    fills_lists = not all(any(count) for count in count_rows(SUGGESTED).values())
    fills_offers = not queries.count_offers()
    if not (fills_lists or fills_offers):
        raise DomainError("", _("Her er allerede både lister og tilbud, så vores forslag er ikke lagt ind."))
    try:
        lists = start_lists(by=by)
        offers = add_offers(lists) if fills_offers else {}
        db.session.flush()
    except IntegrityError as error:  # a colleague pressed the same button at the same moment
        db.session.rollback()
        raise DomainError("", _("En kollega har lige hentet forslagene. Hent siden igen.")) from error
    if offers:
        record(by=by, act="offer.start", subject_type="offer", subject_id="offers", values={"offer": len(offers)})
    return fills_lists, len(offers)


def edit_offer(*, by: Any, offer: Offer, values: Mapping[str, Any]) -> None:
    """Change an offer. Raises DomainError at `name` where another offer has it."""
    _refuse_same_name(values["name"], [other for other in queries.list_offers(active_only=False) if other is not offer])
    changes = _apply(offer, values)
    if record(by=by, act="offer.edit", subject=offer, changes=changes):
        offer.updated_at = clock.now()
    _flush()


def set_offer_active(*, by: Any, offer: Offer, active: bool) -> None:
    """Let an offer rest, so that it is no longer proposed, or bring it back."""
    offer.is_active = active
    changes = pending_changes(offer)
    if changes:
        record(by=by, act="offer.wake" if active else "offer.rest", subject=offer, changes=changes)
    db.session.flush()


def save_wording(*, by: Any, offer: Offer, sector: Sector, values: Mapping[str, str]) -> None:
    """Write the offer in the words of a sector. Raises DomainError where every text is empty."""
    if not any(values[name] for name in WORDING_TEXTS):
        raise DomainError("headline_da", _("Skriv mindst én af teksterne – eller fjern sektorens tekst."))
    wording = find_wording(offer, sector)
    if wording is None:
        wording = OfferWording(sector=sector, **dict.fromkeys(WORDING_TEXTS, ""))
        offer.wordings.append(wording)
    changes = [(f"{sector.key[:40]}.{name}", getattr(wording, name) or None, values[name] or None)
               for name in WORDING_TEXTS if getattr(wording, name) != values[name]]
    for name in WORDING_TEXTS:
        setattr(wording, name, values[name])
    _note_wording(by, offer, changes)


def remove_wording(*, by: Any, offer: Offer, sector: Sector) -> None:
    """The offer's own text stands for this sector again; nothing happens where it did already."""
    wording = find_wording(offer, sector)
    if wording is not None:
        changes = [(f"{sector.key[:40]}.{name}", getattr(wording, name), None)
                   for name in WORDING_TEXTS if getattr(wording, name)]
        offer.wordings.remove(wording)
        _note_wording(by, offer, changes)


def find_wording(offer: Offer, sector: Sector) -> OfferWording | None:
    """The offer's words for a sector, or None where its own stand for it."""
    return next((wording for wording in offer.wordings if wording.sector_id == sector.id), None)


def _note_wording(by: Any, offer: Offer, changes: Sequence[Change]) -> None:
    if record(by=by, act="offer.wording.edit", subject=offer, changes=changes):
        offer.updated_at = clock.now()
    db.session.flush()


def _apply(offer: Offer, values: Mapping[str, Any]) -> list[Change]:
    """Set the values and tell what changed, needs and target groups by their Danish names."""
    plain = {**{name: values[name] for name in TEXTS}, "name": values["name"], "effort": Effort(values["effort"]),
             "sort_key": sort_key(values["name"])}
    for name, value in plain.items():
        if getattr(offer, name) != value:
            setattr(offer, name, value)
    changes = pending_changes(offer)
    vocabularies: tuple[tuple[str, Any], ...] = (("needs", Need), ("target_groups", TargetGroup))
    for name, model in vocabularies:
        chosen = [term for term in list_terms(model, active_only=False) if term.key in values[name]]
        before = list(getattr(offer, name))
        if {term.id for term in before} != {term.id for term in chosen}:
            setattr(offer, name, chosen)
            changes.append((name, _names(before), _names(chosen)))
    return changes


def _names(terms: Sequence[Any]) -> str | None:
    return as_text([term.label_da for term in sorted(terms, key=lambda term: (term.position, term.id))])


def _refuse_same_name(name: str, others: Sequence[Offer]) -> None:
    for other in others:
        if search_key(other.name) == search_key(name):
            raise DomainError("name", _("Et andet tilbud hedder allerede ”%(name)s”.", name=other.name))


def _flush() -> None:
    """Two colleagues may save the same name at the same moment; the database lets one of them win."""
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise DomainError("name", _("Et andet tilbud har lige fået det navn. Hent siden igen.")) from error
