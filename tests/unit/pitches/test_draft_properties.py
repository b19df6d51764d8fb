"""What holds of every draft: declined words and stray marks never stand on it, and what is cited is verbatim."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.pitches.citing import cite
from outreach.pitches.drafting import draft_pitch
from outreach.pitches.profile import LocalizedOffer, NeedPhrase, PitchProfile, SaidQuote

NEED = NeedPhrase("calm", "Et roligt sted", "Vi kan give jer ro.", said=True, words="et sted med en dør")
OFFER = LocalizedOffer("room", "Et lokale", "I får et lokale med en dør.", needs=frozenset({"calm"}))
EMPTY = PitchProfile("da", "Huset", date(2026, 11, 22))
KNOWN = replace(EMPTY, needs=(NEED,), offers=(OFFER,))

TEXTS = st.lists(st.sampled_from([
    "Vi vil gerne have et sted, hvor der er ro.", "Tjah. Ring efter påske.", "»Kom ind«, siger de til hinanden.",
    "\"Der er ikke ro her\", sagde en af dem i går.", "Musikken er dækket ind.", "ord " * 1000, "Nå.", "",
    "Børnene larmer meget, og det er godt.", "Hvad skulle det nu hjælpe?"]), max_size=4)
MARKS = st.sampled_from([None, (), ("calm",), ("other",)])
QUOTES = st.builds(lambda texts, needs, declines: tuple(SaidQuote(text, "da", needs=needs, declines=declines)
                                                       for text in texts), TEXTS, MARKS, st.booleans())


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


@given(QUOTES)
@settings(max_examples=25, deadline=None)
def test_what_is_cited_is_verbatim_and_marks_are_paired(quotes: tuple[SaidQuote, ...]) -> None:
    profile = replace(KNOWN, quotes=quotes)
    draft = draft_pitch(profile)
    theirs = [plain(quote.text) for quote in quotes] + [plain(NEED.words)]
    for text in (draft.lead, *(offer.why for offer in draft.offers)):
        assert text.count("»") == text.count("«")
        assert text.count("›") == text.count("‹")
        assert '"' not in text
        assert all(any(plain(cited) in words for words in theirs) for cited in re.findall("»([^«]*)«", text))


@given(QUOTES)
@settings(max_examples=25, deadline=None)
def test_more_said_never_makes_the_page_say_less_of_them(quotes: tuple[SaidQuote, ...]) -> None:
    silent = draft_pitch(KNOWN)
    draft = draft_pitch(replace(KNOWN, quotes=quotes))
    assert [offer.offer for offer in draft.offers] == [offer.offer for offer in silent.offers]
    assert all(offer.why for offer in draft.offers)
    assert draft.title == silent.title


@pytest.mark.parametrize("quote", ["Tjah. Ring efter påske.", "Musikken er dækket ind. Vi har en harmonika."])
def test_filler_and_what_they_have_already_are_no_lead(quote: str) -> None:
    draft = draft_pitch(replace(KNOWN, quotes=(SaidQuote(quote, "da", needs=()),)))
    assert quote[:8] not in draft.lead


def test_page_of_a_partner_without_needs_says_that_we_do_not_know_them() -> None:
    draft = draft_pitch(replace(EMPTY, offers=(OFFER,), quotes=(SaidQuote("Tjah. Ring efter påske.", "da", needs=()),)))
    assert draft.lead.startswith("Vi kender jer ikke")


def test_every_offer_declined_leaves_a_short_and_true_page() -> None:
    draft = draft_pitch(replace(EMPTY, needs=(NEED,)))
    assert draft.offers == ()
    assert draft.lead
    assert draft.first_step


@pytest.mark.parametrize(("words", "cited"), [
    ("»Kom ind«, siger de.", "I fortæller: »›Kom ind‹, siger de.«"),
    ("\"Kom ind\", siger de.", "I fortæller: »›Kom ind‹, siger de.«"),
    ("»Kom ind.«", "I fortæller: »Kom ind.«"), ("»Kom ind«.", "I fortæller: »Kom ind.«"),
    ("“Kom ind", "I fortæller: »Kom ind«."), ("De siger »kom« og »gå«.", "I fortæller: »De siger ›kom‹ og ›gå‹.«"),
])
def test_no_stray_quotation_mark_is_printed(words: str, cited: str) -> None:
    assert cite(words, "da") == cited
