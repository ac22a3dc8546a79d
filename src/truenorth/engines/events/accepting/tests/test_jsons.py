"""JSON text is taken as the same events are that come as mappings, and says the same of what is none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.engines.events.accepting import Accepted, accept, accept_json, accept_json_lines
from truenorth.engines.events.accepting.schema import DEEPEST
from truenorth.engines.events.errors import EventRefused

GOOD = {"event": "signup", "user_id": "ada", "time": 1_709_294_400_000}
PROPERTIES = [
    {"a": {"b": [1, None, True, 'é\u2028"\\/\n']}},
    {"a": 10**30, "b": -0.0, "c": 5e-324},
    {"[[[[": "{" * 60},
    {},
]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(texts, inside, max_size=3),
    max_leaves=6,
)
ids = st.none() | texts | st.integers()
events = st.fixed_dictionaries(
    {"event": texts | ids},
    optional={
        "user_id": ids,
        "device_id": ids | st.booleans(),
        "time": st.just(GOOD["time"]) | st.just("2024-03-01") | st.floats(allow_nan=False) | st.integers() | jsons,
        "insert_id": ids,
        "properties": st.dictionaries(texts, jsons, max_size=3) | jsons,
        "user_properties": st.dictionaries(texts, jsons, max_size=3),
        "no_such_field": jsons,
    },
)


def said(taken: Accepted) -> tuple[list[Any], list[str]]:
    """The accepted rows, with their properties read, and what was said of the others."""
    rows = [row for batch in taken.batches for row in batch.to_pylist()]
    for row in rows:
        for field in ("properties", "user_properties"):
            row[field] = row[field] and json.loads(row[field])
    return rows, [str(rejected) for rejected in taken.rejected]


@given(st.lists(events | jsons, max_size=5))
def test_a_list_and_lines_of_json_are_taken_as_mappings_are(given: list[Any]) -> None:
    expected = said(accept(given))

    assert said(accept_json(json.dumps(given).encode())) == expected
    assert said(accept_json_lines("\n".join(map(json.dumps, given)).encode())) == expected


@pytest.mark.parametrize("properties", PROPERTIES)
def test_properties_stay_what_they_are(properties: dict[str, Any]) -> None:
    text = json.dumps([GOOD | {"properties": properties}], indent=3).encode()

    [row], rejected = said(accept_json(text))

    assert (row["properties"], rejected) == (properties or None, [])


@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_properties_are_stored_compact_whoever_wrote_them(ensure_ascii: bool) -> None:  # noqa: FBT001 - a parameter
    text = json.dumps([GOOD | {"properties": {"a": [1, "é"], "b": 1.5}}], ensure_ascii=ensure_ascii, indent=2)

    [batch] = accept_json(text.encode()).batches

    assert batch.column("properties").to_pylist() == ['{"a":[1,"é"],"b":1.5}']


@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [
        (b'{"properties": {"a": [1, NaN]}, %s', "row 1: properties.a must be a finite number: JSON has no other"),
        (b'{"properties": {"a": 1e400}, %s', "row 1: properties.a must be a finite number: JSON has no other"),
        (rb'{"properties": {"a": "\ud800"}, %s', "row 1: properties.a has a lone surrogate, which is not text"),
        (
            rb'{"properties": {"\ud800": NaN}, %s',
            r"row 1: properties.\ud800 must be a finite number: JSON has no other",
        ),
        (rb'{"device_id": "\udc00", %s', "row 1: device_id has a lone surrogate, which is not text"),
        (b'{"platform": "web", %s', "row 1: platform is an unknown field"),
        (b'{"user_id": 1.0, %s', "row 1: user_id must be text or an integer, not float"),
        (b'{"properties": [], %s', "row 1: properties must be a JSON object"),
    ],
)
def test_only_the_row_that_is_wrong_is_rejected(text: bytes, said_of_it: str) -> None:
    good = json.dumps(GOOD).encode()
    odd = text % b'"event": "view", "user_id": "bo", "time": 1709294400000}'.replace(
        b'"user_id": "bo", ', b"" if b"user_id" in text else b'"user_id": "bo", '
    )

    for taken in (
        accept_json(b"[" + good + b"," + odd + b"," + good + b"]"),
        accept_json_lines(b"\n".join([good, odd])),
    ):
        assert [str(rejected) for rejected in taken.rejected] == [said_of_it]
        assert taken.rows in (1, 2)


@pytest.mark.parametrize(("depth", "count"), [(DEEPEST, 1), (DEEPEST + 1, 0)])
def test_properties_are_nested_forty_deep_at_most(depth: int, count: int) -> None:
    properties = b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)
    text = json.dumps(GOOD).encode()[:-1] + b',"properties":' + properties + b"}"

    taken = accept_json(b"[" + text + b"]")

    assert taken.rows == count
    assert [str(each) for each in taken.rejected] == ["row 0: properties is nested deeper than 40"] * (1 - count)


def test_many_small_parts_are_not_deep() -> None:
    assert (
        accept_json(json.dumps([GOOD | {"properties": {"items": [{"id": n} for n in range(99)]}}]).encode()).rows == 1
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "must be JSON"),
        (b"[", "must be JSON"),
        (b'[{"event": "\xff"}]', "must be JSON"),
        (b'{"event": "a"}', "must be a list, not dict"),
        (b"null", "must be a list, not NoneType"),
        (b"[" * 100_000, "is nested deeper than 40"),
        (b"[" + b"9" * 5_000 + b"]", "must be JSON"),
    ],
)
def test_what_is_no_list_of_json_is_refused_as_a_whole(text: bytes, reason: str) -> None:
    with pytest.raises(EventRefused) as refused:
        accept_json(text)

    assert refused.value.field == "events"
    assert refused.value.reason.startswith(reason)


def test_a_line_that_is_no_json_is_rejected_alone_and_blank_lines_do_not_count() -> None:
    good = json.dumps(GOOD).encode()

    taken = accept_json_lines(
        b"\n".join([b"", good, b"  \r", b'{"event"', good, b"[" * 100_000, b"5", b"null", good, b""])
    )

    assert taken.rows == 3
    assert [str(each) for each in taken.rejected] == [
        "row 1: event must be JSON",
        "row 3: event must be JSON",
        "row 4: event must be a mapping, not int",
        "row 5: event must be a mapping, not NoneType",
    ]


def test_rows_are_counted_through_all_chunks() -> None:
    given: list[dict[str, Any]] = [GOOD] * 70_000
    given[66_000] = {**GOOD, "user_id": " "}

    taken = accept_json(json.dumps(given).encode())

    assert taken.rows == 69_999
    assert [str(each) for each in taken.rejected] == ["row 66000: user_id or device_id is required"]
