"""The demo's partners and their meeting: what they refer to exists, and they moved the way partners move."""

from itertools import pairwise
from typing import Any

import pytest

from tests.unit.demo.demo_files import duplicates, keys, rows

PARTNERS = rows("partners", "partner")
MOVES = {
    "prospect": {"glance", "date", "divorce"},
    "glance": {"date", "engagement", "divorce"},
    "date": {"glance", "engagement", "divorce"},
    "engagement": {"date", "marriage", "divorce"},
    "marriage": {"engagement", "divorce"},
    "divorce": {"glance"},
}
each = pytest.mark.parametrize("partner", PARTNERS, ids=[partner["key"] for partner in PARTNERS])


@each
def test_what_a_partner_refers_to_exists(partner: dict[str, Any]) -> None:
    people = {partner["owner"], *partner["circle"], *(move["by"] for move in partner["move"])}
    unknown = {partner["kind"]} - keys("vocabularies", "kind")
    unknown |= {partner["sector"]} - keys("vocabularies", "sector")
    unknown |= {partner["district"]} - keys("library", "district")
    unknown |= {partner["branch"]} - keys("library", "branch")
    unknown |= people - keys("users", "user")
    unknown |= set(partner["worries"]) - keys("vocabularies", "worry")
    unknown |= {row["key"] for row in partner.get("need", [])} - keys("vocabularies", "need")
    unknown |= {row["key"] for row in partner.get("target_group", [])} - keys("vocabularies", "target_group")
    unknown |= {row["offer"] for row in partner.get("answer", [])} - keys("offers", "offer")
    assert unknown == set()


@each
@pytest.mark.parametrize("table", ["need", "target_group"])
def test_ranks_run_from_one_and_say_where_they_come_from(partner: dict[str, Any], table: str) -> None:
    found = partner.get(table, [])
    ranks = [row["rank"] for row in found]
    assert (ranks, {row["basis"] for row in found} - {"said", "guessed"}) == (
        list(range(1, len(found) + 1)),
        set(),
    )


@each
def test_the_stage_is_where_the_last_move_led(partner: dict[str, Any]) -> None:
    assert partner["stage"] == partner["move"][-1]["to"]


@each
def test_moves_are_allowed_dated_in_order_and_have_a_reason(partner: dict[str, Any]) -> None:
    moves = partner["move"]
    refused = [(a["to"], b["to"]) for a, b in pairwise(moves) if b["to"] not in MOVES[a["to"]]]
    backwards = [b["days_ago"] for a, b in pairwise(moves) if b["days_ago"] > a["days_ago"]]
    assert (moves[0]["to"], refused, backwards, [m for m in moves if not m["reason"]]) == (
        "prospect",
        [],
        [],
        [],
    )


@each
def test_a_protected_partner_has_a_code_name_and_no_other_has(partner: dict[str, Any]) -> None:
    assert bool(partner["code_name"]) == partner["protected"]


@each
def test_protection_follows_the_kind(partner: dict[str, Any]) -> None:
    kinds = {kind["key"]: kind["protected"] for kind in rows("vocabularies", "kind")}
    assert partner["protected"] == kinds[partner["kind"]]


@each
def test_answers_are_yes_maybe_or_no_once_per_offer(partner: dict[str, Any]) -> None:
    answers = partner.get("answer", [])
    odd = {row["answer"] for row in answers} - {"yes", "maybe", "no"}
    assert (odd, duplicates([row["offer"] for row in answers])) == (set(), [])


def test_every_stage_is_to_be_seen() -> None:
    assert {partner["stage"] for partner in PARTNERS} == set(MOVES)


def test_both_languages_and_a_translated_quote_are_to_be_seen() -> None:
    languages = {partner["language"] for partner in PARTNERS}
    translated = [q for p in PARTNERS for q in p.get("quote", []) if q.get("translation")]
    assert (languages, bool(translated)) == ({"da", "en"}, True)


def test_what_is_tried_for_a_time_has_a_day_to_decide() -> None:
    trying = {partner["key"] for partner in PARTNERS if partner["stage"] == "engagement"}
    assert {partner["key"] for partner in PARTNERS if partner.get("decide_by_days_ahead", 0) > 0} == trying


def test_what_lasts_has_a_signed_agreement() -> None:
    lasting = {partner["key"] for partner in PARTNERS if partner["stage"] == "marriage"}
    assert {partner["key"] for partner in PARTNERS if "agreement_signed_days_ago" in partner} == lasting


def test_names_and_code_names_are_told_apart() -> None:
    names = [partner["name"] for partner in PARTNERS]
    assert duplicates(names + [partner["code_name"] for partner in PARTNERS if partner["code_name"]]) == []


@pytest.mark.parametrize("meeting", rows("meetings", "meeting"), ids=lambda meeting: meeting["key"])
def test_what_a_meeting_refers_to_exists(meeting: dict[str, Any]) -> None:
    unknown = set(meeting["partners"]) - keys("partners", "partner")
    unknown |= set(meeting["questions"]) - keys("questions", "question")
    unknown |= {meeting["owner"]} - keys("users", "user")
    unknown |= {one["user"] for one in meeting["participant"] if one["side"] == "library"} - keys("users", "user")
    unknown |= {one["partner"] for one in meeting["participant"] if one["side"] == "partner"} - set(meeting["partners"])
    assert unknown == set()


@pytest.mark.parametrize("meeting", rows("meetings", "meeting"), ids=lambda meeting: meeting["key"])
def test_a_meeting_asks_six_to_eight_questions_and_ends_after_it_begins(meeting: dict[str, Any]) -> None:
    assert (6 <= len(meeting["questions"]) <= 8, meeting["starts"] < meeting["ends"]) == (True, True)


@pytest.mark.parametrize("meeting", rows("meetings", "meeting"), ids=lambda meeting: meeting["key"])
def test_their_people_at_a_meeting_are_contacts_of_theirs(meeting: dict[str, Any]) -> None:
    contacts = {(partner["key"], contact["name"]) for partner in PARTNERS for contact in partner.get("contact", [])}
    seated = {(one["partner"], one["name"]) for one in meeting["participant"] if one["side"] == "partner"}
    assert seated - contacts == set()
