"""Kept forms, drafts and what was sent once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_submission_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("user_id", "key_hash", name="uq_submission_user_id_key_hash"))
    op.create_index(op.f("ix_submission_at"), "submission", ["at"])
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Enum("session", "draft", name="reason", native_enum=False, length=30), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_kept_form_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kept_form_public_id")))
    op.create_index(op.f("ix_kept_form_at"), "kept_form", ["at"])
    op.create_index(op.f("ix_kept_form_user_id"), "kept_form", ["user_id"])
    op.create_table(
        "undo_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_undo_step_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_undo_step_public_id")))
    op.create_index(op.f("ix_undo_step_at"), "undo_step", ["at"])
    op.create_index(op.f("ix_undo_step_user_id"), "undo_step", ["user_id"])
    op.create_index(op.f("ix_audit_entry_actor_id"), "audit_entry", ["actor_id"])
    with op.batch_alter_table("partner") as batch:
        batch.drop_constraint("uq_partner_form_key", type_="unique")
        batch.drop_column("form_key")


def downgrade() -> None:
    with op.batch_alter_table("partner") as batch:
        batch.add_column(sa.Column("form_key", sa.String(length=60), nullable=True))
        batch.create_unique_constraint("uq_partner_form_key", ["form_key"])
    op.drop_index(op.f("ix_audit_entry_actor_id"), "audit_entry")
    for table in ("undo_step", "kept_form", "submission"):
        op.drop_table(table)
