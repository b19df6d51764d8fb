"""Text stored encrypted with the portal's key (Fernet: AES-128-CBC and HMAC-SHA256): a copy of the database alone does
not reveal it."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app


class DecryptionError(Exception):
    """The text was encrypted with another key or for another purpose, or was changed since."""


def keyed_hash(text: str, purpose: str) -> str:
    """A hash of `text` (64 hex letters) keyed with SECRET_KEY: for values that could be guessed, such as an address.
    Each purpose has different hashes."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _cipher(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(bytes.fromhex(keyed_hash("seal", purpose))))


def encrypt(text: str, purpose: str) -> str:
    """`text` encrypted for one purpose, as ASCII; about a third longer than its bytes, and 100 more."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def decrypt(token: str, purpose: str) -> str:
    """The text of a token made by `encrypt` for the same purpose. Raises DecryptionError."""
    try:
        return _cipher(purpose).decrypt(token.encode()).decode()
    except InvalidToken:
        raise DecryptionError from None
