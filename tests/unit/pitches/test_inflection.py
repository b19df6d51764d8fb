"""Inflected forms: whole paradigms written out by hand, and unrelated words that look alike."""

import pytest

from outreach.pitches.language.inflection import forms
from outreach.pitches.language.normalisation import tokens
from outreach.pitches.language.patterns import match_at, pattern_for

# The listed word, and forms that must be found.
DANISH = {
    "målgruppe": "målgruppe målgruppen målgrupper målgrupperne målgruppes målgruppens målgruppers målgruppernes",
    "materialer": "materiale materialet materialer materialerne materialets materialernes",
    "materiale": "materiale materialet materialer materialerne",
    "indsats": "indsats indsatsen indsatser indsatserne indsatsens indsatsernes",
    "betjeningssted": "betjeningssted betjeningsstedet betjeningssteder betjeningsstederne",
    "formidling": "formidling formidlingen formidlinger formidle formidler formidlede formidlet formidles formidler",
    "reservering": "reservering reserveringen reserveringer reserveringerne",
    "implementere": "implementere implementerer implementerede implementeret implementeres implementering "
    "implementeringen implementerende implementer",
    "facilitere": "facilitere faciliterer faciliteret faciliterede faciliteres facilitering",
    "tværfaglig": "tværfaglig tværfagligt tværfaglige tværfaglighed tværfagligheden",
    "udsatte": "udsatte udsattes udsat",
    "udsat": "udsat udsatte",
    "sårbare": "sårbar sårbart sårbare sårbarhed sårbarheder",
    "marginaliserede": "marginaliseret marginaliserede",
    "kompetencer": "kompetence kompetencen kompetencer kompetencerne",
    "lånerstatus": "lånerstatus lånerstatussen",
    "brugere": "brugere brugerne brugernes",
    "klienterne": "klient klienten klienter klienterne",
    "offer": "offer offeret offerets ofre ofrene ofrenes",
    "problembørn": "problembarn problembarnet problembørn problembørnene problembørns",
    "program": "program programmet programmer programmerne",
    "artikel": "artikel artiklen artikler artiklerne",
    "synergi": "synergi synergien synergier synergierne",
    "museum": "museum museet museer museerne",
}
ENGLISH = {
    "stakeholder": "stakeholder stakeholders",
    "stakeholders": "stakeholder stakeholders",
    "facilitate": "facilitate facilitates facilitated facilitating facilitation facilitator facilitators",
    "implement": "implement implements implemented implementing implementation",
    "utilise": "utilise utilises utilised utilising utilize utilized utilizing utilization utilisation",
    "synergy": "synergy synergies",
    "synergies": "synergy synergies",
    "program": "program programs programming programmed",
    "outreach": "outreach outreaches",
}
COMPOUNDS = [
    ("materialer", "børnematerialerne"),
    ("materialer", "materialekasse"),
    ("målgruppe", "målgruppeanalyse"),
    ("formidling", "litteraturformidlingens"),
    ("formidling", "formidlingsaften"),
    ("indsats", "familieindsatsen"),
    ("indsats", "indsatsområde"),
    ("udsatte", "udsatteområdet"),
    ("udsat", "udsatterådet"),
    ("implementere", "implementeringsfasen"),
    ("vold", "voldsramte"),
    ("hjælp", "hjælpemidler"),
    ("reservering", "bogreserveringssystemet"),
]
STRANGERS = [
    ("udsatte", "forudsatte"),
    ("udsatte", "udsættes"),
    ("indsats", "indsætte"),
    ("facilitere", "faciliteter"),
    ("materialer", "materialist"),
    ("segment", "pigment"),
    ("dannelse", "videreuddannelse"),
    ("sag", "sagt"),
    ("sag", "sagde"),
    ("sag", "sagtens"),
    ("vold", "voldsomt"),
    ("bruger", "forbrugeren"),
    ("låner", "lån"),
    ("hus", "husker"),
    ("segment", "elements"),
]


def _is_found(word, token, language="da"):
    return match_at(pattern_for(word, language), token, tokens(token), 0) == 1


@pytest.mark.parametrize("word", DANISH)
def test_danish_forms_include_the_whole_paradigm(word):
    assert set(DANISH[word].split()) - forms(word, "da") == set()


@pytest.mark.parametrize("word", ENGLISH)
def test_english_forms_include_the_whole_paradigm(word):
    assert set(ENGLISH[word].split()) - forms(word, "en") == set()


@pytest.mark.parametrize(("word", "compound"), COMPOUNDS)
def test_word_is_found_in_its_compounds(word, compound):
    assert _is_found(word, compound)


@pytest.mark.parametrize(("word", "stranger"), STRANGERS)
def test_word_is_not_found_in_unrelated_words(word, stranger):
    assert not _is_found(word, stranger)


def test_english_words_are_not_found_inside_longer_words():
    assert not _is_found("segment", "segmentology", "en")


def test_english_holding_is_not_a_form_of_holdings():
    assert not _is_found("holdings", "holding", "en")
