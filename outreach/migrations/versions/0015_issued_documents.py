"""Name the documents kept as handed over: frozen_paper becomes issued_document, its link tables too"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KINDS = ("pitch", "agenda", "preparation", "closing", "for_them", "recap")
_PLAIN = ("id", "public_id", "kind", "source", "version", "language", "template_version", "values", "values_sha256", "file_id")


def upgrade() -> None:
    _create("issued_document", "document_id", "issued")
    _copy("frozen_paper", "paper_id", "frozen", "issued_document", "document_id", "issued")
    _drop("frozen_paper")
    _relabel_audit("paper.freeze", "frozen_paper", "document.issue", "issued_document")


def downgrade() -> None:
    _create("frozen_paper", "paper_id", "frozen")
    _copy("issued_document", "document_id", "issued", "frozen_paper", "paper_id", "frozen")
    _drop("issued_document")
    _relabel_audit("document.issue", "issued_document", "paper.freeze", "frozen_paper")


def _create(table: str, link: str, verb: str) -> None:
    op.create_table(
        table,
        sa.Column("kind", sa.Enum(*_KINDS, name="paperkind", native_enum=False, length=30), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("values_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column(f"{verb}_at", sa.DateTime(), nullable=False),
        sa.Column(f"{verb}_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f(f"fk_{table}_file_id_stored_file")),
        sa.ForeignKeyConstraint([f"{verb}_by_id"], ["user.id"], name=op.f(f"fk_{table}_{verb}_by_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("kind", "source", "version", name=op.f(f"uq_{table}_kind_source_version")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")))
    op.create_index(op.f(f"ix_{table}_source"), table, ["source"])
    for other in ("partner", "contact"):
        name, column = f"{table}_{other}", f"{other}_id"
        op.create_table(
            name,
            sa.Column(link, sa.Integer(), nullable=False),
            sa.Column(column, sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint([link], [f"{table}.id"], name=op.f(f"fk_{name}_{link}_{table}"), ondelete="CASCADE"),
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{name}_{column}_{other}"), ondelete="CASCADE"),
            sa.PrimaryKeyConstraint(link, column, name=op.f(f"pk_{name}")))
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _copy(old: str, old_link: str, old_verb: str, new: str, new_link: str, new_verb: str) -> None:
    plain = ", ".join(f'"{name}"' for name in _PLAIN)
    op.execute(f"INSERT INTO {new} ({plain}, {new_verb}_at, {new_verb}_by_id) "  # noqa: S608 - names of this file only
               f"SELECT {plain}, {old_verb}_at, {old_verb}_by_id FROM {old}")
    for other in ("partner", "contact"):
        op.execute(f"INSERT INTO {new}_{other} ({new_link}, {other}_id) "  # noqa: S608 - names of this file only
                   f"SELECT {old_link}, {other}_id FROM {old}_{other}")
    if op.get_bind().dialect.name == "postgresql":  # the next row continues after the copied ones
        op.execute(f"SELECT setval(pg_get_serial_sequence('{new}', 'id'), max(id)) FROM {new} HAVING max(id) IS NOT NULL")  # noqa: S608


def _drop(table: str) -> None:
    for name in (f"{table}_contact", f"{table}_partner", table):
        op.drop_table(name)


def _relabel_audit(old_act: str, old_type: str, new_act: str, new_type: str) -> None:
    entry = sa.table("audit_entry", sa.column("act", sa.String), sa.column("subject_type", sa.String))
    op.execute(entry.update().where(entry.c.act == old_act).values(act=new_act))
    op.execute(entry.update().where(entry.c.subject_type == old_type).values(subject_type=new_type))
