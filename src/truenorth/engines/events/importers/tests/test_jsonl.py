"""JSON lines, sound and hostile."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers import import_file
from truenorth.engines.events.importers.irregular import LONGEST_LINE
from truenorth.engines.events.importers.tests.shelf import Killed, Shelf, refused

Write = Callable[..., Path]
TIME = "2024-03-01T12:00:00Z"


def _event(**more: object) -> dict[str, object]:
    return {"event": "open", "user_id": "u", "time": TIME, **more}


def _nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = {"a": value}
    return value


def test_usual_keys_need_no_mapping_and_others_are_properties(shelf: Shelf, write: Write) -> None:
    lines = [
        _event(insert_id="i1", device_id="d", properties={"plan": "pro"}, user_properties={"role": "pm"}, page="/"),
        {"event": "open", "user_id": 7, "timestamp": 1_709_294_400_000},
        _event(properties=None, plan=None),
    ]

    import_file(shelf, write("log.jsonl", lines), format="jsonl")

    first, second, third = shelf.rows
    assert (first["insert_id"], first["device_id"], first["user_properties"]) == ("i1", "d", {"role": "pm"})
    assert first["properties"] == {"page": "/", "plan": "pro"}
    assert (second["user_id"], second["time"]) == ("7", 1_709_294_400_000_000)
    assert third["properties"] == {}


def test_dotted_paths_reach_into_objects(shelf: Shelf, write: Write) -> None:
    line = {"type": "track", "name": "open", "context": {"user": {"id": "ada"}, "at": TIME}, "a.b": 1}

    import_file(
        shelf, write("log.jsonl", [line]), format="jsonl",
        mapping={"event": "name", "user": "context.user.id", "time": "context.at"},
    )  # fmt: skip

    assert (shelf.rows[0]["event"], shelf.rows[0]["user_id"]) == ("open", "ada")
    assert shelf.rows[0]["properties"] == {"type": "track", "context": line["context"], "a.b": 1}


def test_a_key_that_no_line_has_is_refused_with_the_keys_there_are(shelf: Shelf, write: Write) -> None:
    with pytest.raises(EventRefused, match="'who', which the lines lack; it has event, time, user_id") as refusal:
        import_file(shelf, write("log.jsonl", [_event()]), format="jsonl", mapping={"user": "who"})

    assert refusal.value.field == "user"
    assert not (shelf.path / "imports").exists()


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("not json", "row"),
        ('{"event": "open"', "row"),
        ("[1, 2]", "row"),
        ("null", "row"),
        ("[" * 100_000, "row"),
        (json.dumps(_event(event=None)), "event"),
        (json.dumps(_event(event={"a": 1})), "event"),
        (json.dumps(_event(event=True)), "event"),
        (json.dumps(_event(user_id=[1])), "user_id"),
        (json.dumps(_event(user_id=None)), "user_id"),
        (json.dumps(_event(time=None)), "time"),
        (json.dumps(_event(time=True)), "time"),
        (json.dumps(_event(time={})), "time"),
        (json.dumps(_event(time=1e300)), "time"),
        (json.dumps(_event(time=10**40)), "time"),
        ('{"event": "open", "user_id": "u", "time": NaN}', "time"),
        (json.dumps(_event(properties=[1])), "properties"),
        (json.dumps(_event(properties="x")), "properties"),
        ('{"event": "open", "user_id": "u", "time": "2024-03-01", "n": 1e999}', "properties"),
        (json.dumps(_event(x="\ud800")), "properties"),
        (json.dumps(_event(user_id="\ud800")), "user_id"),
        (json.dumps(_event(properties=_nested(41))), "properties"),
    ],
)
def test_a_hostile_line_is_refused_and_the_others_are_not(shelf: Shelf, write: Write, line: str, field: str) -> None:
    content = "\n".join([json.dumps(_event(at=1)), line, json.dumps(_event(at=2)), ""])

    report = import_file(shelf, write("log.jsonl", content), format="jsonl")

    assert [row["properties"]["at"] for row in shelf.rows] == [1, 2]
    assert [(row["row"], row["field"]) for row in refused(report.rejects_file)] == [("2", field)]


def test_nesting_within_the_limit_and_no_numbers_come_in(shelf: Shelf, write: Write) -> None:
    content = (
        json.dumps(_event(properties=_nested(40))) + "\n" + '{"event":"open","user_id":"u","time":0,"n":NaN,"m":1}\n'
    )

    report = import_file(shelf, write("log.jsonl", content), format="jsonl")

    assert report.rejected == 0
    assert shelf.rows[0]["properties"] == _nested(40)
    assert shelf.rows[1]["properties"].get("n") is None
    assert shelf.rows[1]["properties"]["m"] == 1


def test_lines_without_end_are_refused_and_passed(shelf: Shelf, write: Write) -> None:
    content = json.dumps(_event(at=1)) + "\n" + "x" * (3 * LONGEST_LINE) + "\n" + json.dumps(_event(at=2)) + "\n"

    report = import_file(shelf, write("log.jsonl", content), format="jsonl")

    assert [row["properties"]["at"] for row in shelf.rows] == [1, 2]
    assert [row["row"] for row in refused(report.rejects_file)] == ["2"]


def test_bytes_that_are_no_text_and_marks_and_empty_lines(shelf: Shelf, write: Write) -> None:
    good = json.dumps(_event()).encode()
    content = b"\xef\xbb\xbf" + good + b"\r\n\r\n" + b'{"event": "caf\xe9"}\n' + good

    report = import_file(shelf, write("log.jsonl", gzip.compress(content)), format="jsonl")

    assert (report.accepted, report.read) == (2, 3)
    assert [(row["row"], row["reason"]) for row in refused(report.rejects_file)] == [
        ("3", "holds bytes that are not UTF-8")
    ]


@pytest.mark.parametrize("die_at", [1, 2, 4])
def test_a_killed_import_of_lines_goes_on(shelf: Shelf, write: Write, die_at: int) -> None:
    path = write("log.jsonl", [_event(at=at) for at in range(100)])
    shelf.die_at = die_at
    with pytest.raises(Killed):
        import_file(shelf, path, format="jsonl", batch_rows=25)
    shelf.crash()

    report = import_file(shelf, path, format="jsonl", batch_rows=25)

    assert report.resumed_at == (die_at - 1) * 25
    assert [row["properties"]["at"] for row in shelf.rows] == list(range(100))
