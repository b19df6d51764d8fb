"""When two names, numbers or addresses are probably the same partner. Pure: text in, verdict out.

Careful in both directions: a missed duplicate costs two half profiles, a false alarm costs trust in the warning.
"""

from __future__ import annotations

import re

from outreach.core.formatting import search_key

#: A part of a name has to be at least this long, and this share of the longer name, to mean anything.
_PART_LETTERS, _PART_SHARE = 4, 0.45

#: Mail providers anybody can have an address with: their domain says nothing about a partner.
COMMON_MAIL_DOMAINS = frozenset({"gmail.com", "hotmail.com", "outlook.com", "outlook.dk", "live.dk", "live.com",
                                 "yahoo.com", "yahoo.dk", "icloud.com", "mail.dk", "mail.com", "jubii.dk", "msn.com",
                                 "me.com"})


def bare_name(name: str) -> str:
    """A name without case, punctuation and company form: "Familie-Huset A/S" -> "familie huset"."""
    words = re.sub(r"[^\w]+", " ", search_key(name).replace("a/s", " ")).split()
    return " ".join(word for word in words if word not in {"aps", "amba", "ivs", "fmba", "smba"})


def bare_phone(phone: str) -> str:
    """The eight digits of a Danish number; of a foreign one all its digits."""
    digits = re.sub(r"\D", "", phone)
    for code in ("0045", "45"):
        if digits.startswith(code) and len(digits) == len(code) + 8:
            return digits[len(code):]
    return digits


def mail_domain(email: str) -> str:
    """The part after the @, or nothing where anybody can have an address."""
    domain = email.strip().casefold().rpartition("@")[2] if "@" in email else ""
    return "" if domain in COMMON_MAIL_DOMAINS else domain


def names_alike(one: str, other: str) -> bool:
    """Whether two names, already `bare_name`d, look like the same: equal, one a good part of the other, the same
    words in another order, or a slip of the keyboard apart."""
    if not one or not other:
        return False
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= _PART_LETTERS and short in long and len(short) >= _PART_SHARE * len(long):
        return True
    if sorted(one.split()) == sorted(other.split()):
        return True
    slips = 0 if len(short) < 5 else 1 if len(short) < 9 else 2
    return slips > 0 and _within(one, other, slips)


def _within(one: str, other: str, most: int) -> bool:
    """Whether the edit distance (a swap of neighbours counts one) is at most `most`."""
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before_last, before, row = before, row, [i]
        for j, its in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most
