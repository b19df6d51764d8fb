"""Passwords: how they are kept (argon2id) and which ones are refused. Knows no database and no request."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST, LONGEST = 12, 200

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

#: Long enough to pass the length rule and still among the first anybody tries; compared without spaces, case and signs.
_COMMON_WORDS = """
123456123456 123456789012 1234567890123 012345678901 111111111111 000000000000 121212121212 987654321098
123123123123 112233445566 123456abcdef abcdef123456 abc123abc123 abcd1234abcd abcdefghijkl 1q2w3e4r5t6y
1qaz2wsx3edc qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwerty123456 qwertyqwerty qwertyuiopåå qwertyuiopasdf
asdfghjklæøå asdfghjkl123 zxcvbnmasdfg passwordpassword password1234 password12345 password123456 passw0rd1234
mypassword123 adminadminadmin administrator administrator1 administrator123 admin1234567 admin12345678
root12345678 letmein12345 letmeinletmein welcome12345 welcome123456 changeme1234 changemenow1 iloveyou1234
iloveyouforever sommer202612 sommer202526 sommer2025sommer adgangskode1 adgangskode12 adgangskode123
adgangskode1234 adgangskodeadgangskode minadgangskode mitkodeord123 kodeord12345 kodeord123456 kodeordkodeord
hemmelighed1 hemmelighed123 hemmeligkode bibliotek123 bibliotek1234 bibliotek12345 biblioteket1 biblioteket12
biblioteket123 bibliotekaren bibliotekar1 bibliotekar123 biblioteksbiblioteket library12345 librarylibrary
librarian123 partnerportalen partnerportal partnerportalen1 partnerportal1 partnerportal123 velkommen123
velkommen1234 velkommen12345 velkommentil danmark12345 danmarkdanmark københavn123 koebenhavn12 aarhus123456
randers12345 sommerferien sommerferie1 fodbold12345 jegelskerdig jegelskerdig1 jegelskerdig123
"""
COMMON = frozenset(_COMMON_WORDS.split())


def normalized(password: str) -> str:
    """The form that is hashed: one keyboard writes é as one character, another as two."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The argon2id hash to keep; about 50 ms of work."""
    return _hasher.hash(normalized(password))


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("there is no account by that name")


def matches(secret_hash: str | None, password: str) -> bool:
    """Whether `password` is the one kept. Does the same work when there is none to compare with, so that the
    time of an answer does not tell which accounts exist."""
    try:
        right = _hasher.verify(secret_hash or _nobodys_hash(), normalized(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(secret_hash)


def is_outdated(secret_hash: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return extract_parameters(secret_hash) != RFC_9106_LOW_MEMORY


def weakness(password: str, *, about: tuple[str, ...] = ()) -> str | None:
    """Why a new password is refused: 'short', 'long', 'common', 'monotonous' or 'personal'; None where it is good.

    `about` holds what anybody knows of the colleague: name and address.
    """
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    bare = "".join(each for each in normalized(password).casefold() if each.isalnum())
    if bare in COMMON:
        return "common"
    if len(set(password)) < 5 or _is_run(bare):
        return "monotonous"
    rest = bare
    for known in about:
        for word in known.casefold().replace("@", " ").replace(".", " ").split():
            if len(word) >= 4:
                rest = rest.replace(word, "")
    return "personal" if len(rest) < 6 and rest != bare else None


def _is_run(text: str) -> bool:
    """'abcdefghijklm', '9876543210987': each character follows its neighbour."""
    steps = {(ord(after) - ord(before)) % 10 if before.isdigit() and after.isdigit() else ord(after) - ord(before)
             for before, after in zip(text, text[1:], strict=False)}
    return len(steps) == 1 and steps <= {0, 1, -1, 9}
