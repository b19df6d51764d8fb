"""Passwords: how they are kept (argon2id) and which ones are refused. Knows no database and no request."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from outreach.core.text_rules import normalise

SHORTEST, LONGEST = 12, 200

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

#: Words that anybody would try here first, besides the thirty thousand passwords and the words and names that zxcvbn
#: knows of: Danish ones, this house's, the seasons.
_HOUSE_WORDS = """
adgangskode kodeord hemmelig hemmelighed hemmeligt velkommen bibliotek biblioteket bibliotekar bibliotekaren
bibliotekerne library librarian portal portalen partner partnere partnerportal partnerportalen administrator admin
koordinator leder kollega sommer sommerferie vinter vinterferie efterår forår ferie danmark dansk københavn
koebenhavn aarhus århus odense aalborg randers kommune kommunen fodbold jegelskerdig elskerdig elsker skat jul
julen påske mandag fredag januar februar marts april maj juni juli august september oktober november december
login logind password qwertyuiopå
"""
#: A password that so many guesses find is too easy, however long it is.
FEWEST_GUESSES = 10**9


def normalized(password: str) -> str:
    """The form that is hashed: one keyboard writes é as one character, another as two."""
    return normalise(password, "NFKC")


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
    if len(set(password)) < 5 or _is_run(bare):
        return "monotonous"
    rest = bare
    for known in about:
        for word in known.casefold().replace("@", " ").replace(".", " ").split():
            if len(word) >= 4:
                rest = rest.replace(word, "")
    if len(rest) < 6 and rest != bare:
        return "personal"
    return "common" if _guesses(password) < FEWEST_GUESSES else None


def _guesses(password: str) -> float:
    """About how many guesses find it, for somebody who begins with what others choose."""
    from zxcvbn import zxcvbn  # its lists take a tenth of a second to read, and only a new password needs them

    # What comes after 72 characters only adds, and would take long.
    return float(zxcvbn(normalized(password)[:72], user_inputs=_HOUSE_WORDS.split())["guesses"])


def _is_run(text: str) -> bool:
    """'abcdefghijklm', '9876543210987': each character follows its neighbour."""
    steps = {(ord(after) - ord(before)) % 10 if before.isdigit() and after.isdigit() else ord(after) - ord(before)
             for before, after in zip(text, text[1:], strict=False)}
    return len(steps) == 1 and steps <= {0, 1, -1, 9}
