"""What is taken as an event and what is not, given as mappings."""

import datetime as dt
import math

import numpy as np
import pyarrow as pa
import pytest

from truenorth.engines.events.accepting import SCHEMA, accept, accept_stream
from truenorth.engines.events.errors import EventRefused

NOON = 1709294400000000


def an_event(**changes: object) -> dict[str, object]:
    return {"event": "signup", "user_id": "u", "time": "2024-03-01T12:00:00Z"} | changes


def nested(depth: int) -> dict[str, object]:
    found: dict[str, object] = {"deepest": 1}
    for _ in range(depth - 1):
        found = {"in": found}
    return found


def taken(*events: object) -> list[dict[str, object]]:
    found = accept(events)
    assert found.rejected == []
    return [row for batch in found.batches for row in batch.to_pylist()]


def fault(event: object) -> tuple[str, str]:
    found = accept([event])
    assert found.rows == 0
    [rejected] = found.rejected
    assert rejected.row == 0
    return rejected.field, rejected.reason


def test_an_event_comes_out_in_the_one_schema() -> None:
    found = accept([an_event(device_id="d", insert_id="i", properties={"plan": "pro"}, user_properties='{"age": 3}')])

    assert found.batches[0].schema == SCHEMA
    assert found.batches[0].to_pylist() == [
        {
            "event": "signup",
            "user_id": "u",
            "device_id": "d",
            "time": NOON,
            "insert_id": "i",
            "properties": '{"plan":"pro"}',
            "user_properties": '{"age":3}',
        }
    ]


@pytest.mark.parametrize(
    "time",
    [
        "2024-03-01T12:00:00Z",
        "2024-03-01 12:00:00",
        "2024-03-01T12:00:00.000",
        "2024-03-01T14:00:00+02:00",
        " 2024-03-01T12:00:00.000000000Z ",
        "20240301T120000Z",
        "1709294400000",
        1709294400000,
        1709294400000.0,
        np.float64(1709294400000.0),
        dt.datetime(2024, 3, 1, 12),  # noqa: DTZ001 - without a zone on purpose
        dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC),
        dt.datetime(2024, 3, 1, 7, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
    ],
)
def test_a_time_is_taken_in_every_form(time: object) -> None:
    assert taken(an_event(time=time))[0]["time"] == NOON


def test_times_of_many_forms_share_a_call() -> None:
    rows = taken(an_event(time=1709294400000), an_event(time=dt.date(2024, 3, 1)), an_event(time="2024-03-01T12:00Z"))

    assert [row["time"] for row in rows] == [NOON, NOON - 12 * 3600 * 1_000_000, NOON]


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"event": None}, "event", "is required"),
        ({"event": " "}, "event", "is required"),
        ({"event": 7}, "event", "must be text, not int"),
        ({"event": "\ud800"}, "event", "has a lone surrogate, which is not text"),
        ({"event": "e" * (1024 * 1024 + 1)}, "event", "is longer than 1 MiB"),
        ({"user_id": None}, "user_id", "or device_id is required"),
        ({"user_id": "\u3000", "device_id": ""}, "user_id", "or device_id is required"),
        ({"user_id": True}, "user_id", "must be text or an integer, not bool"),
        ({"user_id": 1.0}, "user_id", "must be text or an integer, not float"),
        ({"user_id": 10**5000}, "user_id", "is longer than 1 MiB"),
        ({"device_id": ["d"]}, "device_id", "must be text or an integer, not list"),
        ({"insert_id": b"i"}, "insert_id", "must be text or an integer, not bytes"),
        ({"time": None}, "time", "is required"),
        ({"time": ""}, "time", "is required"),
        ({"time": "soon"}, "time", "must be a datetime, ISO 8601 or epoch milliseconds"),
        ({"time": "2024-02-30T00:00:00Z"}, "time", "must be a datetime, ISO 8601 or epoch milliseconds"),
        ({"time": True}, "time", "must be a datetime, ISO 8601 or epoch milliseconds"),
        ({"time": math.nan}, "time", "must be a datetime, ISO 8601 or epoch milliseconds"),
        ({"time": math.inf}, "time", "must be a datetime, ISO 8601 or epoch milliseconds"),
        ({"time": 1e308}, "time", "must lie between 1900 and 2200"),
        ({"time": 10**30}, "time", "must lie between 1900 and 2200"),
        ({"time": "9" * 400}, "time", "must lie between 1900 and 2200"),
        ({"time": "2200-01-01T00:00:00Z"}, "time", "must lie between 1900 and 2200"),
        ({"time": dt.datetime(1899, 12, 31, 23, tzinfo=dt.UTC)}, "time", "must lie between 1900 and 2200"),
        ({"properties": [1]}, "properties", "must be a JSON object"),
        ({"properties": "[1]"}, "properties", "must be a JSON object"),
        ({"properties": "{"}, "properties", "must be a JSON object"),
        ({"properties": {1: 2}}, "properties", "must be a JSON object"),
        ({"properties": {"a": 1, "b": math.nan}}, "properties.b", "must be a finite number: JSON has no other"),
        ({"properties": {"b": [{"c": -math.inf}]}}, "properties.b", "must be a finite number: JSON has no other"),
        ({"properties": '{"b": NaN}'}, "properties.b", "must be a finite number: JSON has no other"),
        ({"properties": '{"b": 1e400}'}, "properties.b", "must be a finite number: JSON has no other"),
        ({"properties": {"b": {1, 2}}}, "properties.b", "must be JSON, not set"),
        ({"properties": {"b": 10**5000}}, "properties.b", "must be JSON"),
        ({"properties": nested(41)}, "properties", "is nested deeper than 40"),
        ({"properties": {"a": [[1]] * 50} | nested(41)}, "properties", "is nested deeper than 40"),
        ({"properties": '{"a":' + "[" * 100_000 + "]" * 100_000 + "}"}, "properties", "is nested deeper than 40"),
        ({"properties": {"b": "\ud800"}}, "properties.b", "has a lone surrogate, which is not text"),
        ({"properties": '{"b": "\\ud800"}'}, "properties.b", "has a lone surrogate, which is not text"),
        ({"properties": {"\ud800": 1}}, "properties", "has a lone surrogate, which is not text"),
        ({"user_properties": {"b": math.nan}}, "user_properties.b", "must be a finite number: JSON has no other"),
        ({"properties": {"b": "x" * 17 * 1024 * 1024}}, "properties", "is longer than 16 MiB"),
        ({"plan": "pro"}, "plan", "is an unknown field"),
        ({"plan": "pro", "event": None}, "plan", "is an unknown field"),
    ],
    ids=map(str, range(44)),
)
def test_what_is_no_event_is_named(changes: dict[str, object], field: str, reason: str) -> None:
    assert fault(an_event(**changes)) == (field, reason)


def test_a_circle_is_deeper_than_any_limit() -> None:
    circle: dict[str, object] = {}
    circle["in"] = circle

    assert fault(an_event(properties=circle)) == ("properties", "is nested deeper than 40")


def test_what_is_no_mapping_is_rejected() -> None:
    assert fault("signup") == ("event", "must be a mapping, not str")


def test_the_others_are_taken_and_rows_are_numbered_in_the_order_given() -> None:
    found = accept([an_event(), an_event(time=None), an_event(user_id=3), {}, an_event(properties={"a": math.nan})])

    assert found.rows == 2
    assert [(rejected.row, rejected.field) for rejected in found.rejected] == [
        (1, "time"),
        (3, "event"),
        (4, "properties.a"),
    ]


def test_rows_are_numbered_past_the_end_of_a_chunk() -> None:
    events = [an_event() for _ in range(70_000)]
    events[69_999] = an_event(event="")

    found = accept(events)

    assert [batch.num_rows for batch in found.batches] == [65_536, 4_463]
    assert [rejected.row for rejected in found.rejected] == [69_999]


@pytest.mark.parametrize("given", [{}, "{}", "", " ", None, "null"])
def test_no_properties_are_null(given: object) -> None:
    assert taken(an_event(properties=given))[0]["properties"] is None


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"a": None}, '{"a":null}'),
        ({"ключ": "значение"}, '{"ключ":"значение"}'),
        ({"a": 'quote " and \\ and \n'}, '{"a":"quote \\" and \\\\ and \\n"}'),
        ('{ "a" : [1 , 2.50, true] , "a\\u0062" : {} }', '{"a":[1,2.5,true],"ab":{}}'),
        ({"at": dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)}, '{"at":"2024-03-01T12:00:00+00:00"}'),
        ({"n": np.int64(3), "x": np.float32(0.5), "y": np.bool_(True)}, '{"n":3,"x":0.5,"y":true}'),  # noqa: FBT003 - a value
        ({"big": 2**80}, '{"big":1208925819614629174706176}'),
        ('{"emoji": "\\ud83d\\ude00"}', '{"emoji":"😀"}'),
    ],
)
def test_properties_become_compact_text(given: object, text: str) -> None:
    assert taken(an_event(properties=given))[0]["properties"] == text


def test_forty_levels_and_ten_thousand_properties_are_taken() -> None:
    wide = {f"property {at}": at for at in range(10_000)}

    rows = taken(an_event(properties=nested(40)), an_event(properties=wide), an_event(properties={"a": [[1]] * 50}))

    assert str(rows[1]["properties"]).count(":") == 10_000


def test_long_names_are_taken_and_batches_stay_small() -> None:
    events = [an_event(event=f"{at:065536d}") for at in range(2_100)]

    found = accept(events)

    assert found.rows == 2_100
    assert max(batch.nbytes for batch in found.batches) <= 64 * 1024 * 1024


def test_integers_and_identifiers_beyond_64_bits_become_text() -> None:
    rows = taken(an_event(user_id=7, device_id=2**70), an_event(user_id=np.int32(-7)))

    assert [(row["user_id"], row["device_id"]) for row in rows] == [("7", str(2**70)), ("-7", None)]


@pytest.mark.parametrize("given", [{"event": "signup"}, "signup", b"signup", 7, None])
def test_what_is_no_collection_of_events_is_refused(given: object) -> None:
    with pytest.raises(EventRefused) as refusal:
        accept(given)

    assert refusal.value.field == "events"


def test_nothing_makes_no_batches() -> None:
    assert accept([]).batches == []
    assert accept(iter([])).batches == []


def test_a_stream_is_taken_chunk_by_chunk() -> None:
    asked = 0

    def events() -> object:
        nonlocal asked
        for _ in range(200_000):
            asked += 1
            yield an_event()

    first = next(accept_stream(events()))

    assert (first.rows, asked) == (65_536, 65_536)


def test_batches_hold_one_schema_whatever_came_in() -> None:
    table = pa.table({"event": pa.array(["a"]).dictionary_encode(), "device_id": [7], "time": [1709294400000]})

    assert accept(table).batches[0].schema == accept([an_event()]).batches[0].schema == SCHEMA
