"""Partners that look like the one being written: a warning while typing, never a refusal.

Only what the viewer may see is compared for the viewer. CVR numbers and mail domains count only where exactly one
partner has them: a municipality has one of each for all its houses.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import not_, select

from outreach.core.db import db
from outreach.partners.draft import PartnerDraft
from outreach.partners.models import Contact, Partner
from outreach.partners.protection import code_name_of, visible_to
from outreach.partners.similarity import bare_name, bare_phone, mail_domain, names_alike
from outreach.users.models import User

_MOST = 5


@dataclass(frozen=True)
class Clues:
    """What can give a double away."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    cvr: str = ""

    @property
    def anything(self) -> bool:
        return len(self.name) >= 3 or any(self.phones) or any(self.emails) or bool(self.cvr)


@dataclass(frozen=True)
class Lookalike:
    """A partner the viewer may see, and in words what is the same."""

    public_id: str
    name: str
    because: str
    archived: bool


@dataclass(frozen=True)
class _Known:
    id: int
    public_id: str
    name: str
    bare: str
    phones: frozenset[str]
    emails: frozenset[str]
    cvr: str
    postal_code: str
    archived: bool


def clues_of(draft: PartnerDraft) -> Clues:
    """The clues of a partner being made."""
    basics = draft.basics
    return Clues(basics.name, (basics.phone, *(each.phone for each in draft.contacts)),
                 (basics.email, *(each.email for each in draft.contacts)), basics.cvr)


def find_lookalikes(clues: Clues, *, viewer: User | None, but_not: int | None = None) -> list[Lookalike]:
    """At most five partners this viewer may see that look like the clues, the likest first. Two queries."""
    if not clues.anything:
        return []
    known = [each for each in _known(visible_to(viewer)) if each.id != but_not]
    found = [(rank, Lookalike(each.public_id, each.name, because, each.archived))
             for each, rank, because in _alike(clues, known)]
    found.sort(key=lambda pair: (pair[0], pair[1].name))
    return [each for _rank, each in found[:_MOST]]


def find_hidden_duplicates(clues: Clues, *, viewer: User) -> list[tuple[str, int]]:
    """(public id, inner key) of partners hidden from the viewer that look like the clues: for telling their circle."""
    known = _known(not_(visible_to(viewer)))
    return [(each.public_id, each.id) for each, _rank, _because in _alike(clues, known)]


@dataclass(frozen=True)
class Register:
    """Known partners by what gives them away, for looking up many lines of a file at once."""

    by_name: dict[str, list[_Known]]
    by_phone: dict[str, list[_Known]]
    by_email: dict[str, list[_Known]]
    by_cvr: dict[str, list[_Known]]


def register_for(viewer: User | None) -> Register:
    """What an import may be compared with: partners the viewer sees, and closed ones by their code name alone."""
    hidden = db.session.execute(
        select(Partner.id, Partner.public_id, Partner.code_name)
        .where(not_(visible_to(viewer)), Partner.merged_into_id.is_(None)).order_by(Partner.id))
    code_names = [(row.id, row.public_id, code_name_of(row.public_id, row.code_name)) for row in hidden]
    names = [_Known(partner_id, public_id, name, bare_name(name), phones=frozenset(), emails=frozenset(), cvr="",
                    postal_code="", archived=False) for partner_id, public_id, name in code_names]
    return _register([*_known(visible_to(viewer)), *names])


def hidden_register_for(viewer: User | None) -> Register:
    """Partners hidden from the viewer, whole: only for telling their circle."""
    return _register(_known(not_(visible_to(viewer))))


def _register(known: list[_Known]) -> Register:
    register = Register({}, {}, {}, {})
    for each in known:
        register.by_name.setdefault(each.bare, []).append(each)
        for phone in each.phones:
            register.by_phone.setdefault(phone, []).append(each)
        for email in each.emails:
            register.by_email.setdefault(email, []).append(each)
        if each.cvr:
            register.by_cvr.setdefault(each.cvr, []).append(each)
    return register


def _known(condition: Any) -> list[_Known]:
    rows = db.session.execute(
        select(Partner.id, Partner.public_id, Partner.name, Partner.phone, Partner.email, Partner.cvr,
               Partner.postal_code, Partner.archived_at)
        .where(condition, Partner.merged_into_id.is_(None)).order_by(Partner.id)).all()
    people: dict[int, list[tuple[str, str]]] = {}
    for partner_id, phone, email in db.session.execute(
            select(Contact.partner_id, Contact.phone, Contact.email).join(Partner, Partner.id == Contact.partner_id)
            .where(condition)):
        people.setdefault(partner_id, []).append((phone, email))
    return [_Known(row.id, row.public_id, row.name, bare_name(row.name),
                   _bare({row.phone, *(phone for phone, _email in people.get(row.id, ()))}, bare_phone),
                   _bare({row.email, *(email for _phone, email in people.get(row.id, ()))}, str.casefold),
                   row.cvr, row.postal_code, row.archived_at is not None) for row in rows]


def _bare(texts: set[str], make: Any) -> frozenset[str]:
    return frozenset(each for each in map(make, texts) if each)


def _alike(clues: Clues, known: list[_Known]) -> list[tuple[_Known, int, str]]:
    """Who is alike, how strongly (0 the strongest) and what is the same."""
    name = bare_name(clues.name)
    phones = {bare_phone(each) for each in clues.phones if len(bare_phone(each)) >= 8}
    emails = {each.strip().casefold() for each in clues.emails if "@" in each}
    domains = {domain for domain in map(mail_domain, emails) if domain}
    have_domain = Counter(domain for each in known if domains
                          for domain in {mail_domain(mail) for mail in each.emails} if domain)
    have_cvr = Counter(each.cvr for each in known if each.cvr)
    found = []
    for each in known:
        if name and each.bare == name:
            found.append((each, 0, _("samme navn")))
        elif emails & each.emails:
            found.append((each, 1, _("samme mailadresse")))
        elif phones & each.phones:
            found.append((each, 1, _("samme telefonnummer")))
        elif clues.cvr and clues.cvr == each.cvr and have_cvr[each.cvr] == 1:
            found.append((each, 1, _("samme CVR-nummer")))
        elif names_alike(name, each.bare):
            found.append((each, 2, _("navnet ligner")))
        elif domains and {domain for domain in domains if have_domain[domain] == 1} & {
                mail_domain(mail) for mail in each.emails}:
            found.append((each, 3, _("samme slags mailadresse")))
    return found
