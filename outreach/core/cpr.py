"""Find Danish civil registration (CPR) numbers in free text, so that none is ever stored.

A CPR number is ten digits, DDMMYY-NNNN, of which the first six are a date. Modulus 11 held until 2007 and
holds for most numbers still, so a match makes a hit certain, but a mismatch never rules one out.

| written | date valid | hit |
|---|---|---|
| 010203-1234, 01.02.03-1234, 010203 1234, 010203–1234 | yes | certain: refuse the text |
| (010203) 1234, 010203:1234, 010203-12 34, 01022003-1234, 610203-1234 (day + 60) | yes | certain |
| 010203, 1234 or a tab between; 01022003 1234 | yes | possible |
| ten digits in a row, or in pairs, modulus 11 matches | yes | certain |
| ten digits in a row, or in pairs, no match | yes | possible: ask |
| anything | no | none |

Not found: telephone numbers (8 digits, +45 included), CVR (8), EAN and ISBN-13 (13), dates with a full year,
dates with a time, and spans of dates. A field for a P-number, ten digits by nature, does not ask here.
Numbers found are never logged; `masked` returns the text without their digits.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# What people (and word processors) put between the digits: spaces of every width, dashes of every width,
# full stop, slash, middle dot, and zero-width characters. No line break: "010203" in one line and "8900 Randers" in
# the next do not belong together.
_SPACES = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_DASHES = "\\-\u00ad\u058a\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\ufe58\ufe63\uff0d_~"
_DOTS = "./\\\\·\u2022\u2024\u2044\u2215"
_ZERO_WIDTH = "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_BETWEEN = rf"(?:[{_ZERO_WIDTH}]*[{_SPACES}{_DASHES}{_DOTS}]){{0,3}}[{_ZERO_WIDTH}]*"

# Matched at every digit that begins a group, so that a telephone number in front does not hide a CPR number after it.
_TEN_DIGITS = re.compile(rf"(?<!\d)(?=(\d(?:{_BETWEEN}\d){{9}})(?!\d))")
_DASH = re.compile(rf"[{_DASHES}{_ZERO_WIDTH}]")
_ZERO_WIDTH_RUN = re.compile(rf"[{_ZERO_WIDTH}]+")
# Separators not used in telephone numbers or dates, between six digits and the last four, which may be two pairs.
_APART = re.compile(rf"(?<!\d)(\d{{6}})([{_SPACES}{_DASHES}{_DOTS}{_ZERO_WIDTH}\t()\[\],;:|]{{1,6}})"
                    rf"(\d\d[{_SPACES}]?\d\d)(?!\d)")
_MAY_DIVIDE = re.compile(r"[,;\t]")
# The year written out: DDMMYYYY-NNNN.
_FULL_YEAR = re.compile(rf"(?<!\d)(\d{{4}})((?:18|19|20)\d\d)([{_SPACES}{_DASHES}{_ZERO_WIDTH}]{{1,4}})(\d{{4}})(?!\d)")
_DATE_DOT = re.compile(r"[./]")
_SPACE_ONLY = re.compile(rf"[{_SPACES}]+")
_DIGIT_BEFORE = re.compile(rf"\d[{_SPACES}{_DASHES}{_DOTS}{_ZERO_WIDTH}]{{1,3}}\Z")
_ISBN_BEFORE = re.compile(r"97[89][- ]\Z")
_DIGIT_AFTER = re.compile(rf"[{_SPACES}{_DASHES}{_DOTS}{_ZERO_WIDTH}]{{1,3}}\d")

_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_PLAIN = ((10,),)
_AS_CPR = ((6, 4), (2, 2, 2, 4))
# Ways of grouping that keep day, month and year apart from the last four, and digits spelt out one by one.
_ALSO = ((2, 2, 2, 2, 2), (6, 2, 2), (2, 4, 4), (4, 2, 4), (2, 2, 6), (1,) * 10)


@dataclass(frozen=True)
class CprHit:
    """A hit at text[start:end]. `certain`: refuse the text; otherwise ask the user."""

    start: int
    end: int
    certain: bool


def find_cpr(text: str) -> tuple[CprHit, ...]:
    """Every CPR number in the text, and every ten digits that may be one, in order and without overlap."""
    hits: list[CprHit] = []
    for hit in _candidates(text):
        if hits and hit.start < hits[-1].end:
            # Overlapping hits: a certain one wins.
            if hit.certain and not hits[-1].certain:
                hits[-1] = hit
        else:
            hits.append(hit)
    return tuple(hits)


def masked(text: str) -> str:
    """The text with the digits of every hit, certain or possible, replaced by •."""
    characters = list(text)
    for hit in find_cpr(text):
        characters[hit.start : hit.end] = [
            "•" if character.isdecimal() else character for character in characters[hit.start : hit.end]
        ]
    return "".join(characters)


def _candidates(text: str) -> Iterator[CprHit]:
    """The hits of each pattern, by start."""
    hits = [(*match.span(1), _judge(text, *match.span(1))) for match in _TEN_DIGITS.finditer(text)]
    hits += [(*match.span(), _judge_apart(text, match)) for match in _APART.finditer(text)]
    hits += [(*match.span(), _judge_full_year(match)) for match in _FULL_YEAR.finditer(text)]
    for start, end, certain in sorted(hit for hit in hits if hit[2] is not None):
        yield CprHit(start, end, bool(certain))


def _judge_apart(text: str, match: re.Match[str]) -> bool | None:
    """ "(010203) 1234", "010203:1234", "010203-12 34". A comma or tab may separate two unrelated numbers: ask."""
    number, gap = "".join(re.findall(r"\d", match[1] + match[3])), match[2]
    in_pairs = len(match[3]) > 4
    if not _is_date(number) or in_pairs and (_SPACE_ONLY.fullmatch(gap) or _in_longer_run(text, *match.span())):
        return None
    if re.fullmatch(_BETWEEN, gap) and not in_pairs:
        return None  # handled by _judge
    return not _MAY_DIVIDE.search(gap) or _modulus_matches(number)


def _judge_full_year(match: re.Match[str]) -> bool | None:
    """ "01022003-1234" is one; "01022003 1234" may be a date and a time."""
    if not _is_date(match[1] + match[2][2:]):
        return None
    return bool(_DASH.search(match[3]))


def _judge(text: str, start: int, end: int) -> bool | None:
    """True for a certain hit, False for a possible one, None for none."""
    number, groups, gaps = _split_groups(text[start:end])
    if not _is_date(number):
        return None
    if groups not in (*_PLAIN, *_AS_CPR) and _ZERO_WIDTH_RUN.search(text, start, end):
        # Zero-width characters between the digits are ignored; they are hardly there by accident.
        _number, groups, gaps = _split_groups(_ZERO_WIDTH_RUN.sub("", text[start:end]))
        return True if groups in (*_PLAIN, *_AS_CPR) else _modulus_matches(number)
    if groups in _PLAIN:
        is_isbn = _ISBN_BEFORE.search(text, max(0, start - 4), start)
        return None if is_isbn else _modulus_matches(number)
    if groups in _AS_CPR:
        return _judge_as_cpr(number, groups, gaps)
    if groups not in _ALSO or _in_longer_run(text, start, end) or _date_with_time(groups, gaps):
        return None
    return _modulus_matches(number)


def _judge_as_cpr(number: str, groups: tuple[int, ...], gaps: list[str]) -> bool | None:
    """Six digits, then four. A dash before the last four makes it certain; a full stop or space may belong to a
    date."""
    if len(groups) == 2 or _DASH.search(gaps[-1]):
        return True
    if any(_DATE_DOT.search(gap) for gap in gaps) and number[6:8] in ("19", "20"):
        return None  # "01.-02.03.2026" and "1/2" kin: a span of dates with its year
    all_spaces = all(_SPACE_ONLY.fullmatch(gap) for gap in gaps)
    return all_spaces or len(set(gaps)) == 1 or _modulus_matches(number)


def _split_groups(candidate: str) -> tuple[str, tuple[int, ...], list[str]]:
    """The ten digits as 0-9, the lengths of their groups, and the separators between the groups."""
    groups = re.findall(r"\d+", candidate)
    gaps = re.findall(r"\D+", candidate)
    number = "".join(str(unicodedata.decimal(digit)) for group in groups for digit in group)
    return number, tuple(len(group) for group in groups), gaps


def _is_date(number: str) -> bool:
    """Whether the first six digits are a date in some century (29 February in leap years). In replacement numbers of
    hospitals 60 is added to the day."""
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    day = day - 60 if day > 60 else day
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _modulus_matches(number: str) -> bool:
    return sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True)) % 11 == 0


def _in_longer_run(text: str, start: int, end: int) -> bool:
    """Whether more digits are close by, as in a list of telephone numbers or a long account number."""
    return bool(_DIGIT_BEFORE.search(text, max(0, start - 4), start) or _DIGIT_AFTER.match(text, end))


def _date_with_time(groups: tuple[int, ...], gaps: list[str]) -> bool:
    """ "24.11.26 17.30": a date, a space, and two pairs with a sign between."""
    if groups != (2, 2, 2, 2, 2):
        return False
    return bool(_SPACE_ONLY.fullmatch(gaps[2])) and not _SPACE_ONLY.fullmatch(gaps[3])
