"""What the code itself must not do, read from its source: habits that a test of pages would find too late."""

from __future__ import annotations

import ast
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from outreach.users import passwords, totp

ROOT = Path(__file__).resolve().parents[2]
MODULES = [path for path in sorted((ROOT / "outreach").rglob("*.py")) if "migrations" not in path.parts]
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
#: Fill a box with a piece of page that our own server has rendered and escaped: an answer, a template of the page.
RENDERED_BY_US = {("pitch.js", "innerHTML"), ("closings.js", "innerHTML")}
#: Take what to look for, or where to go on to, from wherever it stands; both out of known words only.
KNOWN_WORDS = {"outreach/followups/plan_views.py", "outreach/followups/views.py", "outreach/audit/views.py"}
#: Keeps visits noted in a dead spot, sealed with a key that is thrown away at sign-out.
SEALED = {("offline-store.js", "indexedDB")}
#: pg_dump and its like, and this Python itself to set a long paper: each with a fixed list of words and no shell.
RUNS_PROGRAMS = ("outreach/backup/", "outreach/core/pdf/subprocess_render.py", "outreach/core/pdf/render_process.py")


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the name that is called: "db.session.execute"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imports(path: Path) -> set[str]:
    """The top names of the modules a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def importing(*names: str) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {name}" for path in MODULES for name in sorted(imports(path) & set(names))]


def test_no_code_or_command_is_made_from_text() -> None:
    forbidden = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "render_template_string",
                 "Template", "from_string"}
    found = [f"{path.relative_to(ROOT)}:{call.lineno}: {name}" for path in MODULES for name, call in calls(path)
             if name in forbidden or name.endswith(".from_string")
             or any(each.arg == "shell" for each in call.keywords)]
    assert found == []
    assert importing("pickle", "marshal", "shelve", "yaml", "xml.etree.ElementTree", "lxml", "xml.sax") == []
    assert [each for each in importing("subprocess") if not each.startswith(RUNS_PROGRAMS)] == []


def test_no_sql_is_built_from_text() -> None:
    found = []
    for path in MODULES:
        for name, call in calls(path):
            if name.rsplit(".", 1)[-1] in {"text", "execute", "exec_driver_sql"} and call.args:
                made = call.args[0]
                joined = isinstance(made, (ast.JoinedStr, ast.BinOp)) or (
                    isinstance(made, ast.Call) and ast.unparse(made.func).endswith(".format"))
                if joined:
                    found.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    # The four settings of SQLite, which stand beside it as they are, take no parameters.
    assert [each for each in found if not each.startswith("outreach/core/db.py:")] == []


def test_no_weak_hash_or_random_generator() -> None:
    weak = [f"{path.relative_to(ROOT)}:{call.lineno}: {name}" for path in MODULES for name, call in calls(path)
            if name in {"hashlib.md5", "hashlib.sha1", "hashlib.new", "md5", "sha1"}]
    assert weak == []
    assert importing("random", "uuid") == []


def test_secrets_are_random() -> None:
    makers = {"outreach/users/sessions.py": "secrets.token_urlsafe", "outreach/users/service/links.py":
              "secrets.token_urlsafe", "outreach/users/totp.py": "secrets.choice", "outreach/config.py":
              "secrets.token_urlsafe", "outreach/core/db.py": "secrets.choice"}
    for file, maker in makers.items():
        assert maker in {name for name, _call in calls(ROOT / file)}, file
    assert len({totp.new_secret() for _ in range(50)} | {secrets.token_urlsafe(32) for _ in range(50)}) == 100


def test_only_outgoing_connection_is_to_the_mail_server() -> None:
    callers = ("urllib.request", "urllib.request.urlopen", "requests", "httpx", "aiohttp", "http.client", "smtplib",
               "ftplib", "imaplib")
    assert importing(*callers) == ["outreach/reminders/mail.py: smtplib", "outreach/reminders/outbox.py: smtplib"]


def test_request_values_is_used_only_where_listed() -> None:
    """`request.values` mixes the address and the form."""
    pattern = re.compile(r"request\.values\b")
    found = {str(path.relative_to(ROOT)) for path in MODULES if pattern.search(path.read_text(encoding="utf-8"))}
    assert found - KNOWN_WORDS == set()


def test_scripts_write_text_and_keep_nothing_secret() -> None:
    forbidden = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|postMessage|"
                           r"sessionStorage|indexedDB|document\.cookie|__proto__)\b")
    found = {(path.name, match) for path in SCRIPTS for match in forbidden.findall(path.read_text(encoding="utf-8"))}
    assert found - RENDERED_BY_US - SEALED == set()
    kept = [path.name for path in SCRIPTS if "localStorage" in path.read_text(encoding="utf-8")]
    assert kept == ["session.js"]  # a time of day, so that tabs agree on when the session ends


def test_debug_mode_is_off(app: Flask) -> None:
    assert (app.debug, app.config["DEBUG"]) == (False, False)
    running = [str(path.relative_to(ROOT)) for path in MODULES for name, _call in calls(path) if name == "app.run"]
    assert running == []


def test_every_requirement_is_pinned() -> None:
    for name in ("requirements.txt", "tests/requirements.txt"):
        lines = [line.strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
        parts = [line for line in lines if line and not line.startswith(("#", "-r"))]
        assert [line for line in parts if not re.match(r"[\w.\[\]-]+==[\w.]+", line)] == []


def test_every_page_has_sign_out() -> None:
    assert "url_for('users.sign_out')" in (ROOT / "templates" / "base.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("attribute", ['type="password"', 'autocomplete="current-password"'])
def test_password_fields_take_paste_and_managers(app: Flask, attribute: str) -> None:
    page = app.test_client().get("/sign-in").text
    assert attribute in page
    assert [path.name for path in SCRIPTS if re.search(r"[\"']paste[\"']", path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("typed", [" Regnen på Gudenåen", "regnen på gudenåen", "Regnen på Gudenåen "])
def test_a_password_is_checked_as_typed(typed: str) -> None:
    kept = passwords.hash_password("Regnen på Gudenåen")
    long = "Regnen på Gudenåen, og en lang dag ved åen med fuglene, som vi ikke kendte navnene på"
    assert (passwords.matches(kept, typed), passwords.matches(kept, "Regnen på Gudenåen")) == (False, True)
    assert (len(long) > 64, passwords.weakness(long)) == (True, None)
    assert not passwords.matches(passwords.hash_password(long), long[:-1])


def test_passwords_do_not_expire() -> None:
    """Nothing keeps when a password was chosen: there is nothing to run out by."""
    from outreach.users.models import SignInIdentity

    names = [column.name for column in SignInIdentity.__table__.columns]
    assert [each for each in names if "expire" in each or "changed" in each] == []
