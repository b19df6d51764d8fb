"""Closing a meeting and what was promised"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _promises()
    _closings()
    _steps()


def _promises() -> None:
    op.create_table(
        "commitment",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("firmness", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("origin_id", sa.String(length=12), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_commitment_partner_id_partner"),
                                ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_commitment_owner_id_user"),
                                ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_commitment_public_id")),
    )
    for column in ("partner_id", "due_on", "origin_id", "owner_id"):
        op.create_index(op.f(f"ix_commitment_{column}"), "commitment", [column])
    op.create_table(
        "commitment_partner",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"],
                                name=op.f("fk_commitment_partner_commitment_id_commitment"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_commitment_partner_partner_id_partner"),
                                ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("commitment_id", "partner_id", name=op.f("pk_commitment_partner")),
    )
    op.create_index(op.f("ix_commitment_partner_partner_id"), "commitment_partner", ["partner_id"])
    op.create_table(
        "commitment_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=30), nullable=False),
        sa.Column("to_state", sa.String(length=30), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"],
                                name=op.f("fk_commitment_change_commitment_id_commitment"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_commitment_change_by_id_user"),
                                ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_change")),
    )
    op.create_index(op.f("ix_commitment_change_commitment_id"), "commitment_change", ["commitment_id"])


def _closings() -> None:
    op.create_table(
        "closing",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("next_meeting_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        _key("closing", "meeting_id", "meeting", "CASCADE"),
        _key("closing", "written_by_id", "user", "SET NULL"),
        _key("closing", "closed_by_id", "user", "SET NULL"),
        _key("closing", "next_meeting_id", "meeting", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_closing_meeting_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_closing_public_id")),
    )
    op.create_index(op.f("ix_closing_written_by_id"), "closing", ["written_by_id"])
    op.create_table(
        "closing_save",
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        _key("closing_save", "closing_id", "closing", "CASCADE"),
        _key("closing_save", "by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("closing_id", "number", name=op.f("pk_closing_save")),
    )
    op.create_table(
        "closing_addition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        _key("closing_addition", "closing_id", "closing", "CASCADE"),
        _key("closing_addition", "by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_addition")),
    )
    op.create_index(op.f("ix_closing_addition_closing_id"), "closing_addition", ["closing_id"])
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("follow_up", sa.String(length=12), nullable=False),
        _key("decision", "closing_id", "closing", "CASCADE"),
        _key("decision", "owner_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_closing_id"), "decision", ["closing_id"])


def _steps() -> None:
    op.create_table(
        "next_step",
        sa.Column("origin_id", sa.String(length=12), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(length=300), nullable=False)
          for name in ("action", "prepared", "involved", "process", "expected")),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("outcome_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        _key("next_step", "outcome_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_next_step_public_id")),
    )
    op.create_index(op.f("ix_next_step_origin_id"), "next_step", ["origin_id"])
    op.create_table(
        "next_step_partner",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        _key("next_step_partner", "step_id", "next_step", "CASCADE"),
        _key("next_step_partner", "partner_id", "partner", "CASCADE"),
        sa.PrimaryKeyConstraint("step_id", "partner_id", name=op.f("pk_next_step_partner")),
    )
    op.create_index(op.f("ix_next_step_partner_partner_id"), "next_step_partner", ["partner_id"])


def _key(table: str, column: str, other: str, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"),
                                   ondelete=on_delete)


def downgrade() -> None:
    for table in ("next_step_partner", "next_step", "decision", "closing_addition", "closing_save", "closing",
                  "commitment_change", "commitment_partner", "commitment"):
        op.drop_table(table)
