"""The second factor: an authenticator app, and recovery codes for a lost telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete

from outreach.audit import service as audit
from outreach.core import clock
from outreach.core.db import db
from outreach.core.encryption import DecryptionError, decrypt, encrypt
from outreach.core.errors import DomainError
from outreach.core.permissions import Role
from outreach.core.transactions import begin_writing
from outreach.library.models import LibraryProfile
from outreach.users import queries, totp
from outreach.users.models import RecoveryCode, SecondFactor, User, UserSession
from outreach.users.service.sessions import end_sessions
from outreach.users.service.throttle import Attempts

_PURPOSE = "second factor"


def must_have(user: User, profile: LibraryProfile | None) -> bool:
    """Whether this colleague must have a second factor: administrators, or everybody where SECOND_FACTOR_FOR says so;
    but nobody in the demo."""
    if profile is not None and profile.is_demo:
        return False
    required_for = current_app.config["SECOND_FACTOR_FOR"]
    return required_for == "everybody" or (required_for == "administrators" and user.role is Role.ADMINISTRATOR)


def begin_second_factor(*, by: User) -> None:
    """Make a new secret for an app; an earlier one stays valid until a code of the new one was entered."""
    factor = queries.find_second_factor(by, lock=True)
    if factor is None:
        factor = SecondFactor(user=by)
        db.session.add(factor)
    factor.pending = encrypt(totp.new_secret(), _PURPOSE)
    db.session.flush()


def pending_secret(user: User) -> str | None:
    """The secret that is being set up, to be shown to its owner only; None where none is."""
    factor = user.second_factor
    return _decrypt(factor.pending) if factor is not None and factor.pending else None


def confirm_second_factor(*, by: User, code: str, address: str, keep: UserSession | None) -> Sequence[str]:
    """Turn the new secret on, with a code that proves that the app has it. The recovery codes, to be shown once.

    Every session but `keep` ends. Raises TooManyAttempts, or DomainError for `code`, which must be committed
    (`commit_on_error`).
    """
    salted_codes = _make_codes()
    begin_writing()
    attempts = Attempts(f"code {by.public_id}", address)
    attempts.check("code")
    factor = queries.find_second_factor(by, lock=True)
    secret = _decrypt(factor.pending) if factor is not None and factor.pending else None
    step = totp.matching_step(secret, code, at=clock.now(), after=0) if secret else None
    if factor is None or step is None:
        attempts.record_failure()
        raise DomainError("code", _("Koden passer ikke. Skriv den, der står i appen lige nu."))
    attempts.reset()
    factor.secret, factor.pending, factor.last_step = factor.pending, "", step
    codes = _store_codes(by, salted_codes)
    end_sessions(user=by, by=by, keep=keep)
    audit.record(by=by, act="user.second_factor_on", subject=by, changes=[])
    db.session.flush()
    return codes


def renew_recovery_codes(*, by: User) -> Sequence[str]:
    """New recovery codes instead of the old ones, to be shown once."""
    salted_codes = _make_codes()
    begin_writing()
    codes = _store_codes(by, salted_codes)
    audit.record(by=by, act="user.new_recovery_codes", subject=by, changes=[])
    return codes


def remove_own_second_factor(*, by: User, profile: LibraryProfile | None, keep: UserSession | None) -> None:
    """Turn one's own second factor off. Raises DomainError for who must have one."""
    if must_have(by, profile):
        raise DomainError("", _("Du skal have totrinslogin. Du kan skifte til en anden app eller telefon."))
    _remove(user=by, by=by, keep=keep)


def reset_second_factor(*, user: User, by: User | None) -> None:
    """Take a colleague's second factor away, where telephone and recovery codes are lost; they are signed out."""
    _remove(user=user, by=by, keep=None)


def _remove(*, user: User, by: User | None, keep: UserSession | None) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    if user.second_factor is not None:
        db.session.delete(user.second_factor)
        user.second_factor = None
    end_sessions(user=user, by=by, keep=keep)
    audit.record(by=by, act="user.second_factor_off", subject=user, changes=[])
    db.session.flush()


def hash_typed_code(user: User, code: str) -> Mapping[str, str]:
    """What was typed as a recovery code, hashed with the salt of each of the user's: for `check_code`, made before
    anything is written."""
    bare = totp.bare_recovery_code(code)
    return {salt: totp.recovery_hash(bare, salt) for salt in
            {row.salt for row in queries.list_recovery_codes(user)}} if bare else {}


def check_code(*, user: User, code: str, address: str, hashes: Mapping[str, str]) -> None:
    """Accept a code of the app, or a recovery code (by its `hashes`), each once.

    Raises TooManyAttempts, or DomainError for `code`; a wrong code is counted, so commit it (`commit_on_error`).
    """
    attempts = Attempts(f"code {user.public_id}", address)
    attempts.check("code")
    factor = queries.find_second_factor(user, lock=True)
    secret = _decrypt(factor.secret) if factor is not None and factor.secret else None
    step = totp.matching_step(secret, code, at=clock.now(), after=factor.last_step) if factor and secret else None
    if factor is not None and step is not None:
        factor.last_step = step
    elif not _use_recovery_code(user, hashes):
        attempts.record_failure()
        raise DomainError("code", _("Koden passer ikke, eller den er brugt. Vent på den næste i appen, og prøv igen."))
    attempts.reset()
    db.session.flush()


def _use_recovery_code(user: User, hashes: Mapping[str, str]) -> bool:
    for code in queries.list_recovery_codes(user) if hashes else ():
        if code.code_hash == hashes.get(code.salt):
            code.used_at = clock.now()
            audit.record(by=user, act="user.use_recovery_code", subject=user, changes=[])
            return True
    return False


def _make_codes() -> tuple[str, dict[str, str]]:
    """A salt, and new recovery codes with their hashes: half a second of work."""
    salt = totp.new_salt()
    return salt, {code: totp.recovery_hash(totp.bare_recovery_code(code) or "", salt)
                  for code in totp.new_recovery_codes()}


def _store_codes(user: User, salted_codes: tuple[str, dict[str, str]]) -> Sequence[str]:
    salt, codes = salted_codes
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.add_all(RecoveryCode(user_id=user.id, salt=salt, code_hash=code_hash) for code_hash in codes.values())
    return list(codes)


def _decrypt(token: str) -> str | None:
    """The secret; None where SECRET_KEY was changed since, when only a recovery code is accepted."""
    try:
        return decrypt(token, _PURPOSE)
    except DecryptionError:
        return None
