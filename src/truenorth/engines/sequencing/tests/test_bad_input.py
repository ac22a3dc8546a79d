"""What cannot be put in sequence is refused by name."""

import math

import pytest

from truenorth.engines.sequencing import (
    CycleFound,
    DeadlineTooEarly,
    Item,
    ItemRepeated,
    ItemUnknown,
    OutOfRange,
    SequencingRefused,
    Team,
    sequence,
)

NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("items", "refusal", "said"),
    [
        ([Item("a", 1, 1), Item("a", 2, 2)], ItemRepeated, "a, id: stands in the list twice"),
        ([Item("a", 1, 1, after=("b",))], ItemUnknown, "a, after: 'b' is not in the list"),
        ([Item("a", 1, 1, after=("a",))], CycleFound, "a, after: waits for itself"),
        ([Item("a", 1, -1)], OutOfRange, "a, duration: -1 is negative"),
        ([Item("a", -2, 1)], OutOfRange, "a, weight: -2 is negative"),
        ([Item("a", NAN, 1)], OutOfRange, "a, weight: nan is not a number"),
        ([Item("a", 1, INF)], OutOfRange, "a, duration: inf is not a number"),
        ([Item("a", 1, 1e13)], OutOfRange, "a, duration: 1e+13 is above 1e+12"),
        ([Item("a", 1, 1, release=-3)], OutOfRange, "a, release: -3 is negative"),
        ([Item("a", 1, 1, release=NAN)], OutOfRange, "a, release: nan is not a number"),
        ([Item("a", 1, 1, deadline=INF)], OutOfRange, "a, deadline: inf is not a number"),
        ([Item("a", 1, 2, release=3, deadline=2)], DeadlineTooEarly, "a, deadline: 2 is before 5"),
        ([Item("a", 1, 4), Item("b", 1, 2, ("a",), deadline=5)], DeadlineTooEarly, "b, deadline: 5 is before 6"),
        ([Item("a", 1, 2, spread=(3, 4))], OutOfRange, "a, duration_low: must be above zero and surround"),
        ([Item("a", 1, 2, spread=(0, 4))], OutOfRange, "a, duration_low: must be above zero"),
        ([Item("a", 1, 2, spread=(1, NAN))], OutOfRange, "a, duration_high: nan is not a number"),
        ([Item(f"i{n}", 1, 1) for n in range(5_001)], OutOfRange, "items: are 5,001; no more than 5,000"),
    ],
)
def test_items_are_refused_by_field_and_id(items: list[Item], refusal: type[Exception], said: str) -> None:
    with pytest.raises(refusal) as refused:
        sequence(items)
    assert said in str(refused.value)


def test_a_circle_is_named_in_the_order_in_which_it_waits() -> None:
    items = [Item("a", 1, 1, ("c",)), Item("b", 1, 1, ("a", "x")), Item("c", 1, 1, ("b",)), Item("x", 1, 1)]
    with pytest.raises(CycleFound, match="waits in a circle: a → c → b → a"):
        sequence(items)


def test_a_long_circle_is_named_by_its_ends() -> None:
    items = [Item(f"i{n}", 1, 1, (f"i{(n + 1) % 3_000}",)) for n in range(3_000)]
    with pytest.raises(CycleFound, match="i0 → i1 → i2 → i3 → i4 → … → i2998 → i2999 → i0"):
        sequence(items)


def test_a_chain_of_thousands_is_no_circle() -> None:
    items = [Item(f"i{n:04}", 1, 1, (f"i{n - 1:04}",) if n else ()) for n in range(1_500)]
    assert sequence(items).order == tuple(sorted(item.id for item in items))


@pytest.mark.parametrize(
    ("team", "said"),
    [
        (Team("x", capacity=0), "x, capacity: must be 1 to 1,000, not 0"),
        (Team("x", away=((4, 2),)), "x, away: must end after it starts"),
        (Team("x", away=((NAN, 2),)), "x, away: must end after it starts"),
        (Team("x", away=((-1, 2),)), "x, away: must end after it starts"),
        (Team("y"), "y, team: has a capacity or absences, and no item is its own"),
    ],
)
def test_teams_are_refused_by_name(team: Team, said: str) -> None:
    with pytest.raises(SequencingRefused, match=said):
        sequence([Item("a", 1, 1, team="x")], [team])


def test_two_teams_of_one_name_are_refused() -> None:
    with pytest.raises(ItemRepeated, match="x, team: stands in the list of teams twice"):
        sequence([Item("a", 1, 1, team="x")], [Team("x"), Team("x")])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"seed": -1}, "seed: must be 0 or above"),
        ({"moves": -1}, "moves: must be 0 to"),
        ({"seconds": NAN}, "seconds: must be a number from 0 on"),
        ({"worth": -0.1}, "worth: must be a number from 0 on"),
    ],
)
def test_options_out_of_range_are_refused(options: dict[str, float], said: str) -> None:
    with pytest.raises(OutOfRange, match=said):
        sequence([Item("a", 1, 1)], **options)  # type: ignore[arg-type]  # one dict for options of several types


@pytest.mark.parametrize("number", [0.0, 1e-300, 1e12])
def test_numbers_at_the_ends_of_what_is_allowed_are_counted(number: float) -> None:
    items = [Item("a", number, number, team="x"), Item("b", number, number, ("a",), "y"), Item("c", 1, 1, team="y")]
    plan = sequence(items, moves=100)
    assert math.isfinite(plan.delay_cost)
    assert plan.lower_bound <= plan.delay_cost
