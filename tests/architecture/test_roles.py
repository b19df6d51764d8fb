"""The role x act table: in the code, in the tests, in docs/running.md."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from outreach.core.permissions import ROLES_FOR, Act, Role, may
from outreach.users.models import User
from outreach.users.roles import ACT_LABELS, ROLE_LABELS, markdown_table

ROOT = Path(__file__).resolve().parents[2]
#: s staff, c coordinator, m manager, a administrator. Changed here by hand when it is meant.
TABLE = {
    "use_portal": "scma", "edit_partners": "scma", "make_papers": "scma", "archive_partners": "scma",
    "read_reports": "scma", "set_targets": "ma",
    "import_partners": "ca", "edit_offers": "ca", "edit_library": "ca", "manage_users": "a",
    "read_log": "a", "blank_log": "a",
}


def test_role_table_in_the_code() -> None:
    letters = {act.value: "".join(role.value[0] for role in Role if role in roles) for act, roles in ROLES_FOR.items()}
    assert letters == TABLE


def test_every_act_and_role_has_a_row_and_a_label() -> None:
    assert (set(ROLES_FOR), set(ACT_LABELS), set(ROLE_LABELS)) == (set(Act), set(Act), set(Role))


def test_visitor_has_no_permission() -> None:
    assert [act for act in Act if may(None, act)] == []


def test_user_has_the_permissions_of_the_table() -> None:
    user = User(name="x", email="x", role=Role.MANAGER)
    assert {act.value for act in Act if may(user, act)} == {act for act, letters in TABLE.items() if "m" in letters}


def test_docs_show_the_role_table(app: Flask) -> None:
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    shown = text.split("<!-- roles -->")[1].split("<!-- /roles -->")[0].strip() + "\n"
    assert shown == markdown_table(), "write what `flask roles` prints between the marks in docs/running.md"


def test_command_prints_the_role_table(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["roles"]).output == markdown_table()
