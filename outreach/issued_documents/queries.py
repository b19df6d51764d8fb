"""Reading papers. A paper is shown only to who may see every partner it is about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.issued_documents.models import IssuedDocument, IssuedDocumentPartner, PaperKind
from outreach.partners.protection import OpenPartner, PartnerHiddenError, PartnerView, RedactedPartner
from outreach.partners.queries import views_by_id, visible_ids
from outreach.users.models import User


def _whole() -> Select[Any]:
    return select(IssuedDocument).options(
        joinedload(IssuedDocument.file), joinedload(IssuedDocument.issued_by), selectinload(IssuedDocument.partners))


def get_paper(public_id: str, viewer: User | None) -> IssuedDocument:
    """One paper. NotFound where there is none, also where the viewer may not see one of several partners on it;
    PartnerHiddenError where they may not see the only one."""
    paper = db.session.scalar(_whole().where(IssuedDocument.public_id == public_id))
    if paper is None:
        raise NotFound
    partners_of(paper, viewer)
    return paper


def partners_of(paper: IssuedDocument, viewer: User | None) -> list[PartnerView]:
    """The partners a paper is about, all open to the viewer; else as `partners.shared_records.get_open_partners`."""
    views = list(views_by_id((link.partner_id for link in paper.partners), viewer).values())
    for view in views:
        if isinstance(view, RedactedPartner):
            raise PartnerHiddenError(view) if len(views) == 1 else NotFound
    return views


def list_for_partner(partner: OpenPartner, viewer: User | None) -> list[IssuedDocument]:
    """Every paper about this partner, newest first. One that is about a partner the viewer may not see as well is
    left out: even that it exists would tell of working together with somebody hidden."""
    also = aliased(IssuedDocumentPartner)
    hidden = exists().where(also.document_id == IssuedDocument.id, also.partner_id.not_in(visible_ids(viewer)))
    query = (_whole().join(IssuedDocumentPartner, IssuedDocumentPartner.document_id == IssuedDocument.id)
             .where(IssuedDocumentPartner.partner_id == partner.id, ~hidden)
             .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc()))
    return list(db.session.scalars(query).unique())


def list_versions(kind: PaperKind, source: str) -> list[IssuedDocument]:
    """All versions of one paper, newest first. `source`: the public id of its pitch or meeting."""
    query = (_whole().where(IssuedDocument.kind == kind, IssuedDocument.source == source)
             .order_by(IssuedDocument.version.desc()))
    return list(db.session.scalars(query))


def find_latest(kind: PaperKind, source: str) -> IssuedDocument | None:
    """The newest version of one paper, or None before it was ever handed over."""
    query = (_whole().where(IssuedDocument.kind == kind, IssuedDocument.source == source)
             .order_by(IssuedDocument.version.desc()).limit(1))
    return db.session.scalar(query)
