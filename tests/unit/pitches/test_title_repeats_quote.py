"""Whether title and lead repeat the same quote, and which lead to use instead."""

from dataclasses import replace
from datetime import date

import pytest

from outreach.pitches.content import PitchContent
from outreach.pitches.readability import other_lead, title_repeats_quote

LEAD = "I fortæller: »Forældre har brug for noget rart at være fælles om.« Det vil vi gerne være med til."
PAGE = PitchContent(
    dated=date(2026, 11, 23), title="Noget rart at være fælles om", lead=LEAD, offers=(), worry_line="",
    first_step="", contact_name="", contact_phone="", contact_email="", qr="none")


@pytest.mark.parametrize(
    ("title", "lead", "expected"),
    [
        ("Noget rart at være fælles om", LEAD, True),
        ("NOGET RART at vaere faelles om", LEAD, False),
        ("Noget rart, at være fælles om!", LEAD, True),
        ("Det vil vi gerne være med til", LEAD, False),
        ("Noget rart", LEAD, False),
        ("Something nice to share", "You tell us: “They need something nice to share”.", True),
        ("", LEAD, False),
        ("Noget rart at være fælles om", "", False),
    ],
    ids=["a clause", "other letters", "other marks", "our own words", "too short", "English", "no title", "no lead"],
)
def test_repeated_quote_in_title_and_lead_is_detected(title: str, lead: str, expected: bool) -> None:
    assert title_repeats_quote(title, lead) is expected


def test_other_lead_is_the_first_one_without_the_quote() -> None:
    assert other_lead(PAGE, [LEAD, f"{LEAD} Ring.", "Vi kan give jer ro."]) == 2


def test_current_lead_is_not_proposed_as_other_lead() -> None:
    assert other_lead(replace(PAGE, lead="Vi kan give jer ro."), ["Vi kan give jer ro."]) is None
