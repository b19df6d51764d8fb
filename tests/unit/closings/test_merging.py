"""Two colleagues in one draft lose no word, whatever either does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outreach.closings.content import Content, empty
from outreach.closings.draft_merge import late_additions, merge_contents


def content(*heard: tuple[str, str], **plain: str) -> Content:
    """content((key, text), …, next_on=…)"""
    made = empty()
    made["plain"].update(plain)
    made["heard"] = [{"key": key, "text": text, "who": "", "partner": "", "language": "da"} for key, text in heard]
    return made


def heard(made: Content) -> list[tuple[str, str]]:
    return [(row["key"], row["text"]) for row in made["heard"]]


def test_new_rows_of_both_are_kept() -> None:
    merged, clashed = merge_contents(content(), content(("a", "ro")), content(("b", "mad")), "t")
    assert (heard(merged), clashed) == ([("a", "ro"), ("b", "mad")], False)


def test_change_by_one_writer_is_taken() -> None:
    before = content(("a", "ro"), ("b", "mad"))
    merged, clashed = merge_contents(before, content(("a", "ro og fred"), ("b", "mad")),
                            content(("a", "ro"), ("b", "mad og kaffe")), "t")
    assert (heard(merged), clashed) == ([("a", "ro og fred"), ("b", "mad og kaffe")], False)


def test_conflicting_changes_of_a_row_are_both_kept() -> None:
    merged, clashed = merge_contents(content(("a", "ro")), content(("a", "ro nu")), content(("a", "ro straks")), "t")
    assert (heard(merged), clashed) == ([("a", "ro nu"), ("a~t", "ro straks")], True)


def test_second_save_of_a_page_updates_its_own_row() -> None:
    first, _clashed = merge_contents(content(("a", "ro")), content(("a", "ro nu")), content(("a", "ro str")), "t")
    merged, _clashed = merge_contents(content(("a", "ro str")), first, content(("a", "ro straks")), "t")
    assert heard(merged) == [("a", "ro nu"), ("a~t", "ro straks")]


def test_deleting_an_untouched_row_deletes_it() -> None:
    assert heard(merge_contents(content(("a", "ro")), content(("a", "ro")), content(), "t")[0]) == []


def test_row_deleted_by_one_and_changed_by_the_other_is_kept() -> None:
    assert heard(merge_contents(content(("a", "ro")), content(("a", "ro nu")), content(), "t")[0]) == [("a", "ro nu")]


def test_changing_a_row_the_other_deleted_restores_it() -> None:
    assert heard(merge_contents(content(("a", "ro")), content(), content(("a", "ro nu")), "t")[0]) == [("a", "ro nu")]


def test_conflicting_days_keep_the_last_one() -> None:
    merged, clashed = merge_contents(content(), content(next_on="2026-12-01"), content(next_on="2026-12-08"), "t")
    assert (merged["plain"]["next_on"], clashed) == ("2026-12-08", True)


def test_other_guests_of_both_are_joined() -> None:
    merged, _clashed = merge_contents(content(), content(others="Vagten"), content(others="Kokken"), "t")
    assert merged["plain"]["others"] == "Vagten, Kokken"


def test_late_additions_are_listed_once() -> None:
    stored = content(("a", "ro"))
    assert late_additions(stored, content(("a", "ro"), ("b", "mad"))) == [
        ("heard", {"key": "b", "text": "mad", "who": "", "partner": "", "language": "da"})]


ROWS = st.dictionaries(st.sampled_from("abc"), st.text("xyzw", min_size=1, max_size=3), max_size=3)
CONTENTS = ROWS.map(lambda rows: content(*rows.items()))


@given(CONTENTS, CONTENTS, CONTENTS)
def test_merge_loses_no_new_word(base: Content, stored: Content, sent: Content) -> None:
    merged, _clashed = merge_contents(base, stored, sent, "t")
    began = dict(heard(base))
    texts = {text for _key, text in heard(merged)}
    for key, text in [*heard(stored), *heard(sent)]:
        if began.get(key) != text:
            assert text in texts


@given(CONTENTS, CONTENTS)
def test_saving_alone_stores_what_was_sent(base: Content, sent: Content) -> None:
    merged, clashed = merge_contents(base, base, sent, "t")
    assert (sorted(heard(merged)), clashed) == (sorted(heard(sent)), False)


@given(CONTENTS, CONTENTS, CONTENTS)
def test_sending_the_same_again_changes_nothing(base: Content, stored: Content, sent: Content) -> None:
    once, _clashed = merge_contents(base, stored, sent, "t")
    assert merge_contents(sent, once, sent, "t")[0] == once
