"""What a telephone needs to note a visit without a net, and may keep.

The key is given to a signed-in colleague only. The page holds it as one that cannot be read out, seals drafts and names
with it and throws it away at sign-out: without a new sign-in what is left on the telephone is noise. It is made from
the portal's secret and the account, so that drafts can be opened again after signing in, and never stored.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from outreach.users.models import User


def draft_key(secret: str | bytes, user: User) -> str:
    """This colleague's key for AES-256, in base64."""
    secret = secret.encode() if isinstance(secret, str) else secret
    made = hmac.new(secret, f"visit drafts of {user.public_id}".encode(), hashlib.sha256).digest()
    return base64.b64encode(made).decode()


def greeting(user: User, *, secret: str | bytes, token: str, hours: int,
             names: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What the page is told when it reaches the portal: whose it is, the key and for how long, the names to keep."""
    return {"user": user.public_id, "csrf_token": token, "key": draft_key(secret, user), "hours": hours,
            "names": [list(each) for each in names]}
