"""Which of the library's conditions something a partner said is."""

from types import SimpleNamespace

import pytest

from outreach.library.starter import entries
from outreach.partners.conditions import condition_in, short_stretches

CONDITIONS = [SimpleNamespace(key=each["key"], cues_da="|".join(each["cues_da"]), cues_en="|".join(each["cues_en"]))
              for each in entries("vocabularies", "condition")]


@pytest.mark.parametrize(("words", "key"), [
    ("den samme person hver gang", "same_person"), ("barnevognen skal med helt ind", "pram_inside"),
    ("ingen bil med logo", "no_logo"), ("no names written down", "nothing_written"), ("gratis at sidde", "free"),
    ("ingen børnebøger", "adults_only"), ("alt skal kunne sprittes af", "wipeable"), ("hos os", "at_their_place"),
    ("no photographs", "no_photos"), ("de kommer selv", "come_by_themselves")])
def test_a_condition_in_their_own_words_is_found_on_the_list(words, key):
    assert condition_in(words, CONDITIONS).key == key


@pytest.mark.parametrize("words", ["formiddag", "hunden skal med", "lørdag kl. 10-14", ""])
def test_words_that_name_no_condition_of_the_list_stay_words(words):
    assert condition_in(words, CONDITIONS) is None


def test_stretches_to_choose_from_are_short_and_verbatim():
    assert short_stretches(["Vi har dem i fem måneder, og så er det slut. Ja! Kom."]) == (
        "Vi har dem i fem måneder", "og så er det slut")
