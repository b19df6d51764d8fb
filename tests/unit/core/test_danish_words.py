"""A word is found with its endings and in compounds, and not inside strangers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.danish_words import find_word, words_found


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("sårbar", "Familier i sårbare situationer"),
        ("sårbare", "en sårbar tid"),
        ("sårbare", "SÅRBARHED"),
        ("klient", "klienterne kommer"),
        ("klienter", "en klients dag"),
        ("familie", "børnefamilier"),
        ("handicappet", "handicappede unge"),
        ("problem", "problemerne"),
        ("hjem", "hjemmet"),
        ("center", "på centret"),
        ("barn", "alle børnene"),
        ("børn", "et barn"),
        ("sag", "sagerne"),
        ("bog", "bøgerne"),
        ("vold", "voldsramte kvinder"),
        ("socialt udsatte", "de socialt   udsatte"),
        ("etnisk", "etniske"),
        ("user", "the users"),
        ("e\u0301lan", "élan"),
        ("élan", "e\u0301lan"),
        ("&", "du & jeg"),
    ],
)
def test_word_is_found_in_inflected_and_compound_forms(word: str, text: str) -> None:
    assert len(find_word(text, word)) == 1


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("sag", "Det kan I sagtens"),
        ("center", "ti procent"),
        ("by", "gruppen bygger"),
        ("gruppe", "alle mødes her"),
        ("ven", "til venstre"),
        ("ild", "en lille kasse"),
        ("socialt udsatte", "socialt samvær for udsatte"),
        ("", "hvad som helst"),
        ("   ", "hvad som helst"),
    ],
)
def test_word_is_not_found_inside_unrelated_words(word: str, text: str) -> None:
    assert find_word(text, word) == []


def test_the_span_covers_the_whole_word_in_the_text_as_written() -> None:
    assert find_word("For SÅRBARE familier", "sårbar") == [(4, 11)]


def test_words_found_keeps_order_and_names_each_once() -> None:
    assert words_found("unge og klienter", ["klient", "Klient", "udsat", "unge"]) == ("klient", "unge")


@given(word=st.from_regex(r"\A\w{1,20}\Z"), before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_word_as_written_is_always_found(word: str, before: str, after: str) -> None:
    assert find_word(f"{before} {word} {after}", word)


@given(text=st.text(max_size=200), word=st.text(max_size=30))
def test_spans_lie_inside_the_text(text: str, word: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in find_word(text, word))
