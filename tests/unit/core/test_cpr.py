"""CPR numbers are found however they are written; other long numbers are left alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.cpr import CprHit, find_cpr, masked

# Made up: no person is known to have it. 0102031234 fails modulus 11, 0102031237 passes it.
FAILS, PASSES = "0102031234", "0102031237"


def kinds(text: str) -> list[bool]:
    """The finds of a text as certain (True) or possible (False)."""
    return [hit.certain for hit in find_cpr(text)]


@pytest.mark.parametrize(
    "text",
    [
        "010203-1234",
        "010203 1234",
        "010203–1234",
        "010203—1234",
        "010203\u22121234",
        "010203\u00ad1234",
        "010203\u200b1234",
        "010203\u00a01234",
        "010203 - 1234",
        "010203.1234",
        "010203/1234",
        "010203_1234",
        "01.02.03-1234",
        "01 02 03-1234",
        "01-02-03-1234",
        "01/02/03 - 1234",
        "01 02 03 1234",
        "01.02.03.1234",
        "CPR010203-1234.",
        "(010203-1234)",
        "٠١٠٢٠٣-١٢٣٤",
        "tlf. 12 34 56 78 010203-1234",
        "290200-1234",
        "311299-0000",
        "610203-1234",
        "610203 1234",
        "01022003-1234",
        "01021999 - 1234",
        "(010203) 1234",
        "(010203)-1234",
        "010203:1234",
        "010203|1234",
        "010203 -- 1234",
        "010203-12 34",
        "0\u200b1\u200b0\u200b2\u200b0\u200b3\u200b1\u200b2\u200b3\u200b4",
        "01\u2060020\ufeff31234",
        "010203\u200b\u200b\u200b\u200b\u200b1234",
        "0102\u200b03-1234",
        PASSES,
        "01 02 03 12 37",
        "0 1 0 2 0 3 1 2 3 7",
        "010203 12 37",
    ],
)
def test_certain_cpr_numbers(text: str) -> None:
    assert kinds(text) == [True]


@pytest.mark.parametrize(
    "text",
    [FAILS, "01 02 03 12 34", "0 1 0 2 0 3 1 2 3 4", "010203 12 34", "0102 03 1234", "nr. 3112991234 her",
     "010203, 1234", "010203\t1234", "010203; 1234", "01022003 1234", "01.02.24 1730", "6102031234"],
)
def test_possible_cpr_numbers(text: str) -> None:
    assert kinds(text) == [False]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "89 15 49 90",
        "8915 4990",
        "89154990",
        "+45 89 15 49 90",
        "+4510121314",
        "0045 10 12 13 14",
        "10 12 13 14, 10 12 13 15",
        "10 12 13 14 / 10 12 13 15",
        "10121314\n10121315",
        "CVR 10 12 13 14",
        "CVR 29189668",
        "978-87-02-12345-6",
        "9788702123456",
        "978 0102031234",
        "5798000123456",
        "57 98 000 123456",
        "EAN 5798 0001 2345 6",
        "320203-1234",
        "011303-1234",
        "300200-1234",
        "000000-0000",
        "24.11.2026 kl. 17.30",
        "24.11.2026 17.30",
        "24.11.26 17.30",
        "24.11.26 12-14",
        "24.11.26 17:30",
        "01.-02.03.2026",
        "10.-12.02. 2026",
        "01/02-03/2026",
        "01.02.24-01.03.24",
        "01.02.2003-1234",
        "010203\n8900 Randers",
        "01022103-1234",
        "920203-1234",
        "01020312345",
        "10102031234",
        "1.003.123.456",
        "070 123 45 67",
        "kl. 10-12, 13-15 og 16-18",
        "uge 49, 50, 51",
    ],
)
def test_other_numbers_are_not_found(text: str) -> None:
    assert kinds(text) == []


def test_a_failed_modulus_never_clears_a_number_with_a_separator() -> None:
    assert [kinds(f"{number[:6]}-{number[6:]}") for number in (FAILS, PASSES)] == [[True], [True]]


def test_hit_spans_the_number() -> None:
    assert find_cpr("Se 010203-1234 og 0102031234.") == (CprHit(3, 14, True), CprHit(18, 28, False))


def test_masked_hides_the_digits_and_nothing_else() -> None:
    assert masked("Se 010203-1234, tlf. 89 15 49 90.") == "Se ••••••-••••, tlf. 89 15 49 90."


days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
endings = st.integers(0, 9999).map("{:04}".format)
words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå ,;:!?()", max_size=40)


gaps = st.sampled_from(["-", " ", "–", " - ", "\u00a0", "\u2011"])


@given(day=days, ending=endings, gap=gaps, before=words, after=words)
def test_every_number_with_a_separator_is_certain(
    day: date, ending: str, gap: str, before: str, after: str
) -> None:
    number = f"{day:%d%m%y}{gap}{ending}"
    assert find_cpr(before + number + after) == (CprHit(len(before), len(before) + len(number), True),)


@given(day=days, ending=endings, before=words, after=words)
def test_every_bare_number_is_found(day: date, ending: str, before: str, after: str) -> None:
    found = find_cpr(f"{before}{day:%d%m%y}{ending}{after}")
    assert [(hit.start, hit.end) for hit in found] == [(len(before), len(before) + 10)]


@given(
    phone=st.integers(10_000_000, 99_999_999).map(str),
    pattern=st.sampled_from(
        ["{}{}{}{}", "{} {} {} {}", "{}{} {}{}", "+45 {} {} {} {}", "+45{}{}{}{}", "{}-{}-{}-{}"]
    ),
    before=words,
    after=words,
)
def test_telephone_numbers_are_not_found(phone: str, pattern: str, before: str, after: str) -> None:
    pairs = (phone[i : i + 2] for i in range(0, 8, 2))
    assert find_cpr(before + pattern.format(*pairs) + after) == ()


@given(st.text(alphabet="0123456789 -./\n\u2013a", max_size=80))
def test_hits_are_ordered_disjoint_and_inside_the_text(text: str) -> None:
    ends = [0]
    for hit in find_cpr(text):
        assert ends[-1] <= hit.start < hit.end <= len(text)
        ends.append(hit.end)


@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert len(masked(text)) == len(text)
