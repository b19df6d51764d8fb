"""Text that is kept but can be read with the portal's key only: authenticated encryption (Fernet: AES-128-CBC and
HMAC-SHA256). A copy of the database alone gives it away to nobody."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app


class Unreadable(Exception):
    """Sealed with another key, for another purpose, or changed since."""


def keyed_hash(text: str, purpose: str) -> str:
    """A hash of `text` (64 hex letters) that nobody without the portal's key can make: for what is easy to guess,
    such as an address. Each purpose has hashes of its own."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(bytes.fromhex(keyed_hash("seal", purpose))))


def seal(text: str, purpose: str) -> str:
    """`text` encrypted for one purpose, as ASCII; about a third longer than its bytes, and 100 more."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """The text again. Raises Unreadable."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None
