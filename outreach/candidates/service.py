"""Adding, discarding and restoring candidates, and making them partners."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from outreach.audit.service import record
from outreach.candidates.models import Candidate
from outreach.candidates.queries import list_candidates
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.library.models import Kind
from outreach.partners import service as partners
from outreach.partners.duplicates import DuplicateClues, find_duplicates
from outreach.partners.inputs import Basics, PartnerInput
from outreach.partners.protection import OpenPartner
from outreach.partners.similarity import bare_name, names_alike
from outreach.users.models import User


def add_candidate(*, by: User, name: str, kind: Kind | None, reaches: str = "", known_by: str = "",
                  good_for: str = "") -> tuple[Candidate, Sequence[str]]:
    """Add a candidate. Returned with it: similar names on the list or among the partners that `by` may see.

    DomainError at "name" where a candidate or partner has the same name already.
    """
    bare, alike = bare_name(name), []
    for candidate in list_candidates():
        if bare_name(candidate.name) == bare:
            raise DomainError("name", _("”%(name)s” står på listen allerede.", name=candidate.name))
        if names_alike(bare, bare_name(candidate.name)):
            alike.append(candidate.name)
    for partner in find_duplicates(DuplicateClues(name), viewer=by):
        if bare_name(partner.name) == bare:
            raise DomainError("name", _("”%(name)s” er allerede partner.", name=partner.name))
        alike.append(partner.name)
    new = Candidate(name=name, kind=kind, reaches=reaches, known_by=known_by, good_for=good_for, by_id=by.id)
    record(by=by, act="candidate.add", subject=new, changes=(), values={"name": name})
    db.session.flush()
    return new, alike


def discard(*, by: User, candidate: Candidate) -> None:
    """Take a candidate off the list; `restore` undoes it."""
    if candidate.discarded_at is None:
        candidate.discarded_at = clock.now()
        record(by=by, act="candidate.discard", subject=candidate, changes=())
        db.session.flush()


def restore(*, by: User, candidate: Candidate) -> None:
    """Put a discarded candidate back on the list."""
    if candidate.discarded_at is not None:
        candidate.discarded_at = None
        record(by=by, act="candidate.restore", subject=candidate, changes=())
        db.session.flush()


def make_partner(*, by: User, candidate: Candidate) -> OpenPartner:
    """Turn a candidate into a partner; its lines become our guesses, since nobody has asked the partner yet."""
    partner = partners.create_partner(by=by, data=PartnerInput(basics=Basics(name=candidate.name,
                                                                              kind=candidate.kind)))
    for text, line in ((_("De når: %(line)s", line=candidate.reaches), candidate.reaches),
                       (_("Vi kender dem gennem: %(line)s", line=candidate.known_by), candidate.known_by),
                       (_("Vi kunne lave: %(line)s", line=candidate.good_for), candidate.good_for)):
        if line:
            partners.add_guess(by=by, partner=partner, text=text)
    record(by=by, act="candidate.partner", subject=candidate, partner_id=partner.id, changes=())
    db.session.delete(candidate)
    db.session.flush()
    return partner
