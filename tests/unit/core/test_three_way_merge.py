"""What becomes of a field that two people may have changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outreach.core.three_way_merge import Outcome, diff_pieces, fingerprint, fingerprints, merge, parse_fingerprints

NAMES = ("name", "city", "needs-1")
TEXTS = st.fixed_dictionaries({name: st.text("ab \n", max_size=3) for name in NAMES})


def outcome(base: str, mine: str, theirs: str) -> Outcome:
    return merge({"x": fingerprint(base)}, {"x": mine}, {"x": theirs})["x"]


def test_merge_of_changed_and_unchanged_fields() -> None:
    assert [outcome("a", "b", "a"), outcome("a", "a", "b"), outcome("a", "b", "b"), outcome("a", "b", "c")] == [
        Outcome.MINE, Outcome.THEIRS, Outcome.MINE, Outcome.ASK]


def test_field_without_fingerprint_is_asked_about_where_it_differs() -> None:
    assert merge({}, {"x": "a", "y": "b"}, {"x": "a", "y": "c"}) == {"x": Outcome.MINE, "y": Outcome.ASK}


@given(TEXTS)
def test_fingerprints_survive_the_hidden_field(texts: dict[str, str]) -> None:
    assert parse_fingerprints(fingerprints(texts)) == {name: fingerprint(text) for name, text in texts.items()}


@given(st.text())
def test_malformed_fingerprints_are_ignored(line: str) -> None:
    assert all(len(each) == 12 for each in parse_fingerprints(line).values())


def saved(base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> dict[str, str] | None:
    """What is saved without asking; None where somebody must be asked."""
    outcomes = merge(parse_fingerprints(fingerprints(base)), mine, theirs)
    if Outcome.ASK in outcomes.values():
        return None
    return {name: (mine if whose is Outcome.MINE else theirs)[name] for name, whose in outcomes.items()}


def same(one: dict[str, str] | None, other: dict[str, str]) -> bool:
    return one is not None and all(fingerprint(one[name]) == fingerprint(other[name]) for name in NAMES)


@given(TEXTS, TEXTS)
def test_my_text_is_used_where_nobody_else_saved(base: dict[str, str], mine: dict[str, str]) -> None:
    assert saved(base, mine, base) == mine


@given(TEXTS, TEXTS)
def test_their_text_is_used_where_i_changed_nothing(base: dict[str, str], theirs: dict[str, str]) -> None:
    assert same(saved(base, base, theirs), theirs)


@given(TEXTS, TEXTS, TEXTS)
def test_merge_without_conflict_is_symmetric(
        base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> None:
    one, other = saved(base, mine, theirs), saved(base, theirs, mine)
    assert same(one, other) if other is not None else one is None


@given(TEXTS, TEXTS, TEXTS)
def test_conflict_exactly_where_both_changed_to_different_texts(
        base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> None:
    outcomes = merge(parse_fingerprints(fingerprints(base)), mine, theirs)
    asked = {name for name, outcome in outcomes.items() if outcome is Outcome.ASK}
    assert asked == {name for name in NAMES if len({fingerprint(each[name]) for each in (base, mine, theirs)}) == 3}


@given(st.text("ab \n"), st.text("ab \n"))
def test_diff_pieces_join_to_the_text(text: str, other: str) -> None:
    assert "".join(piece for piece, _differs in diff_pieces(text, other)) == text


def test_diff_marks_differing_words() -> None:
    assert diff_pieces("Vi har travlt om morgenen", "Vi har travlt om aftenen") == [
        ("Vi har travlt om ", False), ("morgenen", True)]


def test_long_texts_are_compared_from_both_ends_only() -> None:
    begin, end = "ord " * 600, " slut" * 600
    pieces = diff_pieces(f"{begin}mit{end}", f"{begin}deres{end}")
    assert ("".join(piece for piece, _differs in pieces), [differs for _piece, differs in pieces]) == (
        f"{begin}mit{end}", [False, True, False])
