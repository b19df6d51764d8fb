"""Splitting a quote into clauses that stand alone, and choosing the clause for a title."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.pitches.clauses import Clause, as_title, clauses, fits_as_title, striking_clause

_PIECES = ["vi", "Børnene", "noget rart", "og", "men", "så", ",", ";", " – ", ".", "fordi", "ikke", "hjem", "»", "?"]
_QUOTES = st.text(max_size=200) | st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (
            "Vi er tit hjemme hos familien, og så ville det være dejligt at have noget med.",
            ("Vi er tit hjemme hos familien", "så ville det være dejligt at have noget med"),
        ),
        (
            "Familierne har nok i bare at være. Det må ikke ligne endnu et møde.",
            ("Familierne har nok i bare at være", "Det må ikke ligne endnu et møde"),
        ),
        ("De skal have bøger, spil og mad", ("De skal have bøger, spil og mad",)),
        (
            "Det skal begynde i det, den enkelte selv er optaget af.",
            ("Det skal begynde i det, den enkelte selv er optaget af",),
        ),
        ("Det var dejligt, så længe det varede.", ("Det var dejligt, så længe det varede",)),
        (
            "Når vi synger de gamle sange, så husker de det hele.",
            ("Når vi synger de gamle sange, så husker de det hele",),
        ),
        (
            "Ugen er fuld fra morgen til aften; børnene er trætte – kaffen er lige kold",
            ("Ugen er fuld fra morgen til aften", "børnene er trætte", "kaffen er lige kold"),
        ),
        (
            "De kommer sjældent ind ad døren hos jer af sig selv, fordi de tror, det koster noget.",
            ("De kommer sjældent ind ad døren hos jer af sig selv", "fordi de tror, det koster noget"),
        ),
        (
            "We know our way to work and to the supermarket, and then the map stops.",
            ("We know our way to work and to the supermarket", "then the map stops"),
        ),
        ("", ()),
        (" – … ", ()),
    ],
)
def test_quote_is_split_into_clauses(quote, expected):
    assert clauses(quote) == expected


@settings(max_examples=300)
@given(_QUOTES)
def test_every_clause_is_a_verbatim_part_of_the_quote(quote):
    plain = " ".join(quote.split())
    assert [clause for clause in clauses(quote) if clause not in plain] == []


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        (["Forældre og børn har brug for noget rart at være fælles om."], "Noget rart at være fælles om"),
        (["De unge gider ikke kontorer. En samtale går bedst, når hænderne laver noget imens."],
         "En samtale går bedst, når hænderne laver noget imens"),
        (["Ferierne er lange, når man bor på tredje sal."], "Ferierne er lange, når man bor på tredje sal"),
        (["Ugen er travl", "Børn vil gerne have plads til at lege."], "Plads til at lege"),
    ],
)  # fmt: skip
def test_most_striking_clause_is_chosen(quotes, expected):
    assert striking_clause(quotes).text == expected


@pytest.mark.parametrize(
    "quote",
    [
        "Vi læser sammen hver aften.",
        "Børnene har ikke noget sted at være sammen.",
        "De er trætte af noget nyt at være sammen om.",
        "Hellere noget hvert år end mange gode påfund.",
        "Biblioteket er et rart sted for børn.",
        "I kan selv vælge bøger hjem.",
        "De udsatte børn leger sammen.",
        "Familien Hansen læser sammen hver aften.",
        "Ring på 12 34 56 78 om bøgerne.",
        "Må børnene læse derhjemme?",
        "Kaffe.",
        "",
    ],
)
def test_complaint_name_label_question_or_we_is_never_a_title(quote):
    assert striking_clause([quote]) is None


def test_first_clause_is_chosen_among_equals():
    assert striking_clause(["Et rart sted for børn", "Et rart rum for børn"]) == Clause("Et rart sted for børn", 0, 11)


def test_striking_clause_in_english():
    clause = striking_clause(["They need somewhere quiet to read together."], "en")
    assert clause.text == "Somewhere quiet to read together"


@settings(max_examples=300)
@given(st.lists(_QUOTES, max_size=4), st.sampled_from(["da", "en", "fr"]))
def test_striking_clause_is_verbatim_short_and_capitalised(quotes, language):
    clause = striking_clause(quotes, language)
    if clause:
        assert clause.text[1:] in " ".join(quotes[clause.quote].split())
        assert 3 <= len(clause.text.split()) <= 9
        assert not re.search(r"^\W|[.,;:!–-]$", clause.text)
        assert clause.text[0] == clause.text[0].upper()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (" »noget rart, at være fælles om.« ", "Noget rart, at være fælles om"),
        ("å, hvor dejligt…", "Å, hvor dejligt"),
        ("hvad vil I?", "Hvad vil I?"),
        ("", ""),
    ],
)
def test_text_is_formatted_as_title(text, title):
    assert as_title(text) == title


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("En hverdag, der hænger sammen for hele familien.", True),
        ("De vil have ro.", False),
        ("Ro.", False),
        ("Vi tror, de vil have ro.", False),
    ],
)
def test_title_text_is_neither_too_short_nor_about_we_or_they(text, fits):
    assert fits_as_title(text, "da") is fits
