"""The thirty difficult partners of the paper tests refer to what exists and are as difficult as they claim."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from outreach.partners import limits
from tests.unit.demo.demo_files import duplicates, keys

FILE = Path(__file__).parents[2] / "pdf" / "thirty_partners.toml"
THIRTY = tomllib.loads(FILE.read_text(encoding="utf-8"))["partner"]


def test_there_are_thirty_and_they_differ() -> None:
    assert (len(THIRTY), duplicates([partner["name"] for partner in THIRTY])) == (30, [])


@pytest.mark.parametrize("partner", THIRTY, ids=[str(place) for place in range(len(THIRTY))])
def test_what_they_refer_to_exists(partner: dict[str, Any]) -> None:
    unknown = set(partner["needs"]) - keys("vocabularies", "need")
    unknown |= set(partner["worries"]) - keys("vocabularies", "worry")
    unknown |= {partner["kind"]} - keys("vocabularies", "kind")
    unknown |= {partner["sector"]} - keys("vocabularies", "sector")
    assert unknown == set()


def test_their_quotes_reach_from_five_to_four_thousand_characters() -> None:
    lengths = [len(quote["text"]) for partner in THIRTY for quote in partner["quotes"]]
    assert (min(lengths), max(lengths)) == (5, limits.QUOTE)


def test_their_names_reach_from_one_to_all_the_characters_a_name_may_have() -> None:
    lengths = [len(partner["name"]) for partner in THIRTY]
    assert (min(lengths), max(lengths)) == (1, limits.NAME)


@pytest.mark.parametrize(("field", "limit"), [("everyday", limits.EVERYDAY), ("matters", limits.MATTERS)])
def test_the_longest_texts_are_as_long_as_the_profile_takes(field: str, limit: int) -> None:
    assert max(len(partner[field]) for partner in THIRTY) == limit
