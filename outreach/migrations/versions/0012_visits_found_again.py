"""Visits found again: totals to sort by and a key to search by"""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None

_AT_A_TIME = 5000
_SUMMED = ("state", "kind", "in_national_statistics", "minutes_all")
_VISIT = sa.table("visit", sa.column("id", sa.Integer), sa.column("saw", sa.Text), sa.column("learnt", sa.Text),
                  sa.column("asked_for", sa.Text), sa.column("search_key", sa.Text))


def upgrade() -> None:
    for name in ("minutes_all", "people_all"):
        op.add_column("visit", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("visit", sa.Column("search_key", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE visit SET minutes_all = minutes_preparation + minutes_travel + minutes_there, "
               "people_all = children + young_people + adults")
    _make_keys()
    with op.batch_alter_table("visit") as batch_op:
        for name in ("minutes_all", "people_all", "search_key"):
            batch_op.alter_column(name, server_default=None)
        batch_op.drop_index("ix_visit_held_on_id")
        batch_op.drop_index("ix_visit_state_held_on")
        batch_op.create_index("ix_visit_found", ["held_on", "id", *_SUMMED], unique=False)
        batch_op.create_index("ix_visit_state_found", ["state", "held_on", "id", *_SUMMED[1:]], unique=False)
        batch_op.create_index("ix_visit_minutes_all_held_on_id", ["minutes_all", "held_on", "id"], unique=False)
        batch_op.create_index("ix_visit_people_all_held_on_id", ["people_all", "held_on", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("visit") as batch_op:
        batch_op.drop_index("ix_visit_people_all_held_on_id")
        batch_op.drop_index("ix_visit_minutes_all_held_on_id")
        batch_op.drop_index("ix_visit_state_found")
        batch_op.drop_index("ix_visit_found")
        batch_op.create_index("ix_visit_state_held_on", ["state", "held_on"], unique=False)
        batch_op.create_index("ix_visit_held_on_id", ["held_on", "id"], unique=False)
        for name in ("search_key", "people_all", "minutes_all"):
            batch_op.drop_column(name)


def _make_keys() -> None:
    """As `core.formatting.search_key` makes them today."""
    connection, last = op.get_bind(), 0
    while rows := connection.execute(sa.select(_VISIT).where(_VISIT.c.id > last).order_by(_VISIT.c.id)
                                     .limit(_AT_A_TIME)).all():
        last = rows[-1].id
        keys = [{"visit_id": row.id, "key": key} for row in rows
                if (key := _key(f"{row.saw} {row.learnt} {row.asked_for}"))]
        if keys:
            connection.execute(sa.update(_VISIT).where(_VISIT.c.id == sa.bindparam("visit_id"))
                               .values(search_key=sa.bindparam("key")), keys)


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("aa", "å").split())[:20_000]
