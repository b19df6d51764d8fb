"""Guessing is slowed: wrong passwords and codes are counted per account and network address, per account, and per
address. Only keyed hashes of either are kept."""

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

#: So long a wrong password counts.
REST = timedelta(minutes=15)
#: Of one account from one address. Strict: whoever mistypes is asked to wait, and nobody else with them.
MOST_HERE = 5
#: Of one account from everywhere. Looser, so that nobody is locked out by a stranger at one other address.
MOST_PER_ACCOUNT = 40
#: From one address, whatever the account. A whole library may sit behind one.
MOST_PER_ADDRESS = 60

expire_after(FailedSignIn, FailedSignIn.at, timedelta(days=1))


class TooManyAttempts(DomainError):
    """There were too many wrong passwords; `again_at` is when the next one is looked at."""

    def __init__(self, field: str, again_at: datetime) -> None:
        self.again_at = again_at
        # The minute it says is over by then.
        shown = clock.local(again_at + timedelta(minutes=1)).time()
        super().__init__(field, _("Der har været for mange forkerte forsøg. Prøv igen %(time)s.",
                                  time=clock_time(shown)))

    def seconds(self) -> int:
        """How long until then."""
        return max(1, int((self.again_at - clock.now()).total_seconds()) + 1)


class Attempts:
    """The failures of one account as tried from one network address."""

    def __init__(self, account: str, address: str) -> None:
        self._account = account_hash(account)
        self._address = keyed_hash(address, "network address")

    def check(self, field: str = "") -> None:
        """Raises TooManyAttempts where any of the three counts is full. From here on nobody else tries this account:
        many at once are counted one after the other."""
        lock_sign_in(self._account)
        since = clock.now() - REST
        full = [queries.find_nth_failure(since=since, nth=MOST_HERE, account=self._account, address=self._address),
                queries.find_nth_failure(since=since, nth=MOST_PER_ACCOUNT, account=self._account),
                queries.find_nth_failure(since=since, nth=MOST_PER_ADDRESS, address=self._address)]
        waiting = [at + REST for at in full if at is not None]
        if waiting:
            raise TooManyAttempts(field, max(waiting))

    def note(self) -> None:
        """Count a failure. It must be kept (`transactions.commit_on_error`) though the answer is a refusal."""
        db.session.add(FailedSignIn(account=self._account, address=self._address))
        db.session.flush()

    def forget(self) -> None:
        """Wipe the slate here after a right answer. What came from elsewhere stays: it was somebody else."""
        db.session.execute(delete(FailedSignIn).where(FailedSignIn.account == self._account,
                                                      FailedSignIn.address == self._address))


def lock_sign_in(account: str) -> None:
    """Let nobody else sign in to this account, or change how, until this transaction ends. Takes `account_hash`."""
    advisory_lock(f"attempt {account}")


def account_hash(account: str) -> str:
    """What is kept of an account's name."""
    return keyed_hash(account.strip().lower(), "account")


def forget_account(account: str) -> None:
    """Wipe the slate of an account everywhere: it has a new password."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.account == account_hash(account)))
