"""The language check: contents of a report, precedence of findings, and that spelling tricks hide no word."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.pitches.language.check import Advice, Finding, check
from outreach.pitches.language.inflection import forms

TALK = (
    Advice("målgruppe", ("dem, I er der for",)),
    Advice("materialer", ("bøger, film og spil",)),
    Advice("udsatte", ("familier, der har det svært",)),
    Advice("implementere", ("begynde på",)),
    Advice("interurban/fjernlån", ("vi henter bogen for jer",)),
)
PAGE = {
    "title": "Noget rart at være fælles om",
    "lead": "I fortæller, at ugen er travl. Vi har materialer til målgruppen.",
}


def _check(text, **more):
    given_ = {"language": "da", "library_talk": TALK} | more
    return check({"text": text}, **given_)


def _kinds(text, **more):
    return [(finding.kind, finding.found) for finding in _check(text, **more).findings]


def test_finding_has_field_sentence_position_and_suggestions():
    assert check(PAGE, language="da", library_talk=TALK[:1]).findings == (
        Finding(
            kind="library_talk",
            field="lead",
            sentence="Vi har materialer til målgruppen.",
            start=53,
            end=63,
            found="målgruppen",
            suggestions=("dem, I er der for",),
        ),
    )


def test_words_and_pronouns_are_counted_over_all_fields():
    report = check(PAGE, language="da", library_talk=())
    assert (report.words, report.we, report.you) == (17, 1, 1)


def test_findings_are_ordered_by_field_and_position():
    report = check({"b": "Materialer til målgruppen", "a": "Målgrupper"}, language="da", library_talk=TALK)
    assert [finding.found for finding in report.findings] == ["Materialer", "målgruppen", "Målgrupper"]


def test_people_word_takes_precedence_over_library_talk_and_keeps_the_suggestion():
    finding = _check("For udsatte familier").findings[0]
    assert (finding.kind, finding.suggestions) == ("people_word", ("familier, der har det svært",))


def test_avoided_word_takes_precedence_over_people_word():
    assert _kinds("For udsatte familier", avoid_words=("udsat",)) == [("avoid_word", "udsatte")]


def test_avoided_word_is_reported_even_if_the_partner_uses_it():
    more = {"avoid_words": ("udsatte",), "their_words": "Vi er der for udsatte børn."}
    assert _kinds("For udsatte familier", **more) == [("avoid_word", "udsatte")]


def test_people_word_used_by_the_partner_is_allowed_in_any_form():
    assert _kinds("En udsat familie", their_words="Vi er der for udsatte børn.") == []


def test_udsat_meaning_postponed_does_not_allow_the_label():
    assert _kinds("De udsatte familier", their_words="Mødet er udsat til fredag.") == [("people_word", "udsatte")]


def test_all_alternatives_of_one_entry_are_found():
    assert _kinds("Et fjernlån, altså interurban") == [("library_talk", "fjernlån"), ("library_talk", "interurban")]


def test_library_talk_inside_a_partner_quote_is_allowed():
    said = "Målgruppen er travle forældre."
    assert _kinds("I siger: »Målgruppen er travle forældre.« Vi siger målgruppen.", their_words=said) == [
        ("library_talk", "målgruppen")
    ]


def test_library_talk_in_our_own_quotation_marks_is_reported():
    assert _kinds("Vi kalder det »målgruppen«.", their_words="Vi er travle.") == [("library_talk", "målgruppen")]


@pytest.mark.parametrize(
    "label",
    [
        "Mulig partner", "Første kontakt", "Aftale om én ting", "Vi prøver noget sammen", "Fast partnerskab",
        "Afsluttet",
        "Possible partner", "First contact", "One thing agreed", "Trying together", "Lasting partnership", "Ended",
        "Glance", "Marriage", "Divorce",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_stage_label_is_reported(label, language):
    assert _kinds(f"{label}.", language=language, library_talk=()) == [("stage_word", label)]


@pytest.mark.parametrize("word", ["date", "engagement", "Date", "Engagement"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_date_and_engagement_are_not_reported(word, language):
    assert _kinds(f"{word} er et ord.", language=language, library_talk=()) == []


def test_designed_demo_page_has_no_findings_and_low_lix():
    report = check(
        {
            "title": "Et sted at være sammen, når hverdagen skifter",
            "lead": "I fortæller, at et forløb skal passe ind i familiens hverdag, og at forældre og børn har brug for "
            "noget rart at være fælles om. Det kan vi hjælpe med – uden at det giver jer mere arbejde.",
        },
        language="da",
        library_talk=TALK,
    )
    assert (report.findings, report.lix, report.we, report.you) == ((), 31, 1, 2)


# --- whatever is typed ---

_HIDDEN = st.sampled_from(["\u00ad", "\u200b", "\u200d", "\ufeff", "\u2060"])
_PIECES = ["Vi", "I", "udsatte", "målgruppen", "»", "«", "er", ".", "\n", "Afsluttet", "\u0301", "å", "a\u030a"]
_TEXT = st.text(max_size=300) | st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join)
_LANGUAGES = st.sampled_from(["da", "en", "fr"])


@settings(max_examples=300, deadline=None)
@given(text=_TEXT, avoid=st.lists(st.text(max_size=12), max_size=4), said=_TEXT, language=_LANGUAGES)
def test_any_text_is_checked_and_positions_match_the_found_words(text, avoid, said, language):
    report = check({"f": text}, language=language, library_talk=TALK, avoid_words=avoid, their_words=said)
    assert [text[f.start : f.end] for f in report.findings] == [f.found for f in report.findings]
    assert all(finding.found in finding.sentence for finding in report.findings)
    assert all(one.end <= two.start for one, two in zip(report.findings, report.findings[1:], strict=False))


_PLAIN = st.sampled_from(["", "Vi kommer gerne. ", "Kaffen er klar, og børnene leger. ", "– ", "»Ja,« siger I. "])
_LISTED = st.sampled_from(["målgruppe", "materialer", "implementere"])


@settings(max_examples=200, deadline=None)
@given(before=_PLAIN, after=_PLAIN, word=_LISTED, data=st.data())
def test_any_form_of_a_listed_word_is_found(before, after, word, data):
    form = data.draw(st.sampled_from(sorted(forms(word, "da"))))
    assert _kinds(f"{before}{form} {after}") == [("library_talk", form)]


@settings(max_examples=200, deadline=None)
@given(word=st.sampled_from(["målgruppen", "børnematerialer", "implementeres"]), data=st.data())
def test_invisible_characters_accents_and_capitals_hide_no_word(word, data):
    at = data.draw(st.integers(1, len(word) - 1))
    changed = word[:at] + data.draw(_HIDDEN) + word[at:]
    changed = data.draw(st.sampled_from([str.upper, str.title, str.lower]))(changed)
    changed = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), changed)
    changed = changed.replace("e", data.draw(st.sampled_from(["e", "é", "è"])))
    assert _kinds(f"Her er {changed} til jer.") == [("library_talk", changed)]
