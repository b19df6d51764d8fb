"""Sealed text: read by whoever has the key and names the purpose, by nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.core.encryption import DecryptionError, decrypt, encrypt, keyed_hash


@given(text=st.text())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_encrypted_text_is_decrypted(app: Flask, text: str) -> None:
    assert decrypt(encrypt(text, "draft"), "draft") == text


def test_token_does_not_contain_the_text(app: Flask) -> None:
    assert "hemmelig" not in encrypt("hemmelig", "draft")


def test_same_text_is_encrypted_differently_each_time(app: Flask) -> None:
    assert encrypt("hemmelig", "draft") != encrypt("hemmelig", "draft")


def test_another_purpose_does_not_decrypt(app: Flask) -> None:
    with pytest.raises(DecryptionError):
        decrypt(encrypt("hemmelig", "draft"), "second factor")


def test_another_key_does_not_decrypt(app: Flask) -> None:
    sealed = encrypt("hemmelig", "draft")
    app.config["SECRET_KEY"] = "another"
    with pytest.raises(DecryptionError):
        decrypt(sealed, "draft")


def test_changed_token_is_refused(app: Flask) -> None:
    sealed = encrypt("hemmelig", "draft")
    with pytest.raises(DecryptionError):
        decrypt(f"{sealed[:-5]}AAAA=", "draft")


def test_malformed_token_is_refused(app: Flask) -> None:
    with pytest.raises(DecryptionError):
        decrypt("nothing of the kind", "draft")


def test_keyed_hash_depends_on_text_purpose_and_key(app: Flask) -> None:
    hashes = {keyed_hash("a", "x"), keyed_hash("b", "x"), keyed_hash("a", "y")}
    app.config["SECRET_KEY"] = "another"
    assert len(hashes | {keyed_hash("a", "x")}) == 4
