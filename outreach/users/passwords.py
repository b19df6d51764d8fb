"""Passwords: hashing (argon2id) and which new ones are refused. Pure."""

from __future__ import annotations

from functools import cache

from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from outreach.core.text_rules import normalise

MIN_LENGTH, MAX_LENGTH = 12, 200

#: How much work a password costs.
PARAMETERS: Parameters = RFC_9106_LOW_MEMORY
_hasher = PasswordHasher.from_parameters(PARAMETERS)

#: Words that attackers would try here first, besides the passwords, words and names zxcvbn knows: Danish ones, and the
#: portal's own.
_LIKELY_WORDS = """
adgangskode kodeord hemmelig hemmelighed hemmeligt velkommen bibliotek biblioteket bibliotekar bibliotekaren
bibliotekerne library librarian portal portalen partner partnere partnerportal partnerportalen administrator admin
koordinator leder kollega sommer sommerferie vinter vinterferie efterår forår ferie danmark dansk københavn
koebenhavn aarhus århus odense aalborg randers kommune kommunen fodbold jegelskerdig elskerdig elsker skat jul
julen påske mandag fredag januar februar marts april maj juni juli august september oktober november december
login logind password qwertyuiopå
"""
#: A password found with fewer guesses is refused, however long it is.
MIN_GUESSES = 10**9


def normalized(password: str) -> str:
    """The form that is hashed: one keyboard writes é as one character, another as two."""
    return normalise(password, "NFKC")


def hash_password(password: str) -> str:
    """The argon2id hash to store; takes about 50 ms."""
    return _hasher.hash(normalized(password))


@cache
def _dummy_hash() -> str:
    return _hasher.hash("there is no account by that name")


def matches(secret_hash: str | None, password: str) -> bool:
    """Whether `password` matches the hash. Takes the same time without a hash, so that the response time does not tell
    which accounts exist."""
    try:
        is_match = _hasher.verify(secret_hash or _dummy_hash(), normalized(password))
    except (VerificationError, InvalidHashError):
        return False
    return is_match and bool(secret_hash)


def is_outdated(secret_hash: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return extract_parameters(secret_hash) != PARAMETERS


def weakness(password: str, *, about: tuple[str, ...] = ()) -> str | None:
    """Why a new password is refused: 'short', 'long', 'common', 'monotonous' or 'personal'; None where it is good.

    `about` holds what others know of the colleague: name and mail address.
    """
    if len(password) < MIN_LENGTH:
        return "short"
    if len(password) > MAX_LENGTH:
        return "long"
    bare = "".join(character for character in normalized(password).casefold() if character.isalnum())
    if len(set(password)) < 5 or _is_run(bare):
        return "monotonous"
    rest = bare
    for known in about:
        for word in known.casefold().replace("@", " ").replace(".", " ").split():
            if len(word) >= 4:
                rest = rest.replace(word, "")
    if len(rest) < 6 and rest != bare:
        return "personal"
    return "common" if _guesses(password) < MIN_GUESSES else None


def _guesses(password: str) -> float:
    """About how many guesses find the password, for an attacker who begins with common ones."""
    from zxcvbn import zxcvbn  # imported here, since its lists take a tenth of a second to load

    # More than 72 characters only add strength, and would take long.
    return float(zxcvbn(normalized(password)[:72], user_inputs=_LIKELY_WORDS.split())["guesses"])


def _is_run(text: str) -> bool:
    """Whether each character follows its neighbour: 'abcdefghijklm', '9876543210987'."""
    steps = {(ord(after) - ord(before)) % 10 if before.isdigit() and after.isdigit() else ord(after) - ord(before)
             for before, after in zip(text, text[1:], strict=False)}
    return len(steps) == 1 and steps <= {0, 1, -1, 9}
