"""Partners that look like the one being written: a warning while typing, never a refusal.

Only what the viewer may see is compared for the viewer. CVR numbers and mail domains count only where exactly one
partner has them: a municipality has one of partner for all its houses.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import not_, select

from outreach.core.db import db
from outreach.partners.inputs import PartnerInput
from outreach.partners.models import Contact, Partner
from outreach.partners.protection import code_name_of, visible_to
from outreach.partners.similarity import bare_name, bare_phone, mail_domain, names_alike
from outreach.users.models import User

_MOST = 5


@dataclass(frozen=True)
class DuplicateClues:
    """What duplicates are found by."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    cvr: str = ""

    @property
    def anything(self) -> bool:
        return len(self.name) >= 3 or any(self.phones) or any(self.emails) or bool(self.cvr)


@dataclass(frozen=True)
class PossibleDuplicate:
    """A partner the viewer may see, and in words what is the same."""

    public_id: str
    name: str
    because: str
    archived: bool


@dataclass(frozen=True)
class _KnownPartner:
    id: int
    public_id: str
    name: str
    bare: str
    phones: frozenset[str]
    emails: frozenset[str]
    cvr: str
    postal_code: str
    archived: bool


def clues_of(data: PartnerInput) -> DuplicateClues:
    """The clues of a partner being made."""
    basics = data.basics
    return DuplicateClues(basics.name, (basics.phone, *(contact.phone for contact in data.contacts)),
                 (basics.email, *(contact.email for contact in data.contacts)), basics.cvr)


def find_duplicates(clues: DuplicateClues, *, viewer: User | None,
                    but_not: int | None = None) -> list[PossibleDuplicate]:
    """At most five partners this viewer may see that look like the clues, the likest first. Two queries."""
    if not clues.anything:
        return []
    known = [partner for partner in _list_known(visible_to(viewer)) if partner.id != but_not]
    matches = [(rank, PossibleDuplicate(partner.public_id, partner.name, because, partner.archived))
             for partner, rank, because in _match(clues, known)]
    matches.sort(key=lambda pair: (pair[0], pair[1].name))
    return [partner for _rank, partner in matches[:_MOST]]


def find_hidden_duplicates(clues: DuplicateClues, *, viewer: User) -> list[tuple[str, int]]:
    """(public id, inner key) of partners hidden from the viewer that look like the clues: for telling their circle."""
    known = _list_known(not_(visible_to(viewer)))
    return [(partner.public_id, partner.id) for partner, _rank, _because in _match(clues, known)]


@dataclass(frozen=True)
class Register:
    """Known partners by what gives them away, for looking up many lines of a file at once."""

    by_name: dict[str, list[_KnownPartner]]
    by_phone: dict[str, list[_KnownPartner]]
    by_email: dict[str, list[_KnownPartner]]
    by_cvr: dict[str, list[_KnownPartner]]


def register_for(viewer: User | None) -> Register:
    """What an import may be compared with: partners the viewer sees, and hidden ones by their code name alone."""
    hidden = db.session.execute(
        select(Partner.id, Partner.public_id, Partner.code_name)
        .where(not_(visible_to(viewer)), Partner.merged_into_id.is_(None)).order_by(Partner.id))
    code_names = [(row.id, row.public_id, code_name_of(row.public_id, row.code_name)) for row in hidden]
    names = [_KnownPartner(partner_id, public_id, name, bare_name(name), phones=frozenset(), emails=frozenset(), cvr="",
                    postal_code="", archived=False) for partner_id, public_id, name in code_names]
    return _register([*_list_known(visible_to(viewer)), *names])


def hidden_register_for(viewer: User | None) -> Register:
    """Partners hidden from the viewer, whole: only for telling their circle."""
    return _register(_list_known(not_(visible_to(viewer))))


def _register(known: list[_KnownPartner]) -> Register:
    register = Register({}, {}, {}, {})
    for partner in known:
        register.by_name.setdefault(partner.bare, []).append(partner)
        for phone in partner.phones:
            register.by_phone.setdefault(phone, []).append(partner)
        for email in partner.emails:
            register.by_email.setdefault(email, []).append(partner)
        if partner.cvr:
            register.by_cvr.setdefault(partner.cvr, []).append(partner)
    return register


def _list_known(condition: Any) -> list[_KnownPartner]:
    rows = db.session.execute(
        select(Partner.id, Partner.public_id, Partner.name, Partner.phone, Partner.email, Partner.cvr,
               Partner.postal_code, Partner.archived_at)
        .where(condition, Partner.merged_into_id.is_(None)).order_by(Partner.id)).all()
    people: dict[int, list[tuple[str, str]]] = {}
    for partner_id, phone, email in db.session.execute(
            select(Contact.partner_id, Contact.phone, Contact.email).join(Partner, Partner.id == Contact.partner_id)
            .where(condition)):
        people.setdefault(partner_id, []).append((phone, email))
    return [_KnownPartner(row.id, row.public_id, row.name, bare_name(row.name),
                   _normalised({row.phone, *(phone for phone, _email in people.get(row.id, ()))}, bare_phone),
                   _normalised({row.email, *(email for _phone, email in people.get(row.id, ()))}, str.casefold),
                   row.cvr, row.postal_code, row.archived_at is not None) for row in rows]


def _normalised(texts: set[str], make: Any) -> frozenset[str]:
    return frozenset(text for text in map(make, texts) if text)


def _match(clues: DuplicateClues, known: list[_KnownPartner]) -> list[tuple[_KnownPartner, int, str]]:
    """Who is alike, how strongly (0 the strongest) and what is the same."""
    name = bare_name(clues.name)
    phones = {bare_phone(phone) for phone in clues.phones if len(bare_phone(phone)) >= 8}
    emails = {email.strip().casefold() for email in clues.emails if "@" in email}
    domains = {domain for domain in map(mail_domain, emails) if domain}
    domain_counts = Counter(domain for partner in known if domains
                          for domain in {mail_domain(mail) for mail in partner.emails} if domain)
    cvr_counts = Counter(partner.cvr for partner in known if partner.cvr)
    matches = []
    for partner in known:
        if name and partner.bare == name:
            matches.append((partner, 0, _("samme navn")))
        elif emails & partner.emails:
            matches.append((partner, 1, _("samme mailadresse")))
        elif phones & partner.phones:
            matches.append((partner, 1, _("samme telefonnummer")))
        elif clues.cvr and clues.cvr == partner.cvr and cvr_counts[partner.cvr] == 1:
            matches.append((partner, 1, _("samme CVR-nummer")))
        elif names_alike(name, partner.bare):
            matches.append((partner, 2, _("navnet ligner")))
        elif domains and {domain for domain in domains if domain_counts[domain] == 1} & {
                mail_domain(mail) for mail in partner.emails}:
            matches.append((partner, 3, _("samme slags mailadresse")))
    return matches
