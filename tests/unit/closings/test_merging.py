"""Two colleagues in one draft lose no word, whatever either does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outreach.closings.content import Content, empty
from outreach.closings.draft_merge import late_words, merge


def content(*heard: tuple[str, str], **plain: str) -> Content:
    """content((key, text), …, next_on=…)"""
    made = empty()
    made["plain"].update(plain)
    made["heard"] = [{"key": key, "text": text, "who": "", "partner": "", "language": "da"} for key, text in heard]
    return made


def heard(made: Content) -> list[tuple[str, str]]:
    return [(row["key"], row["text"]) for row in made["heard"]]


def test_each_ones_new_row_stands() -> None:
    merged, clashed = merge(content(), content(("a", "ro")), content(("b", "mad")), "t")
    assert (heard(merged), clashed) == ([("a", "ro"), ("b", "mad")], False)


def test_a_change_of_one_alone_counts() -> None:
    before = content(("a", "ro"), ("b", "mad"))
    merged, clashed = merge(before, content(("a", "ro og fred"), ("b", "mad")),
                            content(("a", "ro"), ("b", "mad og kaffe")), "t")
    assert (heard(merged), clashed) == ([("a", "ro og fred"), ("b", "mad og kaffe")], False)


def test_two_changes_of_one_row_stand_side_by_side() -> None:
    merged, clashed = merge(content(("a", "ro")), content(("a", "ro nu")), content(("a", "ro straks")), "t")
    assert (heard(merged), clashed) == ([("a", "ro nu"), ("a~t", "ro straks")], True)


def test_the_same_page_goes_on_in_its_own_side() -> None:
    first, _clashed = merge(content(("a", "ro")), content(("a", "ro nu")), content(("a", "ro str")), "t")
    merged, _clashed = merge(content(("a", "ro str")), first, content(("a", "ro straks")), "t")
    assert heard(merged) == [("a", "ro nu"), ("a~t", "ro straks")]


def test_deleting_an_untouched_row_deletes_it() -> None:
    assert heard(merge(content(("a", "ro")), content(("a", "ro")), content(), "t")[0]) == []


def test_deleting_what_the_other_is_writing_does_not() -> None:
    assert heard(merge(content(("a", "ro")), content(("a", "ro nu")), content(), "t")[0]) == [("a", "ro nu")]


def test_writing_on_in_what_the_other_deleted_brings_it_back() -> None:
    assert heard(merge(content(("a", "ro")), content(), content(("a", "ro nu")), "t")[0]) == [("a", "ro nu")]


def test_two_days_for_one_question_are_a_clash_and_the_last_counts() -> None:
    merged, clashed = merge(content(), content(next_on="2026-12-01"), content(next_on="2026-12-08"), "t")
    assert (merged["plain"]["next_on"], clashed) == ("2026-12-08", True)


def test_two_other_guests_both_came() -> None:
    merged, _clashed = merge(content(), content(others="Vagten"), content(others="Kokken"), "t")
    assert merged["plain"]["others"] == "Vagten, Kokken"


def test_late_words_are_told_once_each() -> None:
    stored = content(("a", "ro"))
    assert late_words(stored, content(("a", "ro"), ("b", "mad"))) == [
        ("heard", {"key": "b", "text": "mad", "who": "", "partner": "", "language": "da"})]


ROWS = st.dictionaries(st.sampled_from("abc"), st.text("xyzw", min_size=1, max_size=3), max_size=3)
CONTENTS = ROWS.map(lambda rows: content(*rows.items()))


@given(CONTENTS, CONTENTS, CONTENTS)
def test_no_new_word_of_either_is_lost(base: Content, stored: Content, sent: Content) -> None:
    merged, _clashed = merge(base, stored, sent, "t")
    began = dict(heard(base))
    texts = {text for _key, text in heard(merged)}
    for key, text in [*heard(stored), *heard(sent)]:
        if began.get(key) != text:
            assert text in texts


@given(CONTENTS, CONTENTS)
def test_saving_alone_stores_what_was_sent(base: Content, sent: Content) -> None:
    merged, clashed = merge(base, base, sent, "t")
    assert (sorted(heard(merged)), clashed) == (sorted(heard(sent)), False)


@given(CONTENTS, CONTENTS, CONTENTS)
def test_sending_the_same_again_changes_nothing(base: Content, stored: Content, sent: Content) -> None:
    once, _clashed = merge(base, stored, sent, "t")
    assert merge(sent, once, sent, "t")[0] == once
