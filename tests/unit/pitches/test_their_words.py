"""How the partner's own words are used in the first draft: titles, leads, reasons, angles, the first step."""

from dataclasses import replace
from datetime import date

import pytest

from outreach.partners.times import read_times
from outreach.pitches.citing import may_cite, names_person
from outreach.pitches.content import OfferText
from outreach.pitches.drafting import draft_pitch
from outreach.pitches.profile import LocalizedOffer, NeedPhrase, PitchProfile, SaidQuote, WorryAnswer

BUS = NeedPhrase("take_home", "Noget godt at tage med hjem", "Vi pakker.", True, (), "noget at lave i bussen")
HOME = NeedPhrase("school", "Ro til skolen", "Vi har et bord.", True, (), "at lektierne ikke koster en træning")
BOX = LocalizedOffer(
    "box", "En kasse til hjemmet", "I får en kasse med bøger.", "Vi henter og bringer · gratis",
    "Vi kommer forbi en eftermiddag {hvornår} med kassen. I vælger dagen.", frozenset({"take_home"}),
    (("condition:no_logo", "practical", "intet navn på kassen"),
     ("kind:association", "headline", "En kasse at tage med"),
     ("condition:adults_only", "text", "I får en kasse til voksne."),
     ("need:take_home", "sentence", "Den kan være i en bus.")))
TABLE = LocalizedOffer("table", "Ro til lektierne", "I får et bord.", needs=frozenset({"school"}))
CLUB = PitchProfile("da", "Klubben", date(2026, 11, 22), needs=(BUS, HOME), offers=(BOX, TABLE))
RIDE = SaidQuote("Vi kører to timer til byen, og så sidder de og filmer hinanden.", "da", needs=("take_home",))


def test_partner_wording_of_a_need_becomes_the_title():
    title = draft_pitch(CLUB).titles[0]
    assert (title.text, title.origin, title.source) == ("Noget at lave i bussen", "need_words", "take_home")


@pytest.mark.parametrize(("words", "title"), [
    ("et sted at gå hen, når vi slipper dem", "Et sted at gå hen"), ("mændene", "Noget godt at tage med hjem"),
    ("det, vi ikke kan give dem", "Noget godt at tage med hjem")])
def test_title_is_a_whole_phrase_without_reversed_pronouns(words, title):
    assert draft_pitch(replace(CLUB, needs=(replace(BUS, words=words),))).titles[0].text == title


def test_each_offer_gives_its_reason_in_partner_words_used_once():
    assert [offer.why for offer in draft_pitch(replace(CLUB, quotes=(RIDE,))).offers] == [
        "I fortæller: »Vi kører to timer til byen, og så sidder de og filmer hinanden.«",
        "I ønsker jer »at lektierne ikke koster en træning«."]


def test_offer_without_partner_words_has_no_reason():
    bare = replace(CLUB, needs=(replace(BUS, words=""), replace(HOME, words="")))
    assert [offer.why for offer in draft_pitch(bare).offers] == ["", ""]


@pytest.mark.parametrize(("subjects", "expected"), [
    ((), OfferText("box", BOX.headline, BOX.text, BOX.practical)),
    (("condition:no_logo",),
     OfferText("box", BOX.headline, BOX.text, "Intet navn på kassen · Vi henter og bringer · gratis")),
    (("kind:association",), OfferText("box", "En kasse at tage med", BOX.text, BOX.practical)),
    (("condition:adults_only",), OfferText("box", BOX.headline, "I får en kasse til voksne.", BOX.practical)),
    (("need:take_home",), OfferText("box", BOX.headline, f"{BOX.text} Den kan være i en bus.", BOX.practical)),
])
def test_angles_that_apply_to_the_partner_are_used(subjects, expected):
    drafted = draft_pitch(replace(CLUB, needs=(), subjects=subjects)).offers[0]
    assert replace(drafted, why="") == expected


def test_condition_answered_by_an_offer_is_not_repeated_in_the_worry_line():
    conditions = (WorryAnswer("no_logo", "Vi kommer uden navn."), WorryAnswer("no_photos", "Vi tager ingen billeder."))
    told = replace(CLUB, conditions=conditions, subjects=("condition:no_logo", "condition:no_photos"))
    assert draft_pitch(told).worry_line == "Vi tager ingen billeder."


def test_plain_wording_replaces_sector_wording_when_the_partner_is_quoted():
    sector = replace(BOX, headline="En kasse i gården", plain=OfferText("box", BOX.headline, BOX.text, BOX.practical))
    headlines = [draft_pitch(replace(CLUB, offers=(sector,), quotes=quotes)).offers[0].headline
                 for quotes in ((), (RIDE,))]
    assert headlines == ["En kasse i gården", BOX.headline]


@pytest.mark.parametrize(("words", "step"), [
    ("tirsdag kl. 10", "Vi kommer forbi tirsdag den 1. eller 8. december kl. 10 med kassen."),
    ("tirsdag og torsdag før kl. 17", "Vi kommer forbi tirsdag den 1. eller torsdag den 3. december med kassen."),
    ("aften efter kl. 18, ikke onsdag",
     "Vi kommer forbi en aften i uge 49 kl. 18, bare ikke onsdag, med kassen. I vælger dagen."),
    ("fra februar", "Vi kommer forbi en eftermiddag i uge 5 med kassen. I vælger dagen."),
    ("", "Vi kommer forbi en eftermiddag i uge 49 med kassen. I vælger dagen.")])
def test_first_step_uses_the_partners_preferred_time(words, step):
    assert draft_pitch(replace(CLUB, times=read_times(words))).first_step == step


def test_two_short_relevant_quotes_share_the_lead():
    homework = SaidQuote("Der er ikke ro til lektier derhjemme.", "da", needs=("school",))
    together = draft_pitch(replace(CLUB, offers=(replace(BOX, needs=frozenset()), replace(
        TABLE, needs=frozenset({"school", "take_home"}))), quotes=(RIDE, homework))).leads[0].text
    assert together.count("»") == 2


@pytest.mark.parametrize("quote", [
    SaidQuote("Kom ikke med sådan noget læselyst-noget.", "da", needs=(), declines=True),
    SaidQuote("Bjarne har boet her i tyve år.", "da", needs=("take_home",)),
    SaidQuote("Vi bor på Stenkrogen ved vandet.", "da", needs=("take_home",)),
    SaidQuote("De kalder det et forløb hver gang.", "da", needs=("take_home",)),
    SaidQuote("Det må I ikke skrive ned.", "da", needs=("take_home",), may_print=False)])
def test_quote_with_refusal_name_protected_place_or_avoided_word_is_never_cited(quote):
    told = replace(CLUB, quotes=(quote, RIDE), avoid_words=("forløb",), held_back=("Stenkrogen",))
    draft = draft_pitch(told)
    assert draft.leads[0].quote == 1
    assert not any(quote.text in offer.why for offer in draft.offers)


@pytest.mark.parametrize("text", [
    "Bjarne har boet her i tyve år.", "Og Henning, han var maskinmester.", "Fatma siger, at det er gratis.",
    "Poul kan ikke sige det.", "Yusuf makes music on a phone."])
def test_person_name_is_detected_and_not_cited(text):
    assert names_person(text)
    assert not may_cite(text, (), ())


@pytest.mark.parametrize("text", [
    "Skift er det værste.", "Børnene kan godt.", "Vi har klovne. Vi har rigeligt.", "De vil gerne have post.",
    "I kan selv."])
def test_ordinary_words_are_not_detected_as_names(text):
    assert not names_person(text)
