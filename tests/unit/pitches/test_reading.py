"""Sentences, word counts, LIX, and counts of "we" and "you"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.pitches.language.lix import lix
from outreach.pitches.language.normalisation import fold, tokens
from outreach.pitches.language.sentences import count_words, sentences, words
from outreach.pitches.language.voice import count_voices


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi kommer. I vælger dagen!", ["Vi kommer.", "I vælger dagen!"]),
        ("Vi ses kl. 17.30. Tag bøger, film m.m. med.", ["Vi ses kl. 17.30.", "Tag bøger, film m.m. med."]),
        ("Den 1. december f.eks. passer fint.", ["Den 1. december f.eks. passer fint."]),
        ("Bøger, spil osv. Alt er gratis.", ["Bøger, spil osv.", "Alt er gratis."]),
        ("En overskrift\nog en linje til", ["En overskrift", "og en linje til"]),
        ("I siger: »Det er svært.« Vi lytter.", ["I siger: »Det er svært.«", "Vi lytter."]),
        ("Hvad vil I? Ring… eller skriv", ["Hvad vil I?", "Ring…", "eller skriv"]),
        ("Det gør I. Vi ses.", ["Det gør I.", "Vi ses."]),
        (" … \n — ", []),
    ],
)
def test_text_is_split_into_sentences(text, expected):
    assert [sentence.text for sentence in sentences(text)] == expected


@given(st.text(max_size=200))
def test_sentences_are_slices_of_the_text_in_order(text):
    found = sentences(text)
    assert [text[sentence.start : sentence.end] for sentence in found] == [sentence.text for sentence in found]
    assert [sentence.start for sentence in found] == sorted(sentence.start for sentence in found)


def test_words_are_split_as_a_reader_counts_them():
    assert words("DK5-nummer, we've kl. 17.30 bør\u00adne a\u030aben 🙂") == [
        "DK5-nummer", "we've", "kl", "17.30", "børne", "åben",
    ]  # fmt: skip


def test_words_are_counted_over_several_texts():
    assert count_words("En kop kaffe", "", "til jer") == 5


def test_lix_equals_the_value_computed_by_hand():
    # 11 words in 2 sentences, 3 of them longer than six letters: 5.5 + 27.3.
    assert lix(["Familierne kommer en onsdag. Biblioteket har kaffe, spil og gode historier."]) == 33


def test_lix_counts_each_field_as_its_own_sentence():
    assert lix(["en to tre fire fem", "en to tre fire fem"]) == 5


def test_lix_counts_words_over_six_letters_as_long():
    assert lix(["aaaaaa bbbbbbb cc dd ee ff gg hh ii jj"]) == 10 + 10


@pytest.mark.parametrize("texts", [[], [""], ["Kort tekst."], ["… – !"]])
def test_too_little_text_has_no_lix(texts):
    assert lix(texts) is None


@pytest.mark.parametrize(
    ("text", "we", "you"),
    [
        ("I vælger dagen, og vi kommer til jer med vores bøger.", 2, 2),
        ("I Randers er I velkomne i huset.", 0, 1),
        ("I uge 49 kommer vi.", 1, 0),
        ("I perioder er der travlt.", 0, 0),
        ("I fællesskab finder vi en vej. I kan altid ringe.", 1, 1),
        ("I, der kender dem bedst, bestemmer.", 0, 1),
        ("I får kaffe. I dag er den gratis.", 0, 1),
        ("Det kan I selv sige i morgen.", 0, 1),
        ("Giv os jeres svar, så er vor dag god.", 2, 1),
    ],
)
def test_danish_we_and_you_are_counted(text, we, you):
    assert count_voices(text, "da") == (we, you)


def test_english_we_and_you_are_counted():
    assert count_voices("We bring our books to you, and yours stay. I like the US.", "en") == (2, 2)


@given(st.text(max_size=200))
def test_folded_positions_map_back_to_the_text(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert [text[token.start : token.end] for token in tokens(text)] == [token.written for token in tokens(text)]


@pytest.mark.parametrize("text", ["Målgruppé", "MAALGRUPPE", "mål\u00adgruppe", "ma\u030algruppe", "må\u200blgruppe"])
def test_different_spellings_fold_to_one_word(text):
    assert fold(text).text == "målgruppe"
