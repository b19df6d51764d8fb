"""Reading papers. A paper is shown only to who may see every partner it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.issued_documents.models import FrozenPaper, FrozenPaperPartner, PaperKind
from outreach.partners.protection import OpenPartner, PartnerHiddenError, PartnerView, RedactedPartner
from outreach.partners.queries import views_by_id, visible_ids
from outreach.users.models import User


def _whole() -> Select[Any]:
    return select(FrozenPaper).options(
        joinedload(FrozenPaper.file), joinedload(FrozenPaper.frozen_by), selectinload(FrozenPaper.partners))


def get_paper(public_id: str, viewer: User | None) -> FrozenPaper:
    """One paper. NotFound where there is none, also where the viewer may not see one of several partners on it;
    PartnerHiddenError where they may not see the only one."""
    paper = db.session.scalar(_whole().where(FrozenPaper.public_id == public_id))
    if paper is None:
        raise NotFound
    partners_of(paper, viewer)
    return paper


def partners_of(paper: FrozenPaper, viewer: User | None) -> list[PartnerView]:
    """The partners a paper is about, all open to the viewer; else as `partners.shared_records.get_open_partners`."""
    views = list(views_by_id((link.partner_id for link in paper.partners), viewer).values())
    for each in views:
        if isinstance(each, RedactedPartner):
            raise PartnerHiddenError(each) if len(views) == 1 else NotFound
    return views


def list_for_partner(partner: OpenPartner, viewer: User | None) -> list[FrozenPaper]:
    """Every paper about this partner, newest first. One that is about a partner the viewer may not see as well is
    left out: even that it exists would tell of working together with somebody hidden."""
    also = aliased(FrozenPaperPartner)
    hidden = exists().where(also.paper_id == FrozenPaper.id, also.partner_id.not_in(visible_ids(viewer)))
    query = (_whole().join(FrozenPaperPartner, FrozenPaperPartner.paper_id == FrozenPaper.id)
             .where(FrozenPaperPartner.partner_id == partner.id, ~hidden)
             .order_by(FrozenPaper.frozen_at.desc(), FrozenPaper.id.desc()))
    return list(db.session.scalars(query).unique())


def list_versions(kind: PaperKind, source: str) -> list[FrozenPaper]:
    """All versions of one paper, newest first. `source`: the public id of its pitch or meeting."""
    query = (_whole().where(FrozenPaper.kind == kind, FrozenPaper.source == source)
             .order_by(FrozenPaper.version.desc()))
    return list(db.session.scalars(query))


def find_latest(kind: PaperKind, source: str) -> FrozenPaper | None:
    """The newest version of one paper, or None before it was ever handed over."""
    query = (_whole().where(FrozenPaper.kind == kind, FrozenPaper.source == source)
             .order_by(FrozenPaper.version.desc()).limit(1))
    return db.session.scalar(query)


def frozen_sources(kind: PaperKind, sources: Iterable[str]) -> set[str]:
    """Those of the given pitches or meetings of which a paper has left the house."""
    wanted = set(sources)
    if not wanted:
        return set()
    query = select(FrozenPaper.source).where(FrozenPaper.kind == kind, FrozenPaper.source.in_(wanted)).distinct()
    return set(db.session.scalars(query))
