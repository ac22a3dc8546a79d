"""Cohorts against a slow reading of what their conditions say."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from truenorth.engines.events.asking.filters import passing_codes
from truenorth.engines.events.asking.histories import Histories, encode_column, from_rows, label_of
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.cohorts import (
    All,
    AnyOf,
    Cohort,
    CohortResult,
    Criterion,
    Did,
    DidNot,
    FirstSeen,
    HasProperty,
    Not,
    PropertyDistinct,
    PropertySum,
    Sequence,
    WithinDates,
    WithinFirst,
    WithinLast,
)
from truenorth.engines.events.cohorts.criteria import EventMatch, Leaf
from truenorth.engines.events.times import instant, micros

Row = dict[str, Any]
START = micros("2024-03-01")
HOUR = 3_600_000_000
DAYS = 20


def row(actor: str, event: str, hour: float, **properties: Any) -> dict[str, Any]:
    return {"actor": actor, "event": event, "time": instant(START + round(hour * HOUR)), "properties": properties}


def about(rows: list[Row]) -> Provenance:
    times = [micros(one["time"]) for one in rows]
    return Provenance("g1", len(rows), min(times, default=None), max(times, default=None))


def ask(plan: Cohort, buckets: list[Histories], provenance: Provenance) -> CohortResult:
    question = plan.question()
    return question.answer([question.read(bucket, provenance) for bucket in buckets], provenance)


def slow_passes(one: Row, match: EventMatch) -> bool:
    return (match.event is None or one["event"] == match.event) and all(
        slow_value_passes(one["properties"].get(each.property), each) for each in match.filters
    )


def slow_value_passes(value: object, filter_: Filter) -> bool:
    column = encode_column([value], [])
    return bool(passing_codes(filter_, column)[column.settled[0]])


class Slow:
    """One actor's rows, in order, against conditions as they are documented."""

    def __init__(self, plan: Cohort, rows: list[Row], as_of: int) -> None:
        self.plan = plan
        self.visible = [one for one in rows if slow_passes(one, EventMatch(filters=plan.filters))]
        self.as_of = as_of

    def is_member(self) -> bool:
        return bool(self.before_until()) and self.holds(self.plan.where)

    def before_until(self) -> list[Row]:
        return [one for one in self.visible if self.plan.until is None or one["time"] < self.plan.until]

    def counted(self, within: object) -> list[Row]:
        rows = [one for one in self.before_until() if self.plan.since is None or one["time"] >= self.plan.since]
        if isinstance(within, WithinDates):
            rows = [one for one in rows if within.since is None or one["time"] >= within.since]
            return [one for one in rows if within.until is None or one["time"] < within.until]
        if isinstance(within, WithinLast):
            begin = self.as_of - round(within.window * 1e6)
            return [one for one in rows if begin < micros(one["time"]) <= self.as_of]
        if isinstance(within, WithinFirst):
            end = micros(self.visible[0]["time"]) + round(within.window * 1e6)
            return [one for one in rows if micros(one["time"]) < end]
        return rows

    def holds(self, where: Criterion) -> bool:
        if isinstance(where, All):
            return all(self.holds(each) for each in where.of)
        if isinstance(where, AnyOf):
            return any(self.holds(each) for each in where.of)
        if isinstance(where, Not):
            return not self.holds(where.of)
        return self.leaf(where)

    def leaf(self, leaf: Leaf) -> bool:
        if isinstance(leaf, HasProperty):
            values = [one["properties"].get(leaf.filter.property) for one in self.before_until()]
            return slow_value_passes(next((each for each in reversed(values) if each is not None), None), leaf.filter)
        if isinstance(leaf, FirstSeen):
            first = next((one["time"] for one in self.before_until() if slow_passes(one, leaf)), None)
            return first is not None and (leaf.since or first) <= first and (leaf.until is None or first < leaf.until)
        rows = self.counted(leaf.within)
        if isinstance(leaf, Sequence):
            return any(slow_follows(rows[at:], leaf) for at in range(len(rows)))
        found = [one for one in rows if slow_passes(one, leaf)]
        if isinstance(leaf, Did | DidNot):
            did = leaf.at_least <= len(found) and (leaf.at_most is None or len(found) <= leaf.at_most)
            return did == isinstance(leaf, Did)
        values = [one["properties"].get(leaf.property) for one in found]
        if isinstance(leaf, PropertyDistinct):
            return slow_compare(len({label_of(each) for each in values if each is not None}), leaf)
        return slow_compare(sum(each for each in values if isinstance(each, int)), leaf)


def slow_follows(rows: list[Row], leaf: Sequence) -> bool:
    """Whether the steps follow one another from the first row on."""
    wanted = list(leaf.steps)
    for one in rows:
        is_first = len(wanted) == len(leaf.steps)
        if is_first and one is not rows[0]:
            return False
        if slow_passes(one, wanted[0]):
            late = leaf.window is not None and micros(one["time"]) - micros(rows[0]["time"]) > leaf.window * 1e6
            if late:
                return False
            wanted.pop(0)
        if not wanted:
            return True
    return False


def slow_compare(found: float, leaf: PropertySum | PropertyDistinct) -> bool:
    low, high = leaf.value[0], leaf.value[-1]
    return {
        "gt": found > low,
        "gte": found >= low,
        "lt": found < low,
        "lte": found <= low,
        "is": found == low,
        "between": low <= found <= high,
    }[leaf.operator]


def random_rows(source: random.Random, actors: int = 12) -> list[Row]:
    rows = []
    for actor in range(actors):
        for _ in range(source.randrange(12)):
            given = {"plan": source.choice(["pro", "free", None, 5]), "price": source.choice([1, 2, 7, "x", None])}
            properties = {key: value for key, value in given.items() if value is not None}
            rows.append(row(f"u{actor}", source.choice("abc"), source.randrange(DAYS * 4) * 6, **properties))
    return sorted(rows, key=lambda one: (one["actor"], one["time"]))


def random_filters(source: random.Random) -> list[Filter]:
    return [Filter(property="plan", value="pro")] if source.random() < 0.3 else []


def random_within(source: random.Random) -> object:
    day = instant(START + source.randrange(DAYS) * 24 * HOUR)
    return source.choice(
        [None, "5d", WithinFirst(window="3d"), WithinDates(since=day), WithinDates(until=day), WithinLast(window="9d")]
    )


def random_leaf(source: random.Random) -> Leaf:
    rows: dict[str, Any] = {
        "event": source.choice(["a", "b", "c", "z", None]),
        "filters": random_filters(source),
        "within": random_within(source),
    }
    least = source.randrange(3)
    most = least + source.randrange(2) if least == 0 or source.random() < 0.5 else None
    measure: dict[str, Any] = {
        "property": "price",
        "operator": source.choice(["gt", "gte", "lt", "lte", "is"]),
        "value": 3,
    }
    steps: Any = source.choices(
        ["a", "b", "c", {"event": None, "filters": random_filters(source)}], k=source.randrange(1, 4)
    )
    window = source.choice([None, "6h", "2d"])
    operator = source.choice(["is", "is_not", "set", "not_set"])
    day = instant(START + source.randrange(DAYS) * 24 * HOUR)
    makers: list[Callable[[], Leaf]] = [
        lambda: Did(at_least=least, at_most=most, **rows),
        lambda: DidNot(at_least=least, at_most=most, **rows),
        lambda: PropertySum(**measure, **rows),
        lambda: PropertyDistinct(**{**measure, "operator": "between", "value": (1, 2)}, **rows),
        lambda: Sequence(steps=steps, window=window, within=rows["within"]),
        lambda: HasProperty(
            filter=Filter(property="plan", operator=operator, value=() if "set" in operator else "pro")
        ),
        lambda: FirstSeen(event=rows["event"], since=day, until=None),
    ]
    return source.choice(makers)()


def random_tree(source: random.Random, depth: int = 2) -> Criterion:
    if depth == 0 or source.random() < 0.4:
        return random_leaf(source)
    inner = [random_tree(source, depth - 1) for _ in range(source.randrange(1, 4))]
    joins: list[Criterion] = [All(of=inner), AnyOf(of=inner), Not(of=inner[0])]
    return source.choice(joins)


def random_plan(source: random.Random) -> Cohort:
    days = [instant(START + source.randrange(DAYS) * 24 * HOUR) for _ in range(3)]
    return Cohort(
        where=random_tree(source),
        since=days[0] if source.random() < 0.3 else None,
        until=days[1] if source.random() < 0.3 else None,
        as_of=days[2] if source.random() < 0.5 else None,
        filters=random_filters(source),
        list_actors=True,
    )


def split(source: random.Random, rows: list[Row]) -> Iterator[Histories]:
    """The rows as three buckets, each actor's rows cut into settled and recent ones anywhere."""
    for bucket in range(3):
        parts: tuple[list[Row], list[Row]] = ([], [])
        actors = sorted({one["actor"] for one in rows if int(one["actor"][1:]) % 3 == bucket})
        for actor in actors:
            own = [one for one in rows if one["actor"] == actor]
            cut = source.randrange(len(own) + 1)
            parts[0].extend(own[:cut])
            parts[1].extend(own[cut:])
        yield from_rows(parts[0], recent=parts[1], bucket=bucket)


@pytest.mark.parametrize("seed", range(40))
def test_members_are_those_of_the_slow_reading_however_rows_and_actors_are_split(seed: int) -> None:
    source = random.Random(seed)
    rows = random_rows(source)
    provenance = about(rows)
    buckets = list(split(source, rows))
    for _ in range(10):
        plan = Cohort.model_validate_json(random_plan(source).model_dump_json())
        as_of = micros(plan.as_of) if plan.as_of else provenance.last_time or 0
        actors = sorted({one["actor"] for one in rows})
        slow = [Slow(plan, [one for one in rows if one["actor"] == actor], as_of) for actor in actors]

        result = ask(plan, buckets, provenance)

        expected = sorted(actor for actor, each in zip(actors, slow, strict=True) if each.is_member())
        assert (result.actors, result.size) == (tuple(expected), len(expected)), plan
        assert result.out_of == sum(bool(each.before_until()) for each in slow)
