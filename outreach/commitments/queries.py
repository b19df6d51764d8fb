"""Reading promises. One is shown only to who may see every partner that was there when it was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from outreach.commitments.models import Commitment, CommitmentChange, CommitmentPartner, NextStep, NextStepPartner
from outreach.commitments.states import CommitmentState, Promise
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import views_by_id, visible_ids
from outreach.partners.shared_records import get_open_partners
from outreach.users.models import User

PAGE_LENGTH = 50


@dataclass(frozen=True)
class CommitmentView:
    """A promise and the partner it stands with, both open to the viewer."""

    commitment: Commitment
    partner: OpenPartner


def _whole() -> Select[Any]:
    return select(Commitment).options(
        joinedload(Commitment.owner), selectinload(Commitment.about),
        selectinload(Commitment.changes).joinedload(CommitmentChange.by))


def _readable(viewer: User | None, also: Iterable[int] = ()) -> ColumnElement[bool]:
    """Every partner that was there is open to the viewer, or among `also`."""
    links = select(CommitmentPartner.commitment_id).where(
        CommitmentPartner.commitment_id == Commitment.id, CommitmentPartner.partner_id.not_in(visible_ids(viewer)),
        CommitmentPartner.partner_id.not_in(list(also))).correlate(Commitment)
    return and_(~exists(links), or_(Commitment.partner_id.in_(visible_ids(viewer)),
                                    Commitment.partner_id.in_(list(also))))


def _concerns(partner_ids: Sequence[int]) -> ColumnElement[bool]:
    """Theirs, and what we promised while they were at the table."""
    is_about = exists().where(CommitmentPartner.commitment_id == Commitment.id,
                           CommitmentPartner.partner_id.in_(partner_ids)).correlate(Commitment)
    return or_(Commitment.partner_id.in_(partner_ids), and_(Commitment.is_ours, is_about))


#: Those with a day first, the earliest on top; then those without, the oldest first.
_BY_DAY = (Commitment.due_on.is_(None), Commitment.due_on, Commitment.id)


def get_commitment(public_id: str, viewer: User | None) -> tuple[Commitment, OpenPartner]:
    """A promise and its partner, whole. NotFound where there is none, also where one of several partners that were
    there is hidden from the viewer; PartnerHiddenError where the only one is not."""
    commitment = db.session.scalar(_whole().where(Commitment.public_id == public_id))
    if commitment is None:
        raise NotFound
    partner_ids = dict.fromkeys([commitment.partner_id, *(link.partner_id for link in commitment.about)])
    return commitment, get_open_partners(list(partner_ids), viewer)[0]


def list_for_partner(partner: OpenPartner, viewer: User | None) -> Sequence[Commitment]:
    """Every promise between us and a partner: the open ones first, by day; then the settled, the latest first."""
    is_settled = Commitment.state != CommitmentState.OPEN
    return db.session.scalars(
        _whole().where(_concerns([partner.id]), _readable(viewer))
        .order_by(is_settled, Commitment.settled_on.desc(), *_BY_DAY)).all()


def list_open_for_partner(partner: OpenPartner, viewer: User | None) -> Sequence[Commitment]:
    """The open promises between us and a partner, by day."""
    return db.session.scalars(
        _whole().where(_concerns([partner.id]), Commitment.state == CommitmentState.OPEN, _readable(viewer))
        .order_by(*_BY_DAY)).all()


def list_open_at_table(partners: Sequence[OpenPartner]) -> Sequence[Commitment]:
    """The open promises that these partners and we can talk of when we meet, by day: given when nobody else was there,
    or nobody who is protected."""
    ids = [partner.id for partner in partners]
    return db.session.scalars(
        _whole().where(_concerns(ids), Commitment.state == CommitmentState.OPEN, _readable(None, also=ids))
        .order_by(*_BY_DAY)).all()


def list_from_origin(origin: str, origin_id: str) -> Sequence[Commitment]:
    """What was promised at one meeting, in the order it was written down. Only for who has the meeting open."""
    return db.session.scalars(_whole().where(Commitment.origin == origin, Commitment.origin_id == origin_id)
                              .order_by(Commitment.id)).all()


def list_due_ours(viewer: User, until: date) -> list[CommitmentView]:
    """Open promises of ours that this colleague sees to and that fall due by `until`, the earliest first."""
    return _views(_whole().where(Commitment.is_ours, Commitment.owner_id == viewer.id, Commitment.due_on <= until,
                                 Commitment.state == CommitmentState.OPEN, _readable(viewer))
                  .order_by(*_BY_DAY), viewer)


def list_open(viewer: User, *, mine_only: bool, page: int = 1) -> list[CommitmentView]:
    """Open promises of both sides, by day, PAGE_LENGTH a page; with `mine_only` those this colleague sees to, and the
    partner's where the colleague is its owner."""
    return _views(_open(viewer, mine_only).order_by(*_BY_DAY).limit(PAGE_LENGTH).offset((page - 1) * PAGE_LENGTH),
                  viewer)


def count_open(viewer: User, *, mine_only: bool) -> int:
    """How many `list_open` has in all."""
    query = _open(viewer, mine_only).with_only_columns(Commitment.id).order_by(None)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _open(viewer: User, mine_only: bool) -> Select[Any]:
    query = _whole().where(Commitment.state == CommitmentState.OPEN, _readable(viewer))
    return query.where(Commitment.owner_id == viewer.id) if mine_only else query


def _views(query: Select[Any], viewer: User) -> list[CommitmentView]:
    commitments = db.session.scalars(query).all()
    partners = views_by_id((commitment.partner_id for commitment in commitments), viewer)
    return [CommitmentView(commitment, partner) for commitment in commitments
            if isinstance(partner := partners[commitment.partner_id], OpenPartner)]


def as_promise(commitment: Commitment) -> Promise:
    """What counts of it for the figures."""
    return Promise(commitment.is_ours, commitment.firmness, commitment.state, commitment.due_on, commitment.settled_on)


def _steps(partner_ids: Sequence[int], hidden: ColumnElement[bool]) -> Select[Any]:
    links = NextStepPartner.step_id == NextStep.id
    is_about = exists().where(links, NextStepPartner.partner_id.in_(partner_ids)).correlate(NextStep)
    return (select(NextStep).where(is_about, ~exists().where(links, hidden).correlate(NextStep))
            .order_by(NextStep.given_on.desc(), NextStep.id)
            .options(joinedload(NextStep.outcome_by), selectinload(NextStep.about)))


def get_step(public_id: str, viewer: User | None) -> tuple[NextStep, list[OpenPartner]]:
    """Something to try, and the partners it is tried with. NotFound, also where one of several is not open to the
    viewer, or PartnerHiddenError where the only one is not."""
    step = db.session.scalar(select(NextStep).where(NextStep.public_id == public_id)
                             .options(selectinload(NextStep.about)))
    if step is None:
        raise NotFound
    return step, list(get_open_partners([link.partner_id for link in step.about], viewer))


def list_steps_for_partner(partner: OpenPartner, viewer: User | None, limit: int = 10) -> Sequence[NextStep]:
    """What we agreed with a partner to try, the latest first; none from a table with a partner hidden from the
    viewer."""
    return db.session.scalars(
        _steps([partner.id], NextStepPartner.partner_id.not_in(visible_ids(viewer))).limit(limit)).all()


def list_steps_from_origin(origin_id: str) -> Sequence[NextStep]:
    """What was agreed to try at one meeting, in order. Only for who has the meeting open."""
    return db.session.scalars(select(NextStep).where(NextStep.origin_id == origin_id).order_by(NextStep.id)
                              .options(joinedload(NextStep.outcome_by), selectinload(NextStep.about))).all()


def list_steps_at_table(partners: Sequence[OpenPartner]) -> Sequence[NextStep]:
    """What these partners and we try and have not said yet what came of, the latest first; see `list_open_at_table`."""
    ids = [partner.id for partner in partners]
    hidden = and_(NextStepPartner.partner_id.not_in(visible_ids(None)), NextStepPartner.partner_id.not_in(ids))
    return db.session.scalars(_steps(ids, hidden).where(NextStep.outcome == "").limit(4)).all()


def list_shared_ids(partner: OpenPartner) -> tuple[Sequence[str], Sequence[str]]:
    """The public ids of the promises and of the steps that a partner has together with others, whoever asks."""
    promise, step = aliased(CommitmentPartner), aliased(NextStepPartner)
    return (
        db.session.scalars(select(Commitment.public_id).where(
            exists().where(CommitmentPartner.commitment_id == Commitment.id,
                           CommitmentPartner.partner_id == partner.id),
            exists().where(promise.commitment_id == Commitment.id, promise.partner_id != partner.id))).all(),
        db.session.scalars(select(NextStep.public_id).where(
            exists().where(NextStepPartner.step_id == NextStep.id, NextStepPartner.partner_id == partner.id),
            exists().where(step.step_id == NextStep.id, step.partner_id != partner.id))).all())
