"""How well a text fits a need."""

import pytest

from outreach.pitches.relevance import fit


@pytest.mark.parametrize(("text", "cue", "points"), [
    ("Vi kunne godt bruge et sted med ro.", "ro", 3), ("Rosen står i vinduet.", "ro", 0),
    ("Vi har ikke brug for mere ro.", "ro", 0), ("Brandalarmen går.", "larm", 0),
    ("De kan ikke lide larmen.", "", 0),
])
def test_cue_counts_as_a_whole_word_that_is_not_turned_down(text: str, cue: str, points: int) -> None:
    assert fit(text, [cue], []) == points


def test_shared_words_count_in_any_form_and_in_compounds() -> None:
    assert fit("Børnefamilierne kommer.", [], ["Noget til familien"]) == 1
    assert fit("They read books.", [], ["A good book"], "en") == 1
