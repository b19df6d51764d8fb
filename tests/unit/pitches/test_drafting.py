"""Drafting a pitch: exact values for a known partner, and properties that hold for any profile."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.pitches.citing import cite
from outreach.pitches.content import OfferText
from outreach.pitches.drafting import draft_pitch, step_text
from outreach.pitches.profile import (
    LeadOption,
    LocalizedOffer,
    NeedPhrase,
    PitchProfile,
    SaidQuote,
    TitleOption,
    WorryAnswer,
)
from outreach.pitches.weeks import Window, first_step_window

TOGETHER = NeedPhrase(
    key="being_together",
    title="Et sted at være sammen, når hverdagen skifter",
    lead="Vi har noget rart, som store og små kan være fælles om.",
    said=True,
    cues=("sammen", "fælles om", "forældre og børn"),
)
EVERYDAY = NeedPhrase(
    key="fits_everyday",
    title="Noget, der passer ind i jeres hverdag",
    lead="Vi begynder i det små og retter os efter jeres uge.",
    said=True,
    cues=("passe ind", "hverdag"),
)
CALM = NeedPhrase("calm", "Et roligt sted", "Hos os er der kroge, hvor man kan sidde i fred.", said=False, cues=("ro",))
SHARED = SaidQuote(
    "Forældre og børn har brug for noget rart at være fælles om.", "da", "Parents want something to share."
)
BUSY = SaidQuote("Eftermiddagene er de travleste.", "da")
BOX = LocalizedOffer(
    key="box",
    headline="Noget at tage med hjem",
    text="I får en kasse med billedbøger og spil.",
    practical="Vi henter og bringer",
    begin_small="Vi stiller den første kasse hos jer {hvornår}. I vælger dagen.",
    needs=frozenset({"being_together"}),
)
FAMILY_HOUSE = PitchProfile(
    language="da",
    partner_name="Familiehuset",
    on=date(2026, 11, 24),
    needs=(TOGETHER, EVERYDAY, CALM),
    quotes=(BUSY, SHARED),
    matters="En hverdag, der hænger sammen for hele familien. De vil have noget, de kan bruge samme uge.",
    worries=(WorryAnswer("none", " "), WorryAnswer("time", "Vi henter, bringer og rydder op.")),
    offers=(BOX,),
)


def test_titles_come_from_need_quote_and_what_matters():
    assert draft_pitch(FAMILY_HOUSE).titles == (
        TitleOption("Et sted at være sammen, når hverdagen skifter", "need", "being_together"),
        TitleOption("Noget rart at være fælles om", "their_words", "1"),
        TitleOption("En hverdag, der hænger sammen for hele familien", "matters"),
    )


def test_lead_cites_the_quote_matching_the_need():
    assert draft_pitch(FAMILY_HOUSE).leads[0] == LeadOption(
        "I fortæller: »Forældre og børn har brug for noget rart at være fælles om.«", "their_words", 1)


def test_leads_are_all_quotes_and_one_text_of_ours():
    leads = draft_pitch(FAMILY_HOUSE).leads
    assert [(lead.origin, lead.quote, lead.need) for lead in leads] == [
        ("their_words", 1, ""),
        ("their_words", 0, ""),
        ("ours", None, "being_together"),
    ]


def test_worry_line_offers_and_first_step_are_drafted():
    draft = draft_pitch(FAMILY_HOUSE)
    assert (draft.worry_line, draft.offers, draft.first_step) == (
        "Vi henter, bringer og rydder op.",
        (OfferText("box", BOX.headline, "I får en kasse med billedbøger og spil.", "Vi henter og bringer"),),
        "Vi stiller den første kasse hos jer i uge 49. I vælger dagen.",
    )


def test_lead_without_quotes_describes_only_the_library():
    assert draft_pitch(replace(FAMILY_HOUSE, quotes=())).lead == (
        "Vi har noget rart, som store og små kan være fælles om. Vi vil gerne høre, hvad der er vigtigst hos jer."
    )


def test_empty_profile_gives_a_default_draft():
    draft = draft_pitch(PitchProfile("da", "", date(2026, 11, 24)))
    assert [title.origin for title in draft.titles] == ["ours", "ours", "ours"]
    assert draft.lead == (
        "Vi vil gerne være til nytte hos jer – i det små og på jeres måde. "
        "Vi vil gerne høre, hvad der er vigtigst hos jer."
    )
    assert draft.first_step == "Vi kigger forbi hos jer i uge 49 og hører, hvad der ville passe. I vælger dagen."


def test_english_page_cites_the_translation_of_a_danish_quote():
    english = replace(FAMILY_HOUSE, language="en", needs=(), matters="")
    assert draft_pitch(english).lead == "You tell us: “Parents want something to share.”"


def test_untranslated_danish_quote_is_left_out_of_an_english_page():
    english = replace(FAMILY_HOUSE, language="en", needs=(), quotes=(BUSY,))
    assert [lead.quote for lead in draft_pitch(english).leads] == [None]


def test_danish_matters_text_is_not_an_english_title():
    english = replace(FAMILY_HOUSE, language="en", needs=(), quotes=())
    assert [title.origin for title in draft_pitch(english).titles] == ["ours", "ours", "ours"]


def test_stated_need_gives_the_title_before_guessed_need():
    titles = draft_pitch(replace(FAMILY_HOUSE, needs=(CALM, EVERYDAY))).titles
    assert titles[0] == TitleOption("Noget, der passer ind i jeres hverdag", "need", "fits_everyday")


def test_matching_sentence_of_a_long_quote_is_cited():
    long_quote = SaidQuote("Ugen er lang og fuld af møder. " * 4 + SHARED.text, "da")
    assert draft_pitch(replace(FAMILY_HOUSE, quotes=(long_quote,))).lead.startswith(f"I fortæller: »{SHARED.text}«")


def test_quote_too_long_to_cite_is_left_out():
    endless = SaidQuote("ord " * 1000, "da")
    assert draft_pitch(replace(FAMILY_HOUSE, quotes=(endless,))).leads[0].origin == "ours"


def test_newest_of_equal_quotes_comes_first():
    quotes = tuple(SaidQuote(SHARED.text, "da", said_on=date(2026, 11, day)) for day in (1, 20, 10))
    leads = draft_pitch(replace(FAMILY_HOUSE, quotes=quotes)).leads
    assert [lead.quote for lead in leads if "« »" not in lead.text][:3] == [1, 2, 0]


def test_at_most_three_offers_or_two_long_ones_are_drafted():
    three = draft_pitch(replace(FAMILY_HOUSE, offers=(BOX,) * 4))
    long_offer = replace(BOX, text="I får en god lang tekst. " * 12)
    two = draft_pitch(replace(FAMILY_HOUSE, offers=(long_offer,) * 4))
    assert (len(three.offers), len(two.offers)) == (3, 2)


@pytest.mark.parametrize(
    ("words", "cited"),
    [
        ("Vi mangler ro", "I fortæller: »Vi mangler ro«."),
        (" »Vi mangler ro.« ", "I fortæller: »Vi mangler ro.«"),
        ('Hun sagde "nej" til os', "I fortæller: »Hun sagde ›nej‹ til os«."),
    ],
)
def test_quote_is_cited_in_danish(words, cited):
    assert cite(words, "da") == cited


WEEK_49 = Window(date(2026, 11, 30), date(2026, 12, 4), 49)


@pytest.mark.parametrize(
    ("begin", "language", "step"),
    [
        ("Vi kommer {hvornår}.", "da", "Vi kommer i uge 49."),
        ("{hvornår} kommer vi.", "da", "I uge 49 kommer vi."),
        ("Vi kommer i {hvornår} .", "da", "Vi kommer i uge 49 ."),
        ("Vi kommer {when}", "da", "Vi kommer i uge 49"),
        ("Vi kommer {dato} og {når}.", "da", "Vi kommer i uge 49 og i uge 49."),
        ("Vi kommer.", "da", "Vi kommer. Det kan være i uge 49 – I vælger dagen."),
        ("Vi kommer. I vælger dagen", "da", "Vi kommer. I vælger dagen. Det kan være i uge 49."),
        ("Vi kommer i uge 3.", "da", "Vi kommer i uge 3."),
        ("We come {when}.", "en", "We come in the week of 30 November."),
        ("We come", "en", "We come. It could be in the week of 30 November – you choose the day."),
        ("", "en", "We drop by in the week of 30 November to hear what would suit you. You choose the day."),
    ],
)
def test_first_step_names_the_week(begin, language, step):
    assert step_text(begin, WEEK_49, language) == step


@pytest.mark.parametrize(
    ("on", "monday", "week"),
    [
        (date(2026, 11, 22), date(2026, 11, 30), 49),  # a Sunday
        (date(2026, 11, 24), date(2026, 11, 30), 49),
        (date(2026, 11, 26), date(2026, 12, 7), 50),  # a Thursday: Monday is too soon
        (date(2026, 12, 4), date(2026, 12, 14), 51),
        (date(2026, 12, 17), date(2027, 1, 11), 2),  # past weeks 52, 53 and 1
        (date(2026, 12, 31), date(2027, 1, 11), 2),
        (date(2025, 12, 15), date(2026, 1, 5), 2),
    ],
)
def test_first_step_week_leaves_time_to_answer_and_skips_christmas(on, monday, week):
    window = first_step_window(on)
    assert (window.monday, window.week) == (monday, week)


@given(st.dates())
def test_first_step_week_starts_on_a_later_monday_outside_christmas(on):
    window = first_step_window(on)
    near_the_end = on > date(9999, 11, 30)
    assert near_the_end or window.monday.weekday() == 0
    assert near_the_end or (5 <= (window.monday - on).days <= 42 and 2 <= window.week <= 51)


# --- whatever the profile ---

_WORDS = st.sampled_from(["Vi", "børnene", "noget", "rart", "ikke", "sammen", "hjem,", "og", "læser.", "»", "{når}"])
_TEXT = st.lists(_WORDS, max_size=30).map(" ".join) | st.text(max_size=80)
_LANGUAGES = st.sampled_from(["da", "en"])
_NEEDS = st.builds(NeedPhrase, st.text(max_size=5), _TEXT, _TEXT, st.booleans(), st.lists(_TEXT, max_size=3).map(tuple))
_QUOTES = st.builds(SaidQuote, _TEXT, st.sampled_from(["da", "en", "ar"]), st.none() | _TEXT)
_OFFERS = st.builds(LocalizedOffer, st.text(max_size=5), _TEXT, _TEXT, _TEXT, _TEXT, st.frozensets(st.text(max_size=5)))
_PROFILES = st.builds(
    PitchProfile,
    language=_LANGUAGES,
    partner_name=_TEXT,
    on=st.dates(),
    needs=st.lists(_NEEDS, max_size=4).map(tuple),
    quotes=st.lists(_QUOTES, max_size=4).map(tuple),
    matters=_TEXT,
    matters_language=_LANGUAGES,
    worries=st.lists(st.builds(WorryAnswer, st.text(max_size=5), _TEXT), max_size=3).map(tuple),
    offers=st.lists(_OFFERS, max_size=5).map(tuple),
)


@settings(max_examples=100, deadline=None)
@given(_PROFILES)
def test_any_profile_gives_three_titles_a_lead_and_a_step_without_placeholders(profile):
    draft = draft_pitch(profile)
    assert len({title.text.casefold() for title in draft.titles}) == 3
    assert all(title.text.strip() for title in draft.titles)
    assert draft.lead.strip()
    assert not re.search(r"[{}]", draft.first_step)


@settings(max_examples=100, deadline=None)
@given(_LANGUAGES, st.lists(_QUOTES, max_size=4))
def test_quote_is_cited_only_in_its_own_language_or_translated(language, quotes):
    profile = replace(FAMILY_HOUSE, language=language, quotes=tuple(quotes))
    cited = {lead.quote for lead in draft_pitch(profile).leads if lead.quote is not None}
    for index in cited:
        quote = quotes[index]
        assert quote.language == language or (quote.translation and (quote.language == "da") == (language == "en"))


@settings(max_examples=100, deadline=None)
@given(st.lists(_NEEDS, max_size=4), st.lists(_QUOTES, max_size=3), _LANGUAGES)
def test_only_quotes_are_attributed_to_the_partner(needs, quotes, language):
    """ "I fortæller" stands only before a stretch of a quote; a guessed need's sentence never stands inside it."""
    marked = tuple(replace(need, title=f"GUESS {need.title}", lead=f"GUESS {need.lead}", said=False) for need in needs)
    profile = replace(FAMILY_HOUSE, needs=marked, quotes=tuple(quotes), matters="", language=language)
    for lead in draft_pitch(profile).leads:
        opening = re.match(r"(?:I fortæller: »|You tell us: “)([^«”]*)", lead.text)
        assert (opening is not None) == (lead.origin == "their_words")
        assert opening is None or "GUESS" not in opening.group(1)
    origins = [title.origin for title in draft_pitch(profile).titles if title.text.startswith("GUESS")]
    assert set(origins) <= {"need"}
