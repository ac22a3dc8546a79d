import itertools
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from truenorth.domains.roadmap.rules import Crew, Piece, Work, advise, price_start, propose

MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)


def work(name: str, weight: float, weeks: float, **values: object) -> Work:
    return Work(id=name, title=name, weight=weight, effort_weeks=weeks, **values)  # type: ignore[arg-type]


def some_work(draw: random.Random, size: int) -> list[Work]:
    return [
        work(
            f"I{number}",
            draw.randrange(0, 20),
            draw.choice([0.5, 1, 2, 5]),
            team=draw.choice(["web", "data"]),
            after=tuple(f"I{each}" for each in range(number) if draw.random() < 0.2),
        )
        for number in range(size)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_a_proposal_overlaps_nothing_that_waits_and_nothing_of_one_team(seed: int) -> None:
    works = some_work(random.Random(seed), 12)

    proposal = propose(works, [], from_on=MONDAY)

    slots = {slot.id: slot for slot in proposal.slots}
    assert set(slots) == {each.id for each in works}
    for each in works:
        assert all(slots[each.id].starts_on >= slots[other].target_on for other in each.after)
    for team in ("web", "data"):
        mates = sorted((slots[each.id] for each in works if each.team == team), key=lambda slot: slot.target_on)
        assert all(one.target_on <= other.starts_on for one, other in itertools.pairwise(mates))
    assert proposal.lower_bound <= proposal.delay_cost <= min(proposal.baselines.values()) + 1e-9


def test_slices_are_delivered_one_after_the_other_and_what_they_leave_comes_last() -> None:
    pieces = (Piece("thin", "Thin", 80, 20), Piece("old", "Old", 5, 30, is_shipped=True))
    tour = work("Tour", 10, 10, team="web", pieces=pieces)
    export = work("Export", 1, 1, team="data", after=("Tour",))

    proposal = propose([tour, export], [], from_on=MONDAY)

    slots = {slot.id: slot for slot in proposal.slots}
    assert [(each.id, each.starts_on, each.target_on) for each in slots["Tour"].pieces] == [
        ("thin", MONDAY, MONDAY + 2 * WEEK),
        ("Tour:rest", MONDAY + 2 * WEEK, MONDAY + 7 * WEEK),
    ]
    assert (slots["Tour"].target_on, slots["Export"].starts_on) == (MONDAY + 7 * WEEK, MONDAY + 7 * WEEK)


def test_a_thin_slice_of_great_value_goes_before_other_work_of_its_team() -> None:
    tour = work("Tour", 10, 10, pieces=(Piece("thin", "Thin", 80, 20),))
    theme = work("Theme", 4, 2)

    slots = {slot.id: slot for slot in propose([tour, theme], [], from_on=MONDAY).slots}

    assert slots["Tour"].pieces[0].starts_on == MONDAY
    assert slots["Theme"].starts_on == MONDAY + 2 * WEEK


def test_a_team_works_around_its_absence_and_does_as_much_at_a_time_as_it_has_seats() -> None:
    works = [work("A", 5, 2, team="web"), work("B", 4, 2, team="web"), work("C", 3, 2, team="web")]
    crew = Crew("web", seats=2, absences=((MONDAY + WEEK, MONDAY + 2 * WEEK - timedelta(days=1)),))

    slots = {slot.id: slot for slot in propose(works, [crew], from_on=MONDAY).slots}

    assert (slots["A"].starts_on, slots["B"].starts_on) == (MONDAY, MONDAY)
    assert slots["A"].target_on == MONDAY + 3 * WEEK
    assert slots["C"].starts_on == MONDAY + 3 * WEEK


def test_what_may_not_start_yet_waits_and_a_deadline_goes_before_value() -> None:
    tour = work("Tour", 9, 2, not_before_on=MONDAY + 4 * WEEK)
    export = work("Export", 1, 2, deadline_on=MONDAY + 2 * WEEK)
    theme = work("Theme", 5, 2)

    slots = {slot.id: slot for slot in propose([tour, theme, export], [], from_on=MONDAY).slots}

    assert [slots[name].starts_on for name in ("Export", "Theme", "Tour")] == [
        MONDAY,
        MONDAY + 2 * WEEK,
        MONDAY + 4 * WEEK,
    ]
    assert (slots["Export"].on_time, slots["Export"].is_late, slots["Tour"].on_time) == (1.0, False, None)


def test_a_deadline_that_nothing_can_keep_is_dropped_and_named() -> None:
    late = work("Late", 1, 2, deadline_on=MONDAY - WEEK)

    proposal = propose([late, work("Fine", 1, 1, deadline_on=MONDAY + 9 * WEEK)], [], from_on=MONDAY)

    assert list(proposal.impossible) == ["Late"]


def test_the_chance_of_a_date_comes_from_the_range_of_the_effort() -> None:
    sure, unsure = work("Sure", 5, 4, team="a"), work("Unsure", 5, 4, team="b", spread=(2, 12))

    slots = {slot.id: slot for slot in propose([sure, unsure], [], from_on=MONDAY).slots}

    assert (slots["Sure"].chance, slots["Sure"].p10_on, slots["Sure"].p90_on) == (
        1.0,
        MONDAY + 4 * WEEK,
        MONDAY + 4 * WEEK,
    )
    assert slots["Unsure"].chance == pytest.approx(0.5, abs=0.01)
    assert slots["Unsure"].p10_on == MONDAY + 2 * WEEK
    assert slots["Unsure"].p90_on == MONDAY + 12 * WEEK


def test_what_was_begun_keeps_the_day_on_which_it_was() -> None:
    begun = work("Tour", 1, 2, begun_on=MONDAY - 2 * WEEK)

    [slot] = propose([begun], [], from_on=MONDAY).slots

    assert (slot.starts_on, slot.target_on) == (MONDAY - 2 * WEEK, MONDAY + 2 * WEEK)


def test_a_start_by_hand_costs_what_the_others_wait() -> None:
    works = [work("Tour", 9, 3), work("Theme", 1, 5)]
    advice = advise(works, [], from_on=MONDAY)

    dear = price_start(advice, works, moved="Theme", at=MONDAY, from_on=MONDAY, unit="points")
    free = price_start(advice, works, moved="Tour", at=MONDAY, from_on=MONDAY, unit="points")

    assert dear.cost == pytest.approx(42)
    assert dear.is_against_advice
    assert dear.later == pytest.approx({"Tour": 5})
    assert dear.words == "It costs 42.0 points beside the plan: Tour 5.0 weeks later."
    assert (free.cost, free.is_against_advice) == (0, False)


@pytest.mark.parametrize("seed", range(5))
def test_no_start_of_proven_work_is_better_than_the_plan(seed: int) -> None:
    works = [replace(each, team="", after=()) for each in some_work(random.Random(seed), 7)]
    advice = advise(works, [], from_on=MONDAY)
    assert advice.plan.gap == 0

    for each in works:
        for weeks in (0, 3, 8):
            found = price_start(advice, works, moved=each.id, at=MONDAY + weeks * WEEK, from_on=MONDAY, unit="")
            assert found.cost >= -1e-9
