"""Conditions, times and own words of partners; marks of quotes; angles of offers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "condition",
        sa.Column("answer_da", sa.String(length=160), nullable=False),
        sa.Column("answer_en", sa.String(length=160), nullable=False),
        sa.Column("cues_da", sa.String(length=300), nullable=False),
        sa.Column("cues_en", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("label_da", sa.String(length=80), nullable=False),
        sa.Column("label_en", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint("key", name=op.f("uq_condition_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_condition_public_id")))
    op.create_table(
        "partner_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("condition_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["condition_id"], ["condition.id"], name=op.f("fk_partner_condition_condition_id_condition")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_partner_condition_partner_id_partner"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_condition")))
    op.create_index(op.f("ix_partner_condition_condition_id"), "partner_condition", ["condition_id"])
    op.create_index(op.f("ix_partner_condition_partner_id"), "partner_condition", ["partner_id"])
    op.create_table(
        "offer_angle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("part", sa.Enum("headline", "text", "sentence", "practical", name="anglepart", native_enum=False, length=30), nullable=False),
        sa.Column("text_da", sa.String(length=400), nullable=False),
        sa.Column("text_en", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_angle_offer_id_offer"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_angle")))
    op.create_index(op.f("ix_offer_angle_offer_id"), "offer_angle", ["offer_id"])
    for table, column in _columns():
        op.add_column(table, column)
        with op.batch_alter_table(table) as batch:  # only the rows there are needed the default
            batch.alter_column(column.name, server_default=None, existing_type=column.type, existing_nullable=False)


def downgrade() -> None:
    for table, column in _columns():
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column.name)
    for table in ("offer_angle", "partner_condition", "condition"):
        op.drop_table(table)


def _columns() -> list[tuple[str, sa.Column]]:
    def text(name: str, length: int) -> sa.Column:
        return sa.Column(name, sa.String(length=length), nullable=False, server_default="")

    def values(name: str, empty: str) -> sa.Column:
        return sa.Column(name, sa.JSON(), nullable=False, server_default=empty)

    return [
        ("pitch_offer", sa.Column("why", sa.Text(), nullable=False, server_default="")),
        ("partner", text("times_words", 200)), ("partner", values("times", "{}")), ("partner_need", text("words", 120)),
        ("quote", values("marks", "{}")),
        ("quote", sa.Column("may_print", sa.Boolean(), nullable=False, server_default=sa.true())),
        ("offer", values("not_for", "[]")), ("offer", values("day_parts", "[]")),
        ("offer", sa.Column("suits_anyone", sa.Boolean(), nullable=False, server_default=sa.false()))]
