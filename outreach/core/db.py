"""The database: one SQLAlchemy object, its base class, column types, and SQLite's settings.

SQLite runs in WAL mode with foreign keys on and full synchronous writes, so that a committed record survives a power
cut. A transaction that will write begins with BEGIN IMMEDIATE (see `transactions`): in WAL mode a reading transaction
that starts to write fails at once, whatever the busy timeout.
"""

from __future__ import annotations

import enum
import secrets
import sqlite3
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, Enum, MetaData, String, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from outreach.core import clock

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

#: No vowels and no look-alikes: an id can be read aloud and spells no word.
PUBLIC_ID_LETTERS = "23456789bcdfghjkmnpqrstvwxz"

#: How long SQLite waits for another writer: with forty colleagues writing on a slow disk, some waited longer than five
#: seconds and were turned away.
BUSY_MILLISECONDS = 20_000

#: True while the current request or command may write: BEGIN IMMEDIATE instead of BEGIN.
may_write: ContextVar[bool] = ContextVar("may_write", default=False)


class Base(DeclarativeBase):
    """Base of all models; constraint names are spelled out so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})

if TYPE_CHECKING:

    class Model(Base):
        """Base of every model, as the type checker sees it: `db.Model` is made at run time and would be Any."""

        __abstract__ = True

else:
    Model = db.Model


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, stored as naive UTC, so that every database sorts it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def enum_type(kind: type[enum.Enum]) -> Enum:
    """A column type that stores the enum's value as text; new members need no migration."""
    return Enum(kind, native_enum=False, length=30, create_constraint=False, validate_strings=True,
                values_callable=lambda members: [member.value for member in members])


def new_public_id() -> str:
    """Twelve random characters: 27**12, about 57 bits."""
    return "".join(secrets.choice(PUBLIC_ID_LETTERS) for _ in range(12))


class Identified:
    """A row with an inner key and an opaque public id; addresses and papers contain only the latter."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)


class Stamped:
    """When the row was made and last changed."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver's implicit BEGIN comes too late for BEGIN IMMEDIATE; it is sent explicitly below.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if may_write.get() else "BEGIN")


def key_column_type(length: int) -> String:
    """A column for keys made by `formatting.sort_key`: compared byte by byte on every database."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def set_busy_timeout(connection: Connection, milliseconds: int) -> None:
    """How long SQLite waits for another writer, set on the driver's connection so that no transaction begins."""
    connection.connection.driver_connection.execute(f"PRAGMA busy_timeout={milliseconds}")  # type: ignore[union-attr]
