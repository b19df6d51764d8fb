"""Reading the library's profile and words."""

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
    """As `find_profile`, asked once per request."""
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
    """The words of a vocabulary (Kind, Sector, District, TargetGroup, Need, Worry) in their own order."""
    model: Any = vocabulary
    query = select(model).order_by(model.position, model.id)
    return db.session.scalars(query.where(model.is_active) if active_only else query).all()


def list_questions(*, active_only: bool = True) -> Sequence[Question]:
    """The question bank by group and position."""
    query = select(Question).order_by(Question.group, Question.position, Question.id)
    return db.session.scalars(query.where(Question.is_active) if active_only else query).all()


def list_word_advice(language: str | None = None, *, active_only: bool = True) -> Sequence[WordAdvice]:
    """The library-talk words, by language and word."""
    query = select(WordAdvice).order_by(WordAdvice.language, WordAdvice.word)
    if language:
        query = query.where(WordAdvice.language == language)
    return db.session.scalars(query.where(WordAdvice.is_active) if active_only else query).all()


def list_rows(model: type[T]) -> Sequence[T]:
    """Every row of one of the library's lists, resting ones too, in its own order."""
    if model is Question:
        return list_questions(active_only=False)  # type: ignore[return-value]
    if model is WordAdvice:
        advice: Any = list_word_advice(active_only=False)
        return sorted(advice, key=lambda each: (each.language, sort_key(each.word)))
    return list_terms(model, active_only=False)


def list_kinds() -> Sequence[Kind]:
    """Every kind, resting ones too, with the sector it proposes."""
    query = select(Kind).order_by(Kind.position, Kind.id).options(joinedload(Kind.sector))
    return db.session.scalars(query).all()


def get_row(model: type[T], public_id: str) -> T:
    """One row of one of the library's lists. NotFound where there is none."""
    table: Any = model
    found: T | None = db.session.scalar(select(table).where(table.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def find_sector(key: str | None) -> Sector | None:
    """A sector by its key."""
    return db.session.scalar(select(Sector).where(Sector.key == key)) if key else None


def count_rows(models: Sequence[type[Any]]) -> dict[type[Any], tuple[int, int]]:
    """How many active and resting rows each list holds, in one query."""
    parts = [select(literal(number).label("number"), model.is_active.label("active"), func.count().label("count"))
             .group_by(model.is_active) for number, model in enumerate(models)]
    rows = union_all(*parts).subquery()
    found = {(number, bool(active)): count
             for number, active, count in db.session.execute(select(rows).order_by(rows.c.number))}
    return {model: (found.get((number, True), 0), found.get((number, False), 0))
            for number, model in enumerate(models)}
