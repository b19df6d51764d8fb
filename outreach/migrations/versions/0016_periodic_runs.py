"""Runs of periodic tasks; plain names for what jobs and mails keep"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_COLUMNS = (("said", "fault_message"), ("stop_asked", "stop_requested"))


def _move_mentions(old: str, new: str) -> None:
    """A new table and not a new name, so that its constraints are named after it on every database."""
    op.create_table(
        new,
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{new}_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "kind", "subject_id", "level", name=op.f(f"pk_{new}")))
    op.execute(f"INSERT INTO {new} (user_id, kind, subject_id, level) "  # noqa: S608
               f"SELECT user_id, kind, subject_id, level FROM {old}")
    op.drop_table(old)


def upgrade() -> None:
    op.create_table(
        "periodic_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periodic_run")),
        sa.UniqueConstraint("task", "period", name=op.f("uq_periodic_run_task_period")))
    _move_mentions("reminder_told", "reminder_mention")
    for old, new in _COLUMNS:
        op.execute(f"ALTER TABLE job RENAME COLUMN {old} TO {new}")


def downgrade() -> None:
    for old, new in _COLUMNS:
        op.execute(f"ALTER TABLE job RENAME COLUMN {new} TO {old}")
    _move_mentions("reminder_mention", "reminder_told")
    op.drop_table("periodic_run")
