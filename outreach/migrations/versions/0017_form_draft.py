"""Rename kept_form to form_draft, and its column sealed to encrypted_fields"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COPIED = "public_id, user_id, reason, path, form, left_out, at"


def _replace(old: str, old_column: str, new: str, new_column: str) -> None:
    """Copy the rows into a new table, so that constraints and indexes carry its name. Nothing refers to a row's id."""
    op.create_table(
        new,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Enum("session", "draft", name="reason", native_enum=False, length=30), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column(new_column, sa.Text(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{new}_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{new}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{new}_public_id")))
    op.execute(f"INSERT INTO {new} ({new_column}, {_COPIED}) SELECT {old_column}, {_COPIED} FROM {old} ORDER BY id")  # noqa: S608
    op.drop_table(old)
    op.create_index(op.f(f"ix_{new}_at"), new, ["at"])
    op.create_index(op.f(f"ix_{new}_user_id"), new, ["user_id"])


def upgrade() -> None:
    _replace("kept_form", "sealed", "form_draft", "encrypted_fields")


def downgrade() -> None:
    _replace("form_draft", "encrypted_fields", "kept_form", "sealed")
