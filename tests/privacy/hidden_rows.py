"""What hangs on a protected partner, found from the schema, so that a new table cannot be forgotten.

From the protected partners' rows the foreign keys are followed both ways: down to what belongs to a partner, and up to
what such a row speaks of (the meeting behind a link, the file behind a paper). Only the tables in SHARED stop it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

#: Tables that belong to the library or to an account, never to a partner.
SHARED = frozenset({
    "branch", "calendar_feed", "candidate", "condition", "district", "failed_sign_in", "follow_up_plan",
    "follow_up_step", "job", "job_piece", "form_draft", "kind", "library_profile", "mail_choice", "need", "offer",
    "offer_angle", "offer_need", "offer_target_group", "offer_wording", "one_time_link", "periodic_run",
    "rounding_key", "question", "recovery_code", "reminder_mail", "reminder_mention", "report_settings",
    "report_target", "second_factor", "sector", "sign_in_identity", "stage_rhythm", "submission", "target_group",
    "undo_step", "user", "user_session", "word_advice", "worry"})

#: Key of a row -> the protected partners it tells of; by table.
Hidden = dict[str, dict[Any, set[int]]]


def hanging_tables(metadata: sa.MetaData) -> set[str]:
    """The tables that can hold something about a partner."""
    return {table.name for table in metadata.sorted_tables} - SHARED


def linked_tables(metadata: sa.MetaData) -> set[str]:
    """The tables that foreign keys tie to a partner, however far, by way of no shared table."""
    ties = [(table.name, foreign.column.table.name) for table in metadata.sorted_tables if table.name not in SHARED
            for foreign in table.foreign_keys if foreign.column.table.name not in SHARED]
    linked, before = {"partner"}, 0
    while len(linked) > before:
        before = len(linked)
        linked |= {end for tie in ties if linked & set(tie) for end in tie}
    return linked


def key_of(row: Any, table: sa.Table) -> Any:
    """A row's primary key as a tuple."""
    return tuple(row._mapping[column] for column in table.primary_key.columns)


def find_hidden(connection: sa.Connection, metadata: sa.MetaData, partner_ids: Iterable[int]) -> Hidden:
    """Every row that tells of one of these partners, by table and key."""
    tables = [table for table in metadata.sorted_tables if table.name not in SHARED]
    rows = {table.name: list(connection.execute(sa.select(table))) for table in tables}
    hidden: Hidden = {table.name: {} for table in tables}
    hidden["partner"] = {(partner_id,): {partner_id} for partner_id in partner_ids}
    links = [(table, column, foreign.column.table.name) for table in tables for column in table.columns
             for foreign in column.foreign_keys if foreign.column.table.name not in SHARED]
    moved = True
    while moved:
        moved = False
        for table, column, target in links:
            for row in rows[table.name]:
                value, key = (row._mapping[column],), key_of(row, table)
                above, below = hidden[target].get(value, set()), hidden[table.name].get(key, set())
                moved |= _add(hidden[table.name], key, above)
                if value[0] is not None and target != "partner":
                    moved |= _add(hidden[target], value, below)
    return hidden


def _add(known: dict[Any, set[int]], key: Any, partners: set[int]) -> bool:
    if partners - known.get(key, set()):
        known.setdefault(key, set()).update(partners)
        return True
    return False
