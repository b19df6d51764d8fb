"""Rate limit for passwords and codes: failures are counted per account and network address, per account, and per
address. Only keyed hashes of both are stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from outreach.core import clock
from outreach.core.db import db
from outreach.core.encryption import keyed_hash
from outreach.core.errors import DomainError
from outreach.core.expiry import expire_after
from outreach.core.formatting import clock_time
from outreach.core.transactions import advisory_lock
from outreach.users import queries
from outreach.users.models import FailedSignIn

#: How long a failure counts.
WINDOW = timedelta(minutes=15)
#: Failures of one account from one address. Low, since it makes nobody else wait.
MAX_PER_ACCOUNT_AND_ADDRESS = 5
#: Failures of one account from all addresses. Higher, so that an attacker elsewhere locks nobody out.
MAX_PER_ACCOUNT = 40
#: Failures from one address, for all accounts. A whole library may share one address.
MAX_PER_ADDRESS = 60

expire_after(FailedSignIn, FailedSignIn.at, timedelta(days=1))


class TooManyAttempts(DomainError):
    """There were too many failures; `again_at` is when the next attempt is allowed."""

    def __init__(self, field: str, again_at: datetime) -> None:
        self.again_at = again_at
        # Rounded up to the next minute.
        shown = clock.local(again_at + timedelta(minutes=1)).time()
        super().__init__(field, _("Der har været for mange forkerte forsøg. Prøv igen %(time)s.",
                                  time=clock_time(shown)))

    def seconds(self) -> int:
        """Seconds until `again_at`, at least 1."""
        return max(1, int((self.again_at - clock.now()).total_seconds()) + 1)


class Attempts:
    """The failed attempts on one account from one network address."""

    def __init__(self, account: str, address: str) -> None:
        self._account = account_hash(account)
        self._address = keyed_hash(address, "network address")

    def check(self, field: str = "") -> None:
        """Raises TooManyAttempts where any of the three limits is reached. Locks the account for other attempts, so
        that concurrent ones are counted one after the other."""
        lock_sign_in(self._account)
        since = clock.now() - WINDOW
        reached = [
            queries.find_nth_failure(since=since, nth=MAX_PER_ACCOUNT_AND_ADDRESS, account=self._account,
                                     address=self._address),
            queries.find_nth_failure(since=since, nth=MAX_PER_ACCOUNT, account=self._account),
            queries.find_nth_failure(since=since, nth=MAX_PER_ADDRESS, address=self._address)]
        allowed_at = [at + WINDOW for at in reached if at is not None]
        if allowed_at:
            raise TooManyAttempts(field, max(allowed_at))

    def record_failure(self) -> None:
        """Count a failure. The caller commits it although the response is an error (`transactions.commit_on_error`)."""
        db.session.add(FailedSignIn(account=self._account, address=self._address))
        db.session.flush()

    def reset(self) -> None:
        """Delete the failures of this account and address after a success; those from other addresses stay."""
        db.session.execute(delete(FailedSignIn).where(FailedSignIn.account == self._account,
                                                      FailedSignIn.address == self._address))


def lock_sign_in(account: str) -> None:
    """Let no other transaction sign in to this account or change its password until this one ends. Takes
    `account_hash`."""
    advisory_lock(f"attempt {account}")


def account_hash(account: str) -> str:
    """The keyed hash of an account's name."""
    return keyed_hash(account.strip().lower(), "account")


def reset_account(account: str) -> None:
    """Delete all failures of an account that has a new password."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.account == account_hash(account)))
