"""The wording of an offer's reasons in Danish."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from outreach.matching.scoring import Reason, match_offer
from outreach.matching.wording import because, however, reason_text
from tests.unit.matching.matching_cast import (
    BOX,
    CARE_HOME,
    FAMILY_HOUSE,
    HOUSING,
    READING_GROUP,
    SCHOOL,
    STORYTIME,
    YOUTH_SERVICE,
)

LABELS = {
    "together": "Noget at være fælles om",
    "calm_place": "Et roligt sted",
    "homework": "Hjælp til lektier",
    "stories": "Gode historier",
    "families": "Familier",
    "small_children": "Små børn",
    "young": "SSP-unge",
    "old": "Ældre",
    "social": "Socialområdet",
}


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app, default_locale="da")
    with app.app_context():
        yield


def test_stated_need_is_quoted() -> None:
    assert because(match_offer(FAMILY_HOUSE, BOX), LABELS) == (
        "fordi: ”noget at være fælles om” · familier · koster dem ingen tid · små børn"
    )


def test_guessed_need_is_labelled_as_our_guess() -> None:
    assert reason_text(Reason("need_guessed", "homework", 4.0), LABELS) == "vores gæt: hjælp til lektier"


def test_label_in_capitals_keeps_its_capitals() -> None:
    assert reason_text(Reason("target_group", "young", 3.0), LABELS) == "SSP-unge"


def test_reasons_against_are_sorted_by_weight() -> None:
    assert however(match_offer(SCHOOL, STORYTIME), LABELS) == (
        "men: det har de sagt nej tak til · er tænkt til andre end dem, de er der for"
    )


def test_avoided_word_is_quoted_as_the_partner_gave_it() -> None:
    assert however(match_offer(CARE_HOME, READING_GROUP), LABELS) == (
        "men: teksten bruger ”sårbar”, som de har bedt os undgå"
    )


def test_no_reason_against_gives_empty_text() -> None:
    assert however(match_offer(FAMILY_HOUSE, BOX), LABELS) == ""


def test_no_reason_for_gives_empty_text() -> None:
    assert because(match_offer(YOUTH_SERVICE, READING_GROUP), LABELS) == ""


def test_same_key_in_two_vocabularies_gets_the_label_of_its_own() -> None:
    labels = {"need:school": "Hjælp til skolen", "sector:school": "Skole"}
    texts = [reason_text(Reason(kind, "school", 1.0), labels) for kind in ("need_said", "sector_wording")]
    assert texts == ["”hjælp til skolen”", "har en tekst til skole"]


def test_key_without_label_is_shown_unchanged() -> None:
    assert reason_text(Reason("need_said", "quiet", 1.0), {}) == "”quiet”"


@pytest.mark.parametrize(
    ("kind", "effort", "expected"),
    [
        ("effort_fits", "none", "koster dem ingen tid"),
        ("effort_fits", "little", "koster dem kun lidt tid"),
        ("effort_fits", "some", "koster dem lidt tid, og I kender hinanden"),
        ("effort_fits", "much", "koster dem en del tid, men I kender hinanden godt"),
        ("effort_heavy", "some", "koster dem noget tid, og I kender knap hinanden endnu"),
        ("effort_heavy", "much", "koster dem meget tid, og I kender knap hinanden endnu"),
    ],
)
def test_effort_is_worded_as_cost_to_the_partner(kind: str, effort: str, expected: str) -> None:
    assert reason_text(Reason(kind, effort, 1.0), {}) == expected


def test_target_group_and_declined_offer_are_named() -> None:
    match = match_offer(HOUSING, BOX)
    assert (because(match, LABELS), however(match, LABELS)) == (
        "fordi: vores gæt: noget at være fælles om · familier · koster dem ingen tid",
        "men: det har de sagt nej tak til",
    )
