import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from truenorth.domains.roadmap.rules import Change, ChangeKind, Frozen, FrozenSlice, Named, Note, diff, explain
from truenorth.domains.roadmap.rules.diffs import heaviest_rising

OLGA, ALICE = Named("o", "Olga"), Named("a", "Alice")
LANES = ("now", "next", "later")
DAY = datetime(2026, 3, 2, tzinfo=UTC)


def item(name: str, horizon: str | None = "next", position: int | None = 1, **values: object) -> Frozen:
    return Frozen(id=name, key=name, title=name, horizon=horizon, position=position, **values)  # type: ignore[arg-type]


def lane(names: str, horizon: str = "next") -> list[Frozen]:
    return [item(name, horizon, place) for place, name in enumerate(names.split(), start=1)]


def told(changes: list[Change]) -> list[tuple[str, str]]:
    return [(change.item.id, change.kind.value) for change in changes]


def a_roadmap(draw: random.Random, size: int) -> list[Frozen]:
    places = dict.fromkeys(LANES, 0)
    items = []
    for number in range(size):
        horizon = draw.choice(LANES)
        places[horizon] += 1
        items.append(
            item(
                f"I{number}",
                horizon,
                places[horizon],
                confidence=draw.randrange(100),
                owner=draw.choice([None, OLGA, ALICE]),
                team=draw.choice([None, Named("t", "Web")]),
                state=draw.choice(["idea", "candidate", "committed", "building"]),
                effort_weeks=draw.choice([None, 1.0, 4.0]),
                target_on=draw.choice([None, "2026-06-01"]),
            )
        )
    return items


EDITS: Mapping[ChangeKind, Callable[[Frozen, int], Frozen]] = {
    ChangeKind.MOVED: lambda i, n: replace(i, target_on=f"2030-01-{n + 1:02}"),
    ChangeKind.RE_SCOPED: lambda i, n: replace(i, title=f"{i.title} again", effort_weeks=100.0 + n),
    ChangeKind.CONFIDENCE: lambda i, n: replace(i, confidence=100 + n),
    ChangeKind.OWNER: lambda i, n: replace(i, owner=Named(f"new{n}", "Bob")),
    ChangeKind.TEAM: lambda i, n: replace(i, team=Named(f"new{n}", "Data")),
    ChangeKind.STATE: lambda i, _: replace(i, state="shipped"),
}


@pytest.mark.parametrize("seed", range(20))
def test_a_roadmap_does_not_differ_from_itself(seed: int) -> None:
    items = a_roadmap(random.Random(seed), 40)

    assert diff(items, items) == []
    assert diff(items, list(reversed(items))) == []


@pytest.mark.parametrize("seed", range(60))
def test_as_many_edits_as_were_made_are_told_and_no_other(seed: int) -> None:
    draw = random.Random(seed)
    before = a_roadmap(draw, 30)
    cells = draw.sample(list(itertools.product(range(len(before)), EDITS)), draw.randrange(1, 25))
    after = list(before)
    for number, (index, kind) in enumerate(cells):
        after[index] = EDITS[kind](after[index], number)
    gone = [before[index].id for index in draw.sample(range(len(before)), 3) if index not in {at for at, _ in cells}]
    after = [each for each in after if each.id not in gone] + [item("New", "now", 99)]

    expected = [(before[index].id, kind.value) for index, kind in cells]
    expected += [(each, "removed") for each in gone] + [("New", "added")]

    assert sorted(told(diff(before, after))) == sorted(expected)


@pytest.mark.parametrize("seed", range(60))
def test_moved_cards_are_told_and_not_the_neighbours_who_made_room(seed: int) -> None:
    draw = random.Random(seed)
    names = [f"I{number}" for number in range(25)]
    moved = draw.sample(names, draw.randrange(1, 4))
    order = list(names)
    for name in moved:
        order.remove(name)
        order.insert(draw.randrange(len(order) + 1), name)
    before, after = lane(" ".join(names)), lane(" ".join(order))

    told_of = {change.item.id for change in diff(before, after, touched=moved)}

    assert told_of <= set(moved)
    rest = [name for name in order if name not in told_of]
    assert rest == sorted(rest, key=names.index), "what was not told of stands as it stood"
    assert diff(before, after, touched=()) == [] if order == names else told_of


@pytest.mark.parametrize("seed", range(10))
def test_the_way_back_adds_what_was_removed(seed: int) -> None:
    draw = random.Random(seed)
    before, after = a_roadmap(draw, 20)[:15], a_roadmap(draw, 20)[5:]
    swapped = {"added": "removed", "removed": "added"}

    there, back = told(diff(before, after)), told(diff(after, before))

    assert sorted((name, swapped[kind]) for name, kind in there if kind in swapped) == sorted(
        pair for pair in back if pair[1] in swapped
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_heaviest_rising_subsequence_is_as_heavy_as_any(seed: int) -> None:
    draw = random.Random(seed)
    places = draw.sample(range(20), 9)
    weights = [draw.randrange(1, 9) for _ in places]
    best = max(
        sum(weights[index] for index in some)
        for size in range(len(places) + 1)
        for some in itertools.combinations(range(len(places)), size)
        if [places[index] for index in some] == sorted(places[index] for index in some)
    )

    kept = heaviest_rising(places, weights)

    assert sum(weights[index] for index in kept) == best
    assert [places[index] for index in sorted(kept)] == sorted(places[index] for index in kept)


def test_of_two_that_changed_places_the_one_that_was_touched_has_moved() -> None:
    before, after = lane("Tour Theme"), lane("Theme Tour")

    assert told(diff(before, after, touched={"Theme"})) == [("Theme", "moved")]
    assert told(diff(before, after, touched={"Tour"})) == [("Tour", "moved")]


def test_what_left_or_joined_a_horizon_moves_nobody_else() -> None:
    before = [*lane("A B C D"), *lane("E F", "now")]
    after = [*lane("A D"), *lane("B E F", "now")]

    assert told(diff(before, after)) == [("B", "moved"), ("C", "removed")]


def test_a_person_under_another_name_is_the_same_owner() -> None:
    before, after = item("Tour", owner=Named("o", "Olga")), item("Tour", owner=Named("o", "Olga Ivanova"))

    assert diff([before], [after]) == []


def test_an_idea_that_was_dropped_unseen_is_no_news() -> None:
    dropped = item("CRM button", None, None, state="closed", outcome="dropped")
    won = item("Tour", None, None, state="closed", outcome="win")

    assert told(diff([], [dropped, won])) == [("Tour", "added")]
    assert diff([dropped, won], []) == []


def test_changes_are_told_in_words_with_the_latest_reason_that_concerns_them() -> None:
    part = FrozenSlice("s", "Skip", 80, 20)
    before = item("Tour", "next", 1, confidence=60, target_on="2026-06-01", state="building", owner=OLGA)
    after = replace(
        before,
        horizon="now",
        target_on=None,
        confidence=None,
        state="closed",
        outcome="win",
        owner=ALICE,
        slices=(part,),
    )
    notes = [
        Note("Tour", DAY, frozenset({"horizon"}), "A guess.", "Bob"),
        Note(
            "Tour", DAY + timedelta(days=2), frozenset({"horizon", "position"}), "Five seen copying by hand.", "Alice"
        ),
        Note("Tour", DAY + timedelta(days=3), frozenset({"state"}), "Both rose", "Olga"),
        Note("Theme", DAY + timedelta(days=9), frozenset({"horizon"}), "Another item's reason", "Olga"),
    ]

    assert [each.words for each in explain(diff([before], [after]), notes)] == [
        "Tour: next → now, target 1 June 2026 → open, because: Five seen copying by hand.",
        "Tour: slices changed.",
        "Tour: confidence 60 % → unknown.",
        "Tour: owner Olga → Alice.",
        "Tour: building → closed as win, because: Both rose.",
    ]


def test_a_place_is_told_among_those_that_stayed() -> None:
    [change] = diff(lane("A B C D"), lane("D A B C"), touched={"D"})

    [said] = explain([change], [])

    assert said.words == "D: earlier in next."
    assert (change.details[0].before, change.details[0].after) == (4, 1)
