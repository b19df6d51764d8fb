"""Reading the library's profile and vocabularies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import g
from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import joinedload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.core.formatting import sort_key
from outreach.library.models import Branch, Kind, LibraryProfile, Question, Sector, WordAdvice

T = TypeVar("T")


def find_profile() -> LibraryProfile | None:
    """The library's one profile, or None before the portal is set up."""
    return db.session.scalar(select(LibraryProfile).order_by(LibraryProfile.id).limit(1))


def current_profile() -> LibraryProfile | None:
    """As `find_profile`, cached for the request."""
    if "library_profile" not in g:
        g.library_profile = find_profile()
    return g.library_profile


def get_profile() -> LibraryProfile:
    """The library's profile; NotFound before the portal is set up."""
    profile = db.session.scalar(
        select(LibraryProfile).order_by(LibraryProfile.id).limit(1).options(joinedload(LibraryProfile.logo)))
    if profile is None:
        raise NotFound
    return profile


def list_branches(*, active_only: bool = True) -> Sequence[Branch]:
    """Branches in their own order."""
    query = select(Branch).order_by(Branch.position, Branch.name)
    return db.session.scalars(query.where(Branch.is_active) if active_only else query).all()


def list_terms(vocabulary: type[T], *, active_only: bool = True) -> Sequence[T]:
    """The terms of a vocabulary (Kind, Sector, District, TargetGroup, Need, Worry) in their own order."""
    model: Any = vocabulary
    query = select(model).order_by(model.position, model.id)
    return db.session.scalars(query.where(model.is_active) if active_only else query).all()


def list_questions(*, active_only: bool = True) -> Sequence[Question]:
    """The question bank by group and position."""
    query = select(Question).order_by(Question.group, Question.position, Question.id)
    return db.session.scalars(query.where(Question.is_active) if active_only else query).all()


def list_word_advice(language: str | None = None, *, active_only: bool = True) -> Sequence[WordAdvice]:
    """The words of library jargon, by language and word."""
    query = select(WordAdvice).order_by(WordAdvice.language, WordAdvice.word)
    if language:
        query = query.where(WordAdvice.language == language)
    return db.session.scalars(query.where(WordAdvice.is_active) if active_only else query).all()


def list_rows(model: type[T]) -> Sequence[T]:
    """Every row of one of the library's lists, inactive ones too, in its own order."""
    if model is Question:
        return list_questions(active_only=False)  # type: ignore[return-value]
    if model is WordAdvice:
        advice: Any = list_word_advice(active_only=False)
        return sorted(advice, key=lambda row: (row.language, sort_key(row.word)))
    return list_terms(model, active_only=False)


def list_kinds() -> Sequence[Kind]:
    """Every kind, inactive ones too, with the sector it proposes."""
    query = select(Kind).order_by(Kind.position, Kind.id).options(joinedload(Kind.sector))
    return db.session.scalars(query).all()


def get_row(model: type[T], public_id: str) -> T:
    """One row of one of the library's lists. NotFound where there is none."""
    table: Any = model
    row: T | None = db.session.scalar(select(table).where(table.public_id == public_id))
    if row is None:
        raise NotFound
    return row


def find_sector(key: str | None) -> Sector | None:
    """A sector by its key."""
    return db.session.scalar(select(Sector).where(Sector.key == key)) if key else None


def count_rows(models: Sequence[type[Any]]) -> dict[type[Any], tuple[int, int]]:
    """The number of active and inactive rows of each list, in one query."""
    parts = [select(literal(number).label("number"), model.is_active.label("active"), func.count().label("count"))
             .group_by(model.is_active) for number, model in enumerate(models)]
    rows = union_all(*parts).subquery()
    counts = {(number, bool(active)): count
              for number, active, count in db.session.execute(select(rows).order_by(rows.c.number))}
    return {model: (counts.get((number, True), 0), counts.get((number, False), 0))
            for number, model in enumerate(models)}
