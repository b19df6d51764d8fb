"""The language check as a whole: what a report says, which finding wins, and that nothing hides a word."""

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


def test_a_finding_names_field_sentence_place_and_suggestions():
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


def test_words_and_voices_are_counted_over_all_fields():
    report = check(PAGE, language="da", library_talk=())
    assert (report.words, report.we, report.you) == (17, 1, 1)


def test_findings_come_in_the_order_of_fields_and_text():
    report = check({"b": "Materialer til målgruppen", "a": "Målgrupper"}, language="da", library_talk=TALK)
    assert [finding.found for finding in report.findings] == ["Materialer", "målgruppen", "Målgrupper"]


def test_a_label_on_people_wins_over_library_talk_and_keeps_its_suggestion():
    finding = _check("For udsatte familier").findings[0]
    assert (finding.kind, finding.suggestions) == ("people_word", ("familier, der har det svært",))


def test_a_word_to_avoid_wins_over_a_label_on_people():
    assert _kinds("For udsatte familier", avoid_words=("udsat",)) == [("avoid_word", "udsatte")]


def test_a_word_to_avoid_is_reported_though_they_say_it():
    more = {"avoid_words": ("udsatte",), "their_words": "Vi er der for udsatte børn."}
    assert _kinds("For udsatte familier", **more) == [("avoid_word", "udsatte")]


def test_their_own_word_for_their_people_passes_in_any_form():
    assert _kinds("En udsat familie", their_words="Vi er der for udsatte børn.") == []


def test_a_meeting_put_off_gives_no_leave_to_call_people_so():
    assert _kinds("De udsatte familier", their_words="Mødet er udsat til fredag.") == [("people_word", "udsatte")]


def test_alternatives_on_one_line_are_each_found():
    assert _kinds("Et fjernlån, altså interurban") == [("library_talk", "fjernlån"), ("library_talk", "interurban")]


def test_library_talk_in_their_own_quoted_words_passes():
    said = "Målgruppen er travle forældre."
    assert _kinds("I siger: »Målgruppen er travle forældre.« Vi siger målgruppen.", their_words=said) == [
        ("library_talk", "målgruppen")
    ]


def test_library_talk_in_quotation_marks_of_our_own_is_reported():
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
def test_every_stage_label_is_refused(label, language):
    assert _kinds(f"{label}.", language=language, library_talk=()) == [("stage_word", label)]


@pytest.mark.parametrize("word", ["date", "engagement", "Date", "Engagement"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_date_and_engagement_are_ordinary_words(word, language):
    assert _kinds(f"{word} er et ord.", language=language, library_talk=()) == []


def test_the_demo_page_of_the_design_is_clean_and_easy():
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
def test_any_text_is_taken_and_every_place_is_true(text, avoid, said, language):
    report = check({"f": text}, language=language, library_talk=TALK, avoid_words=avoid, their_words=said)
    assert [text[f.start : f.end] for f in report.findings] == [f.found for f in report.findings]
    assert all(finding.found in finding.sentence for finding in report.findings)
    assert all(one.end <= two.start for one, two in zip(report.findings, report.findings[1:], strict=False))


_PLAIN = st.sampled_from(["", "Vi kommer gerne. ", "Kaffen er klar, og børnene leger. ", "– ", "»Ja,« siger I. "])
_LISTED = st.sampled_from(["målgruppe", "materialer", "implementere"])


@settings(max_examples=200, deadline=None)
@given(before=_PLAIN, after=_PLAIN, word=_LISTED, data=st.data())
def test_a_listed_word_in_any_form_is_found_in_clean_text(before, after, word, data):
    form = data.draw(st.sampled_from(sorted(forms(word, "da"))))
    assert _kinds(f"{before}{form} {after}") == [("library_talk", form)]


@settings(max_examples=200, deadline=None)
@given(word=st.sampled_from(["målgruppen", "børnematerialer", "implementeres"]), data=st.data())
def test_invisible_characters_accents_and_capitals_hide_nothing(word, data):
    at = data.draw(st.integers(1, len(word) - 1))
    changed = word[:at] + data.draw(_HIDDEN) + word[at:]
    changed = data.draw(st.sampled_from([str.upper, str.title, str.lower]))(changed)
    changed = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), changed)
    changed = changed.replace("e", data.draw(st.sampled_from(["e", "é", "è"])))
    assert _kinds(f"Her er {changed} til jer.") == [("library_talk", changed)]
