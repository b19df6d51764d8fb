"""What a phone needs to record a visit offline.

The encryption key is given to a signed-in colleague only. The page holds it as a non-extractable key, encrypts drafts
and names with it and deletes it at sign-out. It is derived from the portal's secret and the account and never stored
here, so that drafts can be decrypted again after signing in.
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
    digest = hmac.new(secret, f"visit drafts of {user.public_id}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def session_data(user: User, *, secret: str | bytes, token: str, hours: int,
                 names: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The answer to the page's script: the user, the key and for how many hours, the partners' names to cache."""
    return {"user": user.public_id, "csrf_token": token, "key": draft_key(secret, user), "hours": hours,
            "names": [list(pair) for pair in names]}
