"""Which segments are merged."""

from collections.abc import Sequence

from truenorth.engines.events.store.leveling import FEW, LARGE_ROWS, MANY, groups_to_merge
from truenorth.engines.events.store.manifest import Segment
from truenorth.engines.events.store.sorting import SMALL_ROWS

DAY = 86_400_000_000


def segments(*rows: int) -> Sequence[Segment]:
    """One a day, in order of arrival, of one bucket and month."""
    return [
        Segment(0, "2024-03", f"s{at}", count, 1, 0, at * DAY, (at + 1) * DAY - 1, at + 1, at + 1)
        for at, count in enumerate(rows)
    ]


def merged(*rows: int) -> list[list[int]]:
    return [[segment.rows for segment in group] for group in groups_to_merge(segments(*rows))]


def test_a_few_small_segments_are_merged() -> None:
    assert merged(*[1] * FEW) == [[1] * FEW]
    assert merged(*[1] * (FEW - 1)) == []


def test_segments_of_a_month_are_merged_while_they_are_not_large() -> None:
    assert merged(*[SMALL_ROWS] * FEW) == [[SMALL_ROWS] * FEW]
    assert merged(*[LARGE_ROWS] * FEW) == []


def test_large_segments_of_a_month_are_merged_when_they_are_many() -> None:
    assert merged(*[LARGE_ROWS] * (MANY - 1)) == []
    assert merged(*[LARGE_ROWS] * MANY) == [[LARGE_ROWS] * MANY]


def test_a_large_segment_is_not_merged_with_the_others() -> None:
    assert merged(LARGE_ROWS, *[SMALL_ROWS] * FEW) == [[SMALL_ROWS] * FEW]


def test_what_arrived_between_and_overlaps_in_time_is_merged_too() -> None:
    first, *others = segments(*[SMALL_ROWS] * FEW)
    large = Segment(0, "2024-03", "large", LARGE_ROWS, 1, 0, 0, 9 * DAY, 2, 99)

    [group] = groups_to_merge([first, large, *others])

    assert large in group
