"""Rounded counts of people and the key they are rounded by, under plain names"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COUNTS = ("families", "children", "young_people", "adults", "professionals", "cards_made")


def _rename_columns(before: str, after: str) -> None:
    with op.batch_alter_table("partner_month") as batch:
        for name in COUNTS:
            batch.alter_column(f"{before}_{name}", new_column_name=f"{after}_{name}", existing_type=sa.Integer(),
                               existing_nullable=False)


def _move_key(before: str, after: str) -> None:
    """A new table, so that its constraint has its own name; the key is kept, as every published figure goes by it."""
    op.create_table(
        after,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{after}")))
    op.execute(sa.text(f"INSERT INTO {after} (id, value) SELECT id, value FROM {before}"))  # noqa: S608
    op.drop_table(before)


def upgrade() -> None:
    _rename_columns("told", "rounded")
    _move_key("publishing_seed", "rounding_key")


def downgrade() -> None:
    _rename_columns("rounded", "told")
    _move_key("rounding_key", "publishing_seed")
