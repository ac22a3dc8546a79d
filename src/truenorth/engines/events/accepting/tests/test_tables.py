"""What is taken as an event and what is not, given as Arrow tables; and that both ways agree."""

import datetime as dt
import json
import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.events.accepting import Accepted, accept
from truenorth.engines.events.errors import EventRefused

NOON = 1709294400000000
EVENT = {"event": pa.array(["signup"]), "user_id": pa.array(["u"]), "time": pa.array([NOON // 1000])}


def a_table(**changes: pa.Array) -> pa.Table:
    return pa.table(EVENT | changes)


def column(found: Accepted, name: str) -> list[object]:
    return [value for batch in found.batches for value in batch.column(name).to_pylist()]


def told(found: Accepted) -> tuple[list[dict[str, object]], list[tuple[int, str, str]]]:
    rows = [row for batch in found.batches for row in batch.to_pylist()]
    return rows, [(rejected.row, rejected.field, rejected.reason) for rejected in found.rejected]


@pytest.mark.parametrize(
    "times",
    [
        pa.array([NOON // 1_000_000], pa.timestamp("s")),
        pa.array([NOON // 1000], pa.timestamp("ms", "Europe/Berlin")),
        pa.array([NOON], pa.timestamp("us", "UTC")),
        pa.array([NOON * 1000 + 999], pa.timestamp("ns")),
        pa.array([NOON // 1000], pa.int64()),
        pa.array([NOON // 1000], pa.uint64()),
        pa.array([NOON / 1000], pa.float64()),
        pa.array([str(NOON // 1000)]),
        pa.array(["2024-03-01T12:00:00Z"]),
        pa.array(["2024-03-01T12:00:00"], pa.large_string()),
        pa.array(["2024-03-01 14:00:00.000000+02:00"], pa.string_view()),
        pa.array(["2024-03-01T12Z"]).dictionary_encode(),
    ],
    ids=lambda times: str(times.type),
)
def test_a_column_of_times_is_taken_in_every_type(times: pa.Array) -> None:
    assert column(accept(a_table(time=times)), "time") == [NOON]


def test_dates_are_their_first_moment() -> None:
    midnight = NOON - 12 * 3600 * 1_000_000

    for kind in (pa.date32(), pa.date64()):
        assert column(accept(a_table(time=pa.array([dt.date(2024, 3, 1)], kind))), "time") == [midnight]


@pytest.mark.parametrize(
    "times",
    [
        pa.array([2**63 - 1], pa.timestamp("s")),
        pa.array([-(2**63)], pa.int64()),
        pa.array([2**64 - 1], pa.uint64()),
        pa.array([1e300]),
        pa.array([2**31 - 1], pa.date32()),
        pa.array(["9999-12-31T23:59:59Z"]),
        pa.array(["1899-12-31T23:59:59Z"]),
        pa.array(["-9999999999999"]),
    ],
    ids=str,
)
def test_times_far_away_are_rejected_and_never_wrap_around(times: pa.Array) -> None:
    [rejected] = accept(a_table(time=times)).rejected

    assert (rejected.field, rejected.reason) == ("time", "must lie between 1900 and 2200")


def test_no_row_spoils_the_others() -> None:
    times = pa.array(["2024-03-01T12:00:00Z", "2024-02-30T12:00:00Z", None, "", "soon", "2024-03-01T12:00:00"])
    table = pa.table({"event": ["e"] * 6, "user_id": list("abcdef"), "time": times})

    found = accept(table)

    assert column(found, "user_id") == ["a", "f"]
    assert [(rejected.row, rejected.reason) for rejected in found.rejected] == [
        (1, "must be a datetime, ISO 8601 or epoch milliseconds"),
        (2, "is required"),
        (3, "is required"),
        (4, "must be a datetime, ISO 8601 or epoch milliseconds"),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plan": pa.array(["pro"])}, "plan"),
        ({"event": pa.array([1])}, "event"),
        ({"event": pa.array([b"e"])}, "event"),
        ({"user_id": pa.array([1.5])}, "user_id"),
        ({"device_id": pa.array([True])}, "device_id"),
        ({"time": pa.array([True])}, "time"),
        ({"time": pa.array([dt.time(12)])}, "time"),
        ({"properties": pa.array([1])}, "properties"),
        ({"properties": pa.array([[1]])}, "properties"),
        ({"properties": pa.array([{"a": b"bytes"}])}, "properties"),
        ({"properties": pa.array([[(1, 2)]], pa.map_(pa.int64(), pa.int64()))}, "properties"),
        ({"event": pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff"]).buffers())}, "event"),
    ],
    ids=lambda given: given if isinstance(given, str) else " ".join(str(column.type) for column in given.values()),
)
def test_a_column_of_another_kind_is_refused(changes: dict[str, pa.Array], field: str) -> None:
    with pytest.raises(EventRefused) as refusal:
        accept(a_table(**changes))

    assert refusal.value.field == field


@pytest.mark.parametrize(("names", "field"), [(("user_id",), "user_id"), (("event",), "event"), (("time",), "time")])
def test_a_table_without_a_required_column_is_refused(names: tuple[str, ...], field: str) -> None:
    with pytest.raises(EventRefused) as refusal:
        accept(a_table().drop_columns(list(names)))

    assert refusal.value.field == field


def test_a_column_given_twice_is_refused() -> None:
    table = a_table().append_column("event", pa.array(["again"]))

    with pytest.raises(EventRefused, match="given twice"):
        accept(table)


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        (pa.array([{"a": 1, "b": None, "c": "x"}]), '{"a":1,"c":"x"}'),
        (pa.array([{"a": None}], pa.struct({"a": pa.int64()})), None),
        (pa.array([{}], pa.struct({})), None),
        (pa.array([None], pa.struct({"a": pa.int64()})), None),
        (pa.array([{'a"b': 'quote " \\ \n \x7f \u2028 é'}]), '{"a\\"b":"quote \\" \\\\ \\n \x7f \u2028 é"}'),
        (pa.array([{"a": [1.5, None], "b": {"c": [], "d": True}}]), '{"a":[1.5,null],"b":{"c":[],"d":true}}'),
        (pa.array([[("a", 1), ("b", None)]], pa.map_(pa.string(), pa.int64())), '{"a":1,"b":null}'),
        (pa.array([[]], pa.map_(pa.string(), pa.int64())), None),
        (pa.array([{"x": 1e16, "y": -0.0, "z": 1.0, "w": 0.0}]), '{"x":1e+16,"y":-0.0,"z":1.0,"w":0.0}'),
        (pa.array([{"x": np.float32(0.1)}], pa.struct({"x": pa.float32()})), '{"x":0.10000000149011612}'),
        (
            pa.array([{"at": dt.datetime(2024, 3, 1, tzinfo=dt.UTC), "on": dt.date(2024, 3, 1)}]),
            '{"at":"2024-03-01T00:00:00+00:00","on":"2024-03-01"}',
        ),
        (pa.array(['{"a": 1}']).dictionary_encode(), '{"a":1}'),
        (pa.array(["null"], pa.large_string()), None),
    ],
    ids=map(str, range(13)),
)
def test_typed_properties_become_compact_text(properties: pa.Array, text: str | None) -> None:
    [found] = column(accept(a_table(properties=properties)), "properties")

    assert found == text


def test_coded_and_fixed_lists_become_text_too() -> None:
    plans = pa.array(["pro", "free", "pro"]).dictionary_encode()
    pairs = pa.array([[1, 2], None, [3, 4]], pa.list_(pa.int32(), 2))
    large = pa.array([["a"], [], ["b", "c"]], pa.large_list(pa.string()))
    properties = pa.StructArray.from_arrays([plans, pairs, large], ["plan", "pair", "tags"])
    table = pa.table({"event": ["e"] * 3, "user_id": [1, 2, 3], "time": [NOON // 1000] * 3, "properties": properties})

    assert column(accept(table), "properties") == [
        '{"plan":"pro","pair":[1,2],"tags":["a"]}',
        '{"plan":"free","tags":[]}',
        '{"plan":"pro","pair":[3,4],"tags":["b","c"]}',
    ]
    assert column(accept(table.slice(1)), "properties") == column(accept(table), "properties")[1:]


def test_numbers_that_are_none_are_rejected_by_name() -> None:
    rows = [{"a": 1.0, "b": [1.0]}, {"a": math.inf, "b": None}, {"a": 1.0, "b": [0.0, math.nan]}]
    maps = pa.array([[("m", 1.0)], [("m", 1.0), ("n", math.nan)], []], pa.map_(pa.string(), pa.float64()))
    given = {"event": ["e"] * 3, "user_id": [1, 2, 3], "time": [NOON // 1000] * 3}

    by_struct = accept(pa.table(given | {"properties": pa.array(rows)}))
    by_map = accept(pa.table(given | {"user_properties": maps}))

    assert [(rejected.row, rejected.field) for rejected in by_struct.rejected] == [
        (1, "properties.a"),
        (2, "properties.b"),
    ]
    assert [(rejected.row, rejected.field) for rejected in by_map.rejected] == [(1, "user_properties.n")]


def test_structs_deeper_than_forty_are_rejected_where_they_are() -> None:
    kind: pa.DataType = pa.int64()
    value: object = 1
    for _ in range(41):
        kind, value = pa.struct({"in": kind}), {"in": value}
    table = pa.table(
        {
            "event": ["e"] * 2,
            "user_id": [1, 2],
            "time": [NOON // 1000] * 2,
            "properties": pa.array([value, {"in": None}], kind),
        }
    )

    found = accept(table)

    assert [(rejected.row, rejected.reason) for rejected in found.rejected] == [(0, "is nested deeper than 40")]
    assert column(found, "properties") == [None]


def test_rows_are_numbered_through_every_chunk() -> None:
    part = pa.table({"event": ["e"] * 40_000, "user_id": ["u"] * 39_999 + [""], "time": [NOON // 1000] * 40_000})

    found = accept(pa.concat_tables([part, part, part]))

    assert [rejected.row for rejected in found.rejected] == [39_999, 79_999, 119_999]
    assert max(batch.num_rows for batch in found.batches) <= 65_536
    assert found.rows == 119_997


def test_a_batch_and_a_reader_are_taken_as_a_table() -> None:
    table = a_table()

    assert told(accept(table.to_batches()[0])) == told(accept(table.to_reader())) == told(accept(table))


def test_an_empty_table_makes_no_batches() -> None:
    assert accept(a_table().slice(1)).batches == []


def test_names_of_many_bytes_are_split_into_batches_that_can_be_read() -> None:
    names = pa.array([f"{at:065536d}" for at in range(1_100)])
    table = pa.table({"event": names, "user_id": ["u"] * 1_100, "time": [NOON // 1000] * 1_100})

    found = accept(table)

    assert found.rows == 1_100
    assert max(batch.nbytes for batch in found.batches) <= 64 * 1024 * 1024


TEXTS = st.one_of(
    st.none(), st.text(st.characters(codec="utf-8"), max_size=6), st.sampled_from(["", " ", "\u2003\x1c", "u"])
)
OBJECTS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "null", "{}", "[]", "{", '{"a":NaN}', '{"a": {"b": [1, 1e400]}}', '{"a":"\\ud800"}', '{ "a" : 1 }']
    ),
    st.dictionaries(st.text(max_size=3), st.one_of(st.integers(), st.text(max_size=3), st.booleans())).map(json.dumps),
    st.text(st.characters(codec="utf-8"), max_size=5),
)
TIMES: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    (pa.int64(), st.integers(-(2**63), 2**63 - 1) | st.integers(-(10**13), 10**13)),
    (pa.float64(), st.floats() | st.floats(-1e13, 1e13)),
    (pa.timestamp("us", "UTC"), st.datetimes(timezones=st.just(dt.UTC))),
    (pa.timestamp("us"), st.datetimes()),
    (pa.date32(), st.dates()),
    (
        pa.string(),
        st.one_of(
            st.datetimes(timezones=st.none() | st.timezones()).map(lambda moment: moment.isoformat()),
            st.datetimes(timezones=st.just(dt.UTC)).map(lambda moment: moment.isoformat(" ").replace("+00:00", "Z")),
            st.integers(-(10**15), 10**15).map(str),
            st.floats(-1e13, 1e13).map(str),
            st.from_regex(
                r"[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-6][0-9](\.\d{0,9})?(Z|[+-][0-2]\d:?\d\d)?",
                fullmatch=True,
            ),
            st.text(st.characters(codec="utf-8"), max_size=4),
        ),
    ),
]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_mappings_and_tables_agree(data: st.DataObject) -> None:
    kind, times = data.draw(st.sampled_from(TIMES))
    row = st.fixed_dictionaries(
        {
            "event": TEXTS,
            "user_id": TEXTS,
            "device_id": TEXTS,
            "time": st.none() | times,
            "insert_id": TEXTS,
            "properties": OBJECTS,
            "user_properties": OBJECTS,
        }
    )
    rows = data.draw(st.lists(row, max_size=12))
    schema = pa.schema({name: kind if name == "time" else pa.string() for name in row_names()})

    table = pa.Table.from_pylist(rows, schema)

    assert told(accept(rows)) == told(accept(table))
    assert told(accept(rows)) == told(accept(table.to_pylist()))


def row_names() -> list[str]:
    return ["event", "user_id", "device_id", "time", "insert_id", "properties", "user_properties"]


NUMBERS = st.floats() | st.floats(width=32)
STRUCT = pa.struct(
    {
        "i": pa.int64(),
        "f": pa.float64(),
        "s": pa.string(),
        "b": pa.bool_(),
        "at": pa.timestamp("us", "UTC"),
        "l": pa.list_(pa.float64()),
        "n": pa.struct({"t": pa.string(), "l": pa.list_(pa.string())}),
    }
)
WHOLE = st.fixed_dictionaries(
    {},
    optional={
        "i": st.integers(-(2**63), 2**63 - 1),
        "f": NUMBERS,
        "s": st.text(st.characters(codec="utf-8")),
        "b": st.booleans(),
        "at": st.datetimes(timezones=st.just(dt.UTC)),
        "l": st.lists(st.none() | NUMBERS, max_size=3),
        "n": st.fixed_dictionaries(
            {},
            optional={
                "t": st.text(st.characters(codec="utf-8")),
                "l": st.lists(st.none() | st.text(st.characters(codec="utf-8")), max_size=3),
            },
        ),
    },
)


def in_order(found: object, kind: pa.DataType) -> object:
    """A mapping with its names in the order of a struct's."""
    if not isinstance(found, dict):
        return found
    return {name: in_order(found[name], kind.field(name).type) for name in kind.names if name in found}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | WHOLE, max_size=10))
def test_typed_properties_agree_with_mappings(objects: list[dict[str, object] | None]) -> None:
    count = len(objects)
    given_rows = {"event": ["e"] * count, "user_id": ["u"] * count, "time": [NOON // 1000] * count}
    table = pa.table(
        {name: pa.array(values, pa.int64() if name == "time" else pa.string()) for name, values in given_rows.items()}
        | {"properties": pa.array(objects, STRUCT)}
    )
    ordered = [in_order(found, STRUCT) for found in objects]

    by_table = told(accept(table))
    by_mapping = told(
        accept([{"event": "e", "user_id": "u", "time": NOON // 1000, "properties": each} for each in ordered])
    )

    assert by_table == by_mapping


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(OBJECTS, st.dictionaries(st.text(max_size=3), st.floats() | st.text(max_size=3)), st.integers()),
        max_size=600,
    )
)
def test_properties_written_at_once_are_as_those_written_alone(objects: list[object]) -> None:
    rows = [{"event": "e", "user_id": "u", "time": NOON // 1000, "properties": each} for each in objects]

    alone = [accept([row]) for row in rows]
    together = accept(rows)

    assert column(together, "properties") == [value for found in alone for value in column(found, "properties")]
    assert [(rejected.row, rejected.field, rejected.reason) for rejected in together.rejected] == [
        (row, rejected.field, rejected.reason) for row, found in enumerate(alone) for rejected in found.rejected
    ]


def test_texts_that_make_a_whole_only_together_are_both_rejected() -> None:
    texts = ['{"a":[1', "2]}", "{},{}"]

    found = accept([{"event": "e", "user_id": "u", "time": NOON // 1000, "properties": text} for text in texts])

    assert [rejected.row for rejected in found.rejected] == [0, 1, 2]


def test_combinations_that_repeat_are_written_as_each_would_be_alone() -> None:
    values = [
        {"a": -0.0, "b": "x", "c": {"d": None, "e": True}},
        {"a": 0.0, "b": "x", "c": {"d": None, "e": True}},
        {"a": None, "b": "x", "c": None},
        {"a": None, "b": "x", "c": {"d": None, "e": None}},
        {"a": None, "b": None, "c": None},
        {"a": 1.5, "b": '"', "c": {"d": 7, "e": None}},
        None,
    ]
    kind = pa.array(values).type
    alone = [column(accept(a_table(properties=pa.array([value], kind))), "properties")[0] for value in values]
    many = [value for value in values for _ in range(5)]
    event = {name: pa.array(held.to_pylist() * len(many)) for name, held in EVENT.items()}

    found = accept(pa.table(event | {"properties": pa.array(many, kind)}))

    assert column(found, "properties") == [text for text in alone for _ in range(5)]


def test_each_row_of_a_combination_that_is_unfit_is_rejected() -> None:
    many = [{"a": 1.0, "b": "x"}, {"a": math.nan, "b": "x"}] * 5
    event = {name: pa.array(held.to_pylist() * len(many)) for name, held in EVENT.items()}

    _, rejected = told(accept(pa.table(event | {"properties": pa.array(many)})))

    assert [(row, field) for row, field, _ in rejected] == [(row, "properties.a") for row in range(1, 10, 2)]
