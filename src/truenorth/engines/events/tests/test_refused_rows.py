"""What is no event is refused row by row, with the reason; the rest is there, and nothing of the refused."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from truenorth.engines.events import EventRefused, EventStore
from truenorth.engines.events.store.tests.cases import shown

GOOD: Mapping[str, Any] = {"event": "view", "user_id": "ada", "time": "2024-03-01T09:00:00Z"}


def nested(depth: int) -> dict[str, Any]:
    """Objects inside one another, the outermost counted."""
    found: dict[str, Any] = {"leaf": 1}
    for _ in range(depth - 1):
        found = {"in": found}
    return found


BAD: Mapping[str, tuple[Mapping[str, Any], str, str]] = {
    "unknown column": ({**GOOD, "colour": "red"}, "colour", "is an unknown field"),
    "no event": ({**GOOD, "event": None}, "event", "is required"),
    "blank event": ({**GOOD, "event": "  "}, "event", "is required"),
    "event that is a number": ({**GOOD, "event": 7}, "event", "must be text, not int"),
    "nobody": ({"event": "view", "time": 0}, "user_id", "or device_id is required"),
    "blank user": ({**GOOD, "user_id": ""}, "user_id", "or device_id is required"),
    "user that is a list": ({**GOOD, "user_id": ["ada"]}, "user_id", "must be text or an integer, not list"),
    "user that is a truth": ({**GOOD, "user_id": True}, "user_id", "must be text or an integer, not bool"),
    "no time": ({**GOOD, "time": None}, "time", "is required"),
    "time in words": ({**GOOD, "time": "soon"}, "time", "must be a datetime, ISO 8601 or epoch milliseconds"),
    "time that is none": ({**GOOD, "time": "2024-02-30"}, "time", "must be a datetime, ISO 8601 or epoch milliseconds"),
    "time that is NaN": ({**GOOD, "time": float("nan")}, "time", "must be a datetime, ISO 8601 or epoch milliseconds"),
    "time that is endless": (
        {**GOOD, "time": float("inf")},
        "time",
        "must be a datetime, ISO 8601 or epoch milliseconds",
    ),
    "time too early": ({**GOOD, "time": "1899-12-31"}, "time", "must lie between 1900 and 2200"),
    "time too late": ({**GOOD, "time": 10**16}, "time", "must lie between 1900 and 2200"),
    "time that is a truth": ({**GOOD, "time": True}, "time", "must be a datetime, ISO 8601 or epoch milliseconds"),
    "properties that are a list": ({**GOOD, "properties": [1]}, "properties", "must be a JSON object"),
    "properties that are no JSON": ({**GOOD, "properties": "{'n': 1}"}, "properties", "must be a JSON object"),
    "properties cut short": ({**GOOD, "properties": '{"n": 1'}, "properties", "must be a JSON object"),
    "JSON of a list": ({**GOOD, "properties": "[1]"}, "properties", "must be a JSON object"),
    "JSON with NaN": ({**GOOD, "properties": '{"n": NaN}'}, "properties.n", ""),
    "NaN": ({**GOOD, "properties": {"n": float("nan")}}, "properties.n", ""),
    "endless": ({**GOOD, "properties": {"n": float("inf")}}, "properties.n", ""),
    "object of ours": ({**GOOD, "properties": {"n": object()}}, "properties.n", ""),
    "key that is no text": ({**GOOD, "properties": {1: 2}}, "properties", "must be a JSON object"),
    "half a character": ({**GOOD, "properties": {"n": "\ud800"}}, "properties.n", ""),
    "half a character in the name": ({**GOOD, "event": "\ud800"}, "event", ""),
    "insert id that is a list": ({**GOOD, "insert_id": [1]}, "insert_id", ""),
    "no mapping": (["view", "ada"], "event", "must be a mapping, not list"),  # type: ignore[dict-item]
}


DEEP: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "as it is": ({"properties": nested(41)}, "properties"),
    "in JSON": ({"properties": json.dumps(nested(41))}, "properties"),
    "of the user": ({"user_properties": nested(41)}, "user_properties"),
}


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    return EventStore.open(tmp_path / "store", buckets=2)


@pytest.mark.parametrize("name", BAD)
def test_one_bad_row_is_refused_alone(store: EventStore, name: str) -> None:
    row, field, reason = BAD[name]

    report = store.append([GOOD, row, {**GOOD, "user_id": "bo"}])

    [rejected] = report.rejected
    assert (report.accepted, rejected.row, rejected.field) == (2, 1, field)
    assert rejected.reason.startswith(reason)
    assert rejected.reason
    assert sorted(shown(store)) == ["ada", "bo"]


def test_all_bad_rows_at_once_are_refused_each_for_its_reason(store: EventStore, tmp_path: Path) -> None:
    """Before and after a restart and a compaction there is exactly what was accepted."""
    rows = [row for bad, _, _ in BAD.values() for row in (bad, GOOD)]

    report = store.append(rows)

    assert [(each.row, each.field) for each in report.rejected] == [
        (2 * at, field) for at, (_, field, _) in enumerate(BAD.values())
    ]
    assert report.accepted == len(BAD)
    before = shown(store)
    assert {actor: len(found) for actor, found in before.items()} == {"ada": len(BAD)}
    store.close()
    again = EventStore.open(store.path)
    assert shown(again) == before
    again.compact(grace_seconds=0)
    assert shown(again) == before
    assert again.verify() == []


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_41_deep_is_refused(store: EventStore, name: str) -> None:
    given, field = DEEP[name]

    report = store.append([{**GOOD, **given}])

    assert [(each.row, each.field, each.reason) for each in report.rejected] == [(0, field, "is nested deeper than 40")]


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_41_deep_is_refused_among_rows_without_properties(store: EventStore, name: str) -> None:
    given, field = DEEP[name]

    report = store.append([GOOD, {**GOOD, **given}, GOOD])

    assert [(each.row, each.field, each.reason) for each in report.rejected] == [(1, field, "is nested deeper than 40")]


def test_what_is_just_deep_enough_is_kept(store: EventStore) -> None:
    report = store.append([{**GOOD, "properties": nested(40)}, {**GOOD, "properties": json.dumps(nested(40))}])

    assert (report.accepted, report.rejected) == (2, ())


@pytest.mark.parametrize(
    "time", [dt.datetime(2024, 3, 1, 9, tzinfo=dt.UTC), "2024-03-01 09:00", 1709283600000, "1709283600000"]
)
def test_times_in_every_form_are_one_moment(store: EventStore, time: object) -> None:
    store.append([{**GOOD, "time": time}])

    assert shown(store)["ada"][0][0] == 1_709_283_600_000_000


TABLE: Mapping[str, pa.Array] = {
    "event": pa.array(["view", "view", None]),
    "user_id": pa.array(["ada", None, "bo"]),
    "time": pa.array([0, 1, 2]),
}


def test_rows_of_a_table_are_refused_alone(store: EventStore) -> None:
    report = store.append(pa.table(TABLE))

    assert [(each.row, each.field) for each in report.rejected] == [(1, "user_id"), (2, "event")]
    assert list(shown(store)) == ["ada"]


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"colour": pa.array(["red"] * 3)}, "colour"),
        ({"event": pa.array([1, 2, 3])}, "event"),
        ({"time": pa.array([b"", b"", b""])}, "time"),
        ({"time": pa.array([[1], [2], [3]])}, "time"),
        ({"user_id": pa.array([0.5, 1.5, 2.5])}, "user_id"),
        ({"properties": pa.array([1, 2, 3])}, "properties"),
    ],
)
def test_a_table_with_a_column_that_cannot_be_is_refused_whole(
    store: EventStore, columns: Mapping[str, pa.Array], field: str
) -> None:
    with pytest.raises(EventRefused) as refusal:
        store.append(pa.table({**TABLE, **columns}))

    assert refusal.value.field == field
    assert shown(store) == {}
    assert list(store.path.glob("log/*.log")) == [] or store.snapshot().about.events == 0


@pytest.mark.parametrize("events", ["view", {"event": "view"}, 7, None, b"view"])
def test_what_is_no_collection_of_events_is_refused(store: EventStore, events: Iterable[Mapping[str, Any]]) -> None:
    with pytest.raises(EventRefused) as refusal:
        store.append(events)

    assert refusal.value.field == "events"


def test_an_iterable_that_fails_midway_leaves_nothing_half_written(store: EventStore) -> None:
    def events() -> Iterator[Mapping[str, Any]]:
        yield GOOD
        raise OSError("the client has gone")

    with pytest.raises(OSError, match="gone"):
        store.append(events())

    assert shown(store) == {}
    assert store.append([GOOD]).accepted == 1
    assert len(shown(store)["ada"]) == 1
