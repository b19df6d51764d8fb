"""Goals, what an hour costs, and in how many visits of a month we learnt something"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('report_settings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hourly_rate', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_settings'))
    )
    op.create_table('report_target',
    sa.Column('aim', sa.Enum('visits', 'partners', 'districts', name='aim', native_enum=False, length=30), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['set_by_id'], ['user.id'], name=op.f('fk_report_target_set_by_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_target')),
    sa.UniqueConstraint('public_id', name=op.f('uq_report_target_public_id'))
    )
    with op.batch_alter_table('report_target', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_target_last'), ['last'], unique=False)
    with op.batch_alter_table('partner_month', schema=None) as batch_op:
        batch_op.add_column(sa.Column('learnt', sa.Integer(), nullable=False, server_default='0'))
    # The months there are get what their visits say; a month is 28 to 31 days from its first.
    day_after = "date(partner_month.month, '+1 month')" if op.get_bind().dialect.name == "sqlite" \
        else "(partner_month.month + interval '1 month')"
    op.execute(f"""
        UPDATE partner_month SET learnt = (
            SELECT count(*) FROM visit_partner JOIN visit ON visit.id = visit_partner.visit_id
            WHERE visit_partner.partner_id = partner_month.partner_id AND visit_partner.position = 0
              AND visit_partner.state = 'held' AND visit_partner.held_on >= partner_month.month
              AND visit_partner.held_on < {day_after} AND visit.learnt <> '')""")  # noqa: S608 - two fixed texts
    with op.batch_alter_table('partner_month', schema=None) as batch_op:
        batch_op.alter_column('learnt', server_default=None, existing_type=sa.Integer(), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('partner_month', schema=None) as batch_op:
        batch_op.drop_column('learnt')
    with op.batch_alter_table('report_target', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_target_last'))
    op.drop_table('report_target')
    op.drop_table('report_settings')
