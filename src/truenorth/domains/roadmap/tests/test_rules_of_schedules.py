import random
from datetime import date, timedelta

import pytest

from truenorth.domains.roadmap.rules import Span, find_wrong_dates, overlap_days, shift

MONDAY = date(2026, 3, 2)


def span(start: int, end: int | None) -> Span:
    return Span(MONDAY + timedelta(days=start), None if end is None else MONDAY + timedelta(days=end))


def a_plan(draw: random.Random, size: int) -> tuple[dict[int, Span], list[tuple[int, int]]]:
    """Spans and dependencies without a circle, all of them kept."""
    pairs = [(one, other) for other in range(size) for one in range(other) if draw.random() < 0.15]
    spans: dict[int, Span] = {}
    for number in range(size):
        ends = [(spans[one].target_on or MONDAY) for one, other in pairs if other == number]
        start = max(ends, default=MONDAY) + timedelta(days=draw.randrange(10))
        spans[number] = Span(start, start + timedelta(days=draw.randrange(1, 30)))
    return spans, pairs


@pytest.mark.parametrize("seed", range(60))
def test_a_move_takes_along_what_waits_and_nothing_else(seed: int) -> None:
    draw = random.Random(seed)
    spans, pairs = a_plan(draw, 14)
    moved = draw.randrange(14)
    by = timedelta(days=draw.randrange(1, 60))
    was = spans[moved]
    to = Span((was.starts_on or MONDAY) + by, (was.target_on or MONDAY) + by)

    new = shift(spans, pairs, moved=moved, to=to)
    after = spans | new

    assert new[moved] == to
    assert all(overlap_days(after[one], after[other]) == 0 for one, other in pairs)
    for number, moved_span in new.items():
        was = spans[number]
        assert moved_span.target_on - moved_span.starts_on == was.target_on - was.starts_on  # type: ignore[operator]
        assert moved_span.starts_on > was.starts_on  # type: ignore[operator]
        if number != moved:
            blockers = [new[one].target_on for one, other in pairs if other == number and one in new]
            assert moved_span.starts_on == max(each for each in blockers if each), "as soon as it may, and no later"


@pytest.mark.parametrize("seed", range(10))
def test_a_move_to_where_it_stands_moves_nothing_else(seed: int) -> None:
    spans, pairs = a_plan(random.Random(seed), 14)

    assert shift(spans, pairs, moved=3, to=spans[3]) == {3: spans[3]}


def test_what_is_done_or_has_no_start_stays() -> None:
    spans = {"A": span(0, 10), "B": span(10, 20), "C": Span(None, MONDAY), "D": span(10, 12)}
    pairs = [("A", "B"), ("A", "C"), ("A", "D"), ("B", "D")]

    assert shift(spans, pairs, moved="A", to=span(5, 15), fixed={"B"}) == {"A": span(5, 15), "D": span(15, 17)}


def test_taken_earlier_it_leaves_everybody_where_they_are() -> None:
    spans = {"A": span(5, 10), "B": span(10, 20)}

    assert shift(spans, [("A", "B")], moved="A", to=span(0, 5)) == {"A": span(0, 5)}


@pytest.mark.parametrize(
    ("blocker", "blocked", "days"),
    [
        (span(0, 10), span(10, 12), 0),
        (span(0, 10), span(7, 12), 3),
        (span(0, None), span(7, 12), 0),
        (span(0, 10), Span(), 0),
    ],
)
def test_a_start_before_the_end_of_what_it_waits_for_is_a_violation(blocker: Span, blocked: Span, days: int) -> None:
    assert overlap_days(blocker, blocked) == days


def test_dates_that_cannot_be_are_named() -> None:
    early, late = MONDAY, MONDAY + timedelta(days=1)

    assert set(find_wrong_dates(starts_on=late, target_on=early, not_before_on=None, deadline_on=early)) == {
        "target_on",
        "deadline_on",
    }
    assert set(find_wrong_dates(starts_on=early, target_on=None, not_before_on=late, deadline_on=None)) == {"starts_on"}
    assert find_wrong_dates(starts_on=early, target_on=late, not_before_on=early, deadline_on=early) == {}
