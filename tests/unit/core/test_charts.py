"""Where a chart's parts lie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.charts import INKS, Chart, Row, columns, round_steps, thinned

COUNTS = st.integers(0, 10**9)
ROWS = st.lists(st.tuples(COUNTS, COUNTS), max_size=130)


def chart(*values: tuple[int, ...], series: tuple[str, ...] = ("Besøg",)) -> Chart:
    rows = tuple(Row(f"nr. {at}", each, str(at)) for at, each in enumerate(values))
    return Chart("visits", "Besøg pr. måned", series, rows, "Måned")


@pytest.mark.parametrize(("most", "steps"), [
    (0, (0, 1)), (1, (0, 1)), (3, (0, 1, 2, 3)), (7, (0, 2, 4, 6, 8)), (40, (0, 10, 20, 30, 40)),
    (93, (0, 50, 100)), (1234, (0, 500, 1000, 1500)), (2_500_000, (0, 1_000_000, 2_000_000, 3_000_000))])
def test_steps_are_round(most: int, steps: tuple[int, ...]) -> None:
    assert round_steps(most) == steps


@given(COUNTS)
def test_steps_reach_the_highest_and_stop_there(most: int) -> None:
    steps = round_steps(most)
    assert steps[-2] < max(most, 1) <= steps[-1]
    assert (steps[0], len({after - before for before, after in zip(steps, steps[1:], strict=False)})) == (0, 1)
    assert re.fullmatch("[125]0*", str(steps[1]))
    assert len(steps) <= 6


@given(ROWS)
def test_columns_stand_inside_the_picture_in_order_and_apart(values: list[tuple[int, int]]) -> None:
    plot = columns([Row(str(at), each) for at, each in enumerate(values)])
    left_edges = [each.x for each in plot.segments if each.series == 0]
    assert left_edges == sorted(left_edges)
    for each in plot.segments:
        assert plot.left <= each.x <= each.x + each.width <= 100.01
        assert 0 <= each.y <= each.y + each.height <= 87.01


@given(ROWS)
def test_what_is_not_nothing_can_be_seen_and_nothing_is_not_drawn(values: list[tuple[int, int]]) -> None:
    plot = columns([Row(str(at), each) for at, each in enumerate(values)])
    assert len(plot.segments) == sum(each > 0 for pair in values for each in pair)
    assert all(each.height >= 0.8 for each in plot.segments)


def test_heights_are_in_proportion_and_stacked() -> None:
    low, high = columns([Row("a", (10, 30))]).segments
    assert (low.height * 3, low.y, high.y + high.height) == (pytest.approx(high.height), 67.5, pytest.approx(67.5))


def test_one_point_is_a_slender_column_in_the_middle() -> None:
    plot = columns([Row("maj", (4,), "maj")])
    [only] = plot.segments
    assert (only.width, only.x + only.width / 2) == (9.0, pytest.approx((plot.left + 100) / 2))
    assert [(each.text, each.x) for each in plot.labels] == [("maj", pytest.approx((plot.left + 100) / 2, abs=0.01))]


def test_huge_numbers_leave_room_for_the_scale_and_carry_none_of_their_own() -> None:
    plot = columns([Row("a", (12_345_678,))])
    assert (plot.left, plot.numbers) == (24.0, ())


def test_a_chart_of_nothing_has_no_highest() -> None:
    assert (chart((0,), (0,)).highest, chart().highest, chart().columns.segments) == (None, None, ())


def test_bars_share_a_scale_and_the_longest_fills_it() -> None:
    found = chart((3, 1), (2, 0), series=("nået", "ikke nået"))
    assert [[(each.x, each.width) for each in found.bar(row)] for row in found.rows] == [
        [(0.0, 75.0), (75.0, 25.0)], [(0.0, 50.0)]]


def test_rows_must_match_the_series() -> None:
    with pytest.raises(ValueError, match="do not match"):
        chart((1, 2))


def test_no_value_lies_below_nothing() -> None:
    with pytest.raises(ValueError, match="are negative"):
        chart((-1,))


def test_labels_are_thinned_evenly() -> None:
    assert thinned([str(at) for at in range(24)], 12) == tuple(str(at) if at % 2 == 0 else "" for at in range(24))


def test_inks_are_those_of_the_tokens() -> None:
    tokens = (Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css").read_text()
    known = set(re.findall("#[0-9a-f]{6}", tokens))
    assert {colour for ink in INKS for colour in ink} - known == set()


def luminance(colour: str) -> float:
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_edge_is_seen_against_the_card_and_no_two_tones_are_alike_in_grey() -> None:
    tones = sorted(luminance(fill) for fill, _edge in INKS)
    assert min(1.05 / (luminance(edge) + 0.05) for _fill, edge in INKS) >= 3
    assert min((above + 0.05) / (below + 0.05) for below, above in zip(tones, tones[1:], strict=False)) >= 1.5
