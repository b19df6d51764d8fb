"""What visits come to, by partner and month"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('publishing_seed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('value', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publishing_seed'))
    )
    op.create_table('partner_month',
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('branch_id', sa.Integer(), nullable=True),
    sa.Column('sector_id', sa.Integer(), nullable=True),
    sa.Column('kind_id', sa.Integer(), nullable=True),
    sa.Column('district_id', sa.Integer(), nullable=True),
    sa.Column('target_group_id', sa.Integer(), nullable=True),
    sa.Column('stage', sa.Enum('prospect', 'glance', 'date', 'engagement', 'marriage', 'divorce', name='stage', native_enum=False, length=30), nullable=False),
    sa.Column('visit_day', sa.Integer(), nullable=False),
    sa.Column('after_hours', sa.Integer(), nullable=False),
    sa.Column('delivery', sa.Integer(), nullable=False),
    sa.Column('they_visit', sa.Integer(), nullable=False),
    sa.Column('joined', sa.Integer(), nullable=False),
    sa.Column('cancelled_by_partner', sa.Integer(), nullable=False),
    sa.Column('cancelled_by_library', sa.Integer(), nullable=False),
    sa.Column('minutes_preparation', sa.Integer(), nullable=False),
    sa.Column('minutes_travel', sa.Integer(), nullable=False),
    sa.Column('minutes_there', sa.Integer(), nullable=False),
    sa.Column('offers_shown', sa.Integer(), nullable=False),
    sa.Column('things_lent', sa.Integer(), nullable=False),
    sa.Column('things_given', sa.Integer(), nullable=False),
    sa.Column('dialogue', sa.Integer(), nullable=False),
    sa.Column('creativity', sa.Integer(), nullable=False),
    sa.Column('community', sa.Integer(), nullable=False),
    sa.Column('influence', sa.Integer(), nullable=False),
    sa.Column('families', sa.Integer(), nullable=False),
    sa.Column('children', sa.Integer(), nullable=False),
    sa.Column('young_people', sa.Integer(), nullable=False),
    sa.Column('adults', sa.Integer(), nullable=False),
    sa.Column('professionals', sa.Integer(), nullable=False),
    sa.Column('cards_made', sa.Integer(), nullable=False),
    sa.Column('told_families', sa.Integer(), nullable=False),
    sa.Column('told_children', sa.Integer(), nullable=False),
    sa.Column('told_young_people', sa.Integer(), nullable=False),
    sa.Column('told_adults', sa.Integer(), nullable=False),
    sa.Column('told_professionals', sa.Integer(), nullable=False),
    sa.Column('told_cards_made', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_partner_month_branch_id_branch'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], name=op.f('fk_partner_month_district_id_district')),
    sa.ForeignKeyConstraint(['kind_id'], ['kind.id'], name=op.f('fk_partner_month_kind_id_kind')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_partner_month_partner_id_partner'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_partner_month_sector_id_sector')),
    sa.ForeignKeyConstraint(['target_group_id'], ['target_group.id'], name=op.f('fk_partner_month_target_group_id_target_group')),
    sa.PrimaryKeyConstraint('partner_id', 'month', name=op.f('pk_partner_month'))
    )
    with op.batch_alter_table('partner_month', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partner_month_branch_id'), ['branch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_month_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_month_kind_id'), ['kind_id'], unique=False)
        batch_op.create_index('ix_partner_month_month', ['month'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_month_sector_id'), ['sector_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_month_target_group_id'), ['target_group_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('partner_month', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_month_target_group_id'))
        batch_op.drop_index(batch_op.f('ix_partner_month_sector_id'))
        batch_op.drop_index('ix_partner_month_month')
        batch_op.drop_index(batch_op.f('ix_partner_month_kind_id'))
        batch_op.drop_index(batch_op.f('ix_partner_month_district_id'))
        batch_op.drop_index(batch_op.f('ix_partner_month_branch_id'))

    op.drop_table('partner_month')
    op.drop_table('publishing_seed')
