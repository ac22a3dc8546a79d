from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.domains.engineering.rules import (
    ConstraintState,
    Limit,
    Reading,
    Share,
    TrendDirection,
    find_circles,
    find_range_problem,
    find_trend,
    is_within,
    judge_limit,
    overfull_columns,
    plan_slices,
    prefill,
    price_debt,
)
from truenorth.engines.ranking import COST_OF_DELAY, WSJF, Column, parse_unit
from truenorth.engines.sequencing import CycleFound

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("limit", "used", "state", "headroom"),
    [
        (600, 300, ConstraintState.FREE, 0.5),
        (600, 480, ConstraintState.NEAR, 0.2),
        (600, 600, ConstraintState.OVER, 0),
        (600, 900, ConstraintState.OVER, 0),
        (600, None, ConstraintState.UNKNOWN, None),
        (None, 5, ConstraintState.UNKNOWN, None),
        (0, 0, ConstraintState.UNKNOWN, None),
    ],
)
def test_a_limit_is_free_near_or_passed(
    limit: float | None, used: float | None, state: ConstraintState, headroom: float | None
) -> None:
    standing = judge_limit(Limit(limit=limit, used=used, checked_on=TODAY), today=TODAY)

    assert standing.state is state
    assert standing.headroom == pytest.approx(headroom)


@pytest.mark.parametrize(("age", "is_stale"), [(0, False), (29, False), (30, True), (400, True)])
def test_a_limit_is_stale_once_its_days_are_over(age: int, is_stale: bool) -> None:  # noqa: FBT001 - a parameter of the test
    limit = Limit(limit=1, used=0, checked_on=TODAY - timedelta(days=age), stale_after_days=30)

    assert judge_limit(limit, today=TODAY).is_stale is is_stale


def test_a_limit_that_nobody_checked_is_stale() -> None:
    assert judge_limit(Limit(limit=1, used=0, checked_on=None), today=TODAY).is_stale


def test_days_beyond_the_calendar_make_no_limit_stale() -> None:
    limit = Limit(limit=1, used=0, checked_on=date.max, stale_after_days=3650)

    assert judge_limit(limit, today=TODAY).stale_on == date.max


def test_debt_is_priced_in_money_a_week_and_weeks() -> None:
    price = price_debt(interest_hours=12, principal_days=6, hourly_rate=80)

    assert (price.cost_of_delay, price.duration_weeks) == (960, 1.2)
    assert price.payback_weeks == 4
    assert price.score == pytest.approx(800)
    assert price.words(currency="EUR") == (
        "12 hours a week at 80 EUR an hour cost 960 EUR a week. 6 days of work to repay it are 1.2 weeks."
    )


def test_what_is_not_known_of_a_debt_has_no_price() -> None:
    price = price_debt(interest_hours=None, principal_days=0, hourly_rate=80)

    assert (price.cost_of_delay, price.payback_weeks, price.score) == (None, None, None)


def test_a_debt_fills_the_columns_whose_units_are_money_a_week_and_weeks() -> None:
    price = price_debt(interest_hours=12, principal_days=6, hourly_rate=80)
    own = [
        Column("loss", "Loss", scale=None, unit=parse_unit("EUR/week")),
        Column("weeks", "Weeks", scale=None, unit=parse_unit("week")),
        Column("points", "Points", unit=parse_unit("week")),
        Column("hours", "Hours", scale=None, unit=parse_unit("hour")),
    ]

    assert prefill(COST_OF_DELAY.columns, price, currency="EUR") == {"cost_of_delay": 960, "duration": 1.2}
    assert prefill(own, price, currency="EUR") == {"loss": 960, "weeks": 1.2}
    assert prefill(own, price, currency="USD") == {"weeks": 1.2}
    assert prefill(WSJF.columns, price, currency="EUR") == {}


def test_nothing_is_filled_in_where_it_would_be_nothing() -> None:
    price = price_debt(interest_hours=0, principal_days=0, hourly_rate=80)

    assert prefill(COST_OF_DELAY.columns, price, currency="EUR") == {}


@pytest.mark.parametrize(
    ("hours", "direction"),
    [
        ([4], TrendDirection.UNKNOWN),
        ([4, 4, 4], TrendDirection.STEADY),
        ([4, 5, 6, 7], TrendDirection.GROWS),
        ([7, 6, 5, 4], TrendDirection.SHRINKS),
        ([4, 4, 40, 4, 4], TrendDirection.STEADY),  # one wrong reading
        ([0, 0], TrendDirection.STEADY),
        ([0, 1], TrendDirection.GROWS),
    ],
)
def test_a_debt_grows_or_shrinks_by_its_readings(hours: list[float], direction: TrendDirection) -> None:
    readings = [Reading(TODAY + timedelta(days=30 * n), each) for n, each in enumerate(hours)]

    assert find_trend(readings).direction is direction


def test_the_last_reading_of_a_day_counts_and_old_ones_do_not() -> None:
    readings = [
        Reading(TODAY - timedelta(days=800), 100),
        Reading(TODAY - timedelta(days=60), 4),
        Reading(TODAY, 9),
        Reading(TODAY, 6),
    ]

    trend = find_trend(readings)

    assert (trend.readings, trend.direction) == (2, TrendDirection.GROWS)
    assert trend.hours_per_month == pytest.approx(2 / 60 * 365.25 / 12)


def test_circles_are_found_and_named_by_a_shortest_way_round() -> None:
    needs = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "c"), ("c", "d"), ("d", "e"), ("e", "d"), ("x", "a")]

    circles = find_circles(needs)

    assert [circle.path for circle in circles] == [("a", "c", "a"), ("d", "e", "d")]
    assert circles[0].members == {"a", "b", "c"}


def test_a_chain_of_thousands_is_no_trouble() -> None:
    chain = [(n, n + 1) for n in range(20_000)]

    assert find_circles(chain) == []
    [circle] = find_circles([*chain, (20_000, 0)])
    assert len(circle.path) == 20_002


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=25))
def test_there_is_a_circle_exactly_where_something_comes_back_to_itself(needs: list[tuple[int, int]]) -> None:
    reached = {(source, target) for source, target in needs}
    for middle in range(8):
        reached |= {(a, d) for a, b in reached if b == middle for c, d in reached if c == middle}

    members = {each for circle in find_circles(needs) for each in circle.members}

    assert members == {each for each in range(8) if (each, each) in reached}
    for circle in find_circles(needs):
        assert circle.path[0] == circle.path[-1]
        assert all(step in needs for step in zip(circle.path, circle.path[1:], strict=False))


def test_a_part_of_a_part_is_within_the_whole() -> None:
    parents = {"api": "billing", "billing": "money", "loop": "loop2", "loop2": "loop"}

    assert is_within("api", "money", parents=parents)
    assert not is_within("money", "api", parents=parents)
    assert not is_within("loop", "money", parents=parents)


def test_slices_may_fill_the_whole_but_not_more() -> None:
    assert overfull_columns([Share(80, 20), Share(20, 80)]) == {}

    assert overfull_columns([Share(80, 20), Share(30, 20)]) == {"value_percent": 110}


def test_eighty_percent_of_the_value_for_twenty_of_the_effort_is_shown() -> None:
    shares = {"rest": Share(5, 50), "core": Share(80, 20), "polish": Share(15, 30)}

    plan = plan_slices(shares, after={}, base_score=5.0)

    assert [step.id for step in plan.steps] == ["core", "polish", "rest"]
    assert [(step.value_so_far, step.effort_so_far) for step in plan.steps] == [(80, 20), (95, 50), (100, 100)]
    assert plan.knee == 1
    assert plan.words.startswith("The first slice brings 80 % of the value for 20 % of the effort.")
    assert [step.score for step in plan.steps] == [20.0, 2.5, 0.5]


def test_a_slice_that_others_wait_for_comes_first_where_that_pays() -> None:
    shares = {"schema": Share(0, 10), "import": Share(80, 20), "colours": Share(20, 20)}

    plan = plan_slices(shares, after={"import": ["schema"]})

    assert [step.id for step in plan.steps] == ["schema", "import", "colours"]
    assert plan.knee == 2
    assert plan.problems == {"schema": "It brings no value of its own."}


def test_slices_that_wait_in_a_circle_have_no_order() -> None:
    with pytest.raises(CycleFound):
        plan_slices({"a": Share(1, 1), "b": Share(1, 1)}, after={"a": ["b"], "b": ["a"]})


def test_no_slice_and_slices_without_effort_are_told_apart() -> None:
    assert plan_slices({}, after={}).words == "Nobody has cut this into slices."

    plan = plan_slices({"free": Share(10, 0)}, after={}, base_score=4.0)
    assert plan.steps[0].score is None
    assert list(plan.problems) == ["free"]


def test_slices_as_dear_as_the_whole_have_no_knee() -> None:
    plan = plan_slices({"a": Share(50, 50), "b": Share(50, 50)}, after={})

    assert plan.knee == 0
    assert "one piece" in plan.words


@given(
    st.dictionaries(
        st.integers(0, 20),
        st.tuples(st.integers(0, 100), st.integers(1, 100)).map(lambda pair: Share(*map(float, pair))),
        max_size=8,
    )
)
def test_without_dependencies_the_frontier_goes_by_value_and_effort(shares: dict[int, Share]) -> None:
    ratios = [step.share.ratio or 0 for step in plan_slices(shares, after={}).steps]

    assert ratios == sorted(ratios, reverse=True)


@pytest.mark.parametrize(
    ("low", "likely", "high", "end"),
    [
        (None, 4, None, None),
        (None, None, None, None),
        (2, 4, 9, None),
        (4, 4, 4, None),
        (5, 4, 9, "low"),
        (2, 4, 3, "high"),
        (2, None, 9, "likely"),
        (2, 4, None, "high"),
        (None, 4, 9, "low"),
    ],
)
def test_a_range_lies_around_its_likely_effort(
    low: float | None, likely: float | None, high: float | None, end: str | None
) -> None:
    problem = find_range_problem(low=low, likely=likely, high=high)

    assert (problem[0] if problem else None) == end
