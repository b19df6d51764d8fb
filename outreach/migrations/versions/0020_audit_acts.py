"""Two acts of the audit log under plain names"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ACTS = {"partner.guard": "partner.change_access", "partner.double": "partner.duplicate"}


def _rename(acts: dict[str, str]) -> None:
    entry = sa.table("audit_entry", sa.column("act", sa.String))
    for before, after in acts.items():
        op.execute(entry.update().where(entry.c.act == before).values(act=after))


def upgrade() -> None:
    _rename(ACTS)


def downgrade() -> None:
    _rename({after: before for before, after in ACTS.items()})
