"""Visit days"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('visit',
    sa.Column('kind', sa.Enum('visit_day', 'after_hours', 'delivery', 'they_visit', name='visitkind', native_enum=False, length=30), nullable=False),
    sa.Column('state', sa.Enum('planned', 'held', 'cancelled', name='visitstate', native_enum=False, length=30), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=True),
    sa.Column('ends_at', sa.Time(), nullable=True),
    sa.Column('cancelled_by', sa.Enum('partner', 'library', name='cancelledby', native_enum=False, length=30), nullable=True),
    sa.Column('branch_id', sa.Integer(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('minutes_preparation', sa.Integer(), nullable=False),
    sa.Column('minutes_travel', sa.Integer(), nullable=False),
    sa.Column('minutes_there', sa.Integer(), nullable=False),
    sa.Column('families', sa.Integer(), nullable=False),
    sa.Column('children', sa.Integer(), nullable=False),
    sa.Column('young_people', sa.Integer(), nullable=False),
    sa.Column('adults', sa.Integer(), nullable=False),
    sa.Column('professionals', sa.Integer(), nullable=False),
    sa.Column('cards_made', sa.Integer(), nullable=False),
    sa.Column('in_national_statistics', sa.Boolean(), nullable=False),
    sa.Column('dialogue', sa.Boolean(), nullable=False),
    sa.Column('creativity', sa.Boolean(), nullable=False),
    sa.Column('community', sa.Boolean(), nullable=False),
    sa.Column('influence', sa.Boolean(), nullable=False),
    sa.Column('saw', sa.Text(), nullable=False),
    sa.Column('learnt', sa.Text(), nullable=False),
    sa.Column('asked_for', sa.Text(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('form_key', sa.String(length=60), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_visit_branch_id_branch'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_visit_owner_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit')),
    sa.UniqueConstraint('form_key', name=op.f('uq_visit_form_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_visit_public_id'))
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_branch_id'), ['branch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_visit_held_on_id', ['held_on', 'id'], unique=False)
        batch_op.create_index('ix_visit_state_held_on', ['state', 'held_on'], unique=False)

    op.create_table('observation',
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('observed_on', sa.Date(), nullable=False),
    sa.Column('role', sa.String(length=80), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('sureness', sa.Enum('saw', 'heard', 'thinks', name='sureness', native_enum=False, length=30), nullable=False),
    sa.Column('noted_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['noted_by_id'], ['user.id'], name=op.f('fk_observation_noted_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_observation_partner_id_partner'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_observation_visit_id_visit'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_observation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_observation_public_id'))
    )
    with op.batch_alter_table('observation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_observation_observed_on'), ['observed_on'], unique=False)
        batch_op.create_index('ix_observation_partner_id_observed_on', ['partner_id', 'observed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_observation_visit_id'), ['visit_id'], unique=False)

    op.create_table('visit_colleague',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_visit_colleague_user_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_colleague_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_colleague'))
    )
    with op.batch_alter_table('visit_colleague', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_colleague_user_id'), ['user_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_colleague_visit_id'), ['visit_id'], unique=False)

    op.create_table('visit_offer',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_visit_offer_offer_id_offer')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_offer_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('visit_id', 'offer_id', name=op.f('pk_visit_offer'))
    )
    with op.batch_alter_table('visit_offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_offer_offer_id'), ['offer_id'], unique=False)

    op.create_table('visit_partner',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'held', 'cancelled', name='visitstate', native_enum=False, length=30), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('stage', sa.Enum('prospect', 'glance', 'date', 'engagement', 'marriage', 'divorce', name='stage', native_enum=False, length=30), nullable=False),
    sa.Column('sector_id', sa.Integer(), nullable=True),
    sa.Column('partner_kind_id', sa.Integer(), nullable=True),
    sa.Column('district_id', sa.Integer(), nullable=True),
    sa.Column('target_group_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], name=op.f('fk_visit_partner_district_id_district')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_visit_partner_partner_id_partner'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['partner_kind_id'], ['kind.id'], name=op.f('fk_visit_partner_partner_kind_id_kind')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_visit_partner_sector_id_sector')),
    sa.ForeignKeyConstraint(['target_group_id'], ['target_group.id'], name=op.f('fk_visit_partner_target_group_id_target_group')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_partner_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('visit_id', 'partner_id', name=op.f('pk_visit_partner'))
    )
    with op.batch_alter_table('visit_partner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_partner_district_id'), ['district_id'], unique=False)
        batch_op.create_index('ix_visit_partner_partner_id_state_held_on', ['partner_id', 'state', 'held_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_partner_partner_kind_id'), ['partner_kind_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_partner_sector_id'), ['sector_id'], unique=False)
        batch_op.create_index('ix_visit_partner_state_held_on', ['state', 'held_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_partner_target_group_id'), ['target_group_id'], unique=False)

    op.create_table('visit_thing',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=120), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('is_lent', sa.Boolean(), nullable=False),
    sa.Column('back_by', sa.Date(), nullable=True),
    sa.Column('came_back_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_thing_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_thing')),
    sa.UniqueConstraint('public_id', name=op.f('uq_visit_thing_public_id'))
    )
    with op.batch_alter_table('visit_thing', schema=None) as batch_op:
        batch_op.create_index('ix_visit_thing_is_lent_came_back_on_back_by', ['is_lent', 'came_back_on', 'back_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_thing_visit_id'), ['visit_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('visit_thing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_thing_visit_id'))
        batch_op.drop_index('ix_visit_thing_is_lent_came_back_on_back_by')

    op.drop_table('visit_thing')
    with op.batch_alter_table('visit_partner', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_partner_target_group_id'))
        batch_op.drop_index('ix_visit_partner_state_held_on')
        batch_op.drop_index(batch_op.f('ix_visit_partner_sector_id'))
        batch_op.drop_index(batch_op.f('ix_visit_partner_partner_kind_id'))
        batch_op.drop_index('ix_visit_partner_partner_id_state_held_on')
        batch_op.drop_index(batch_op.f('ix_visit_partner_district_id'))

    op.drop_table('visit_partner')
    with op.batch_alter_table('visit_offer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_offer_offer_id'))

    op.drop_table('visit_offer')
    with op.batch_alter_table('visit_colleague', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_colleague_visit_id'))
        batch_op.drop_index(batch_op.f('ix_visit_colleague_user_id'))

    op.drop_table('visit_colleague')
    with op.batch_alter_table('observation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_observation_visit_id'))
        batch_op.drop_index('ix_observation_partner_id_observed_on')
        batch_op.drop_index(batch_op.f('ix_observation_observed_on'))

    op.drop_table('observation')
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_index('ix_visit_state_held_on')
        batch_op.drop_index('ix_visit_held_on_id')
        batch_op.drop_index(batch_op.f('ix_visit_owner_id'))
        batch_op.drop_index(batch_op.f('ix_visit_branch_id'))

    op.drop_table('visit')
