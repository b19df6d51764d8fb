"""Settings. Every default is safe for production and public; secrets have no default."""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parent.parent
#: The portal's version; CHANGELOG.md begins with it.
VERSION = "0.7.0"


def instance_path() -> Path:
    """The data folder: OUTREACH_INSTANCE, else `instance/` beside app.py."""
    return Path(os.environ.get("OUTREACH_INSTANCE") or ROOT / "instance").resolve()


def make_private(instance: Path) -> None:
    """Create the data folder, accessible to the portal's account only. A folder of another account, or with the sticky
    bit as /tmp, is left unchanged."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = instance.stat()
    if hasattr(os, "getuid") and status.st_uid == os.getuid() and not status.st_mode & stat.S_ISVTX:
        instance.chmod(0o700)


def database_url(instance: Path) -> str:
    """DATABASE_URL, with psycopg 3 as the PostgreSQL driver; else SQLite in the data folder."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return f"sqlite:///{instance / 'outreach.sqlite'}"
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def secret_key(instance: Path) -> str:
    """SECRET_KEY from the environment, else a random one kept in the data folder, readable by its owner only.

    Several machines must share one key, so with PostgreSQL it must come from the environment.
    """
    key = os.environ.get("SECRET_KEY")
    if key:
        return key
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SystemExit("SECRET_KEY is missing: with PostgreSQL it comes from the environment, "
                         "so that every machine has the same one.")
    path = instance / "secret_key"
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text()


def _write_once(path: Path, text: str) -> None:
    """Create a file atomically: of several processes that start at once one wins, and none reads a partial file."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def portal_url() -> str:
    """OUTREACH_URL, the address colleagues use, without a trailing slash; "" where it is not set."""
    url = os.environ.get("OUTREACH_URL", "").strip().rstrip("/")
    if url and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", url):
        raise SystemExit(f"OUTREACH_URL is a whole address, such as https://bib.example/partnere, not {url}")
    return url


def behind_tls() -> bool:
    """Whether browsers reach the portal over TLS only: OUTREACH_HTTPS=1."""
    return os.environ.get("OUTREACH_HTTPS") == "1"


def settings(instance: Path) -> dict[str, Any]:
    """All settings of the portal; some come from the environment."""
    return {
        "SECRET_KEY": secret_key(instance),
        "SQLALCHEMY_DATABASE_URI": database_url(instance),
        # A connection that the server has closed meanwhile is replaced before it is used.
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},
        "TIME_ZONE": os.environ.get("OUTREACH_TIME_ZONE", "Europe/Copenhagen"),
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 2_000,
        # The prefix makes browsers accept the cookie over TLS from this host only.
        "SESSION_COOKIE_NAME": "__Host-outreach" if behind_tls() else "outreach",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": behind_tls(),
        "WTF_CSRF_TIME_LIMIT": None,  # the token is valid as long as its session
        "TRUSTED_PROXIES": int(os.environ.get("OUTREACH_TRUSTED_PROXIES", "0")),
        "SESSION_IDLE_MINUTES": 120,
        "SESSION_HOURS": 12,
        "SECOND_FACTOR_FOR": os.environ.get("OUTREACH_SECOND_FACTOR") or "administrators",  # or "everybody"
        "OPENING_MINUTES": 60,
        "PORTAL_URL": portal_url(),
        "SMTP_HOST": os.environ.get("SMTP_HOST", ""),
        "SMTP_PORT": int(os.environ.get("SMTP_PORT", "25")),
        "SMTP_USER": os.environ.get("SMTP_USER", ""),
        "SMTP_PASSWORD": os.environ.get("SMTP_PASSWORD", ""),
        "SMTP_STARTTLS": os.environ.get("SMTP_STARTTLS") == "1",
        "SMTP_FROM": os.environ.get("SMTP_FROM", "partnerportalen@localhost"),
        # Background jobs and periodic tasks run in the web process with SQLite and under `flask serve`; with PostgreSQL
        # under another server `flask worker` runs them. OUTREACH_JOBS_IN_WEB=1 or 0 decides otherwise.
        "JOBS_IN_WEB": {"1": True, "0": False}.get(os.environ.get("OUTREACH_JOBS_IN_WEB", "")),
        "JOB_THREADS": 2,  # of a web process; `flask worker` has an option
        "SCHEDULE_SECONDS": 20.0,  # between two looks at periodic tasks and at jobs without a worker
        "JOB_QUIET_SECONDS": 20.0,  # a running job without a heartbeat for so long has lost its worker
        # The daily mail goes out on working days from this hour on; what the mail server refuses is tried again for
        # eight hours.
        "MAIL_HOUR": int(os.environ.get("OUTREACH_MAIL_HOUR", "7")),
        "CLOSED_DAYS": os.environ.get("OUTREACH_CLOSED_DAYS", "grundlovsdag,juleaftensdag,nytaarsaftensdag").split(","),
    }
