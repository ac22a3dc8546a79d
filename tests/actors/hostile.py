"""What to send where a field is expected: values that no field of the type may take, and values that it may refuse."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.actors.contract import resolve

SCRIPT = "<script>alert(1)</script>"
LONG = 10_000
HUGE = 10**30

BODIES: Mapping[str, bytes] = {
    "nothing": b"",
    "half a document": b'{"title": ',
    "a list": b"[]",
    "null": b"null",
    "a text": b'"title"',
    "form fields": b"title=Hello&body=World",
    "not UTF-8": b'{"title": "\xff\xfe"}',
    "very deep": b'{"title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a number of 5,000 digits": b'{"title": ' + b"9" * 5_000 + b"}",
}

FILES = (b"", b"\x00\x01\x02" * 100, b"\xff\xfe" * 500, b"\x1f\x8b broken", b"PK\x03\x04 broken", b"\n" * 9)

# Percent-encoded, as they stand in an address.
QUERIES = (
    "",
    "%00",
    "%FF%FE",
    "%ED%A0%80",
    "%F0%9F%98%80",
    "'%3B--",
    "-1",
    "0",
    "1e400",
    "NaN",
    "99999999999999999999999",
    "not-a-uuid",
    "null",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59-14:00",
    "x" * 5_000,
)

WRONG: Mapping[str, tuple[Any, ...]] = {
    "string": (5, [], {}, True, "with a \x00 in it", "half a pair: \ud800"),
    "uuid": ("not-a-uuid", 5, [], "\x00"),
    "date": ("2026-02-30", "soon", [], {}, "\x00"),
    "date-time": ("2026-02-30T00:00:00Z", "soon", [], {}, "\x00"),
    "enum": ("no-such-thing", 5, [], {}, "\x00"),
    "number": ("many", [], {}, float("nan"), float("inf"), "\x00"),
    "integer": ("many", [], {}, 1.5, float("nan"), float("inf"), "\x00"),
    "boolean": ("perhaps", [], {}, 7, "\x00"),
    "array": ("one", 5, {}, True),
    "object": ("one", 5, [], True),
}

STRANGE: Mapping[str, tuple[Any, ...]] = {
    "string": ("", " ", "x" * LONG, SCRIPT, "\u202e\u0000"[:1], "🦔" * 200, "=1+1"),
    "uuid": ("00000000-0000-0000-0000-000000000000",),
    "date": ("0001-01-01", "9999-12-31", 5),
    "date-time": ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00", 5),
    "number": (HUGE, -HUGE, 1e308, -1, 0, 5e-324),
    "integer": (HUGE, -HUGE, 2**31, 2**63, -1, 0),
    "array": ([], [None], ["\x00"], [{}], ["00000000-0000-0000-0000-000000000000"] * 3, [[]]),
    "object": ({}, {"\x00": 1}, {"a": "\x00"}, {"a": {"b": [HUGE]}}),
}


@dataclass(frozen=True, slots=True)
class Attack:
    field: str
    value: Any
    must_be_refused: bool

    def __str__(self) -> str:
        return f"{self.field} = {repr(self.value)[:80]}"


def attacks_on(schema: Mapping[str, Any]) -> Iterator[Attack]:
    for name, declared in schema.get("properties", {}).items():
        field = resolve(declared)
        kind = _kind_of(field)
        for value in WRONG.get(kind, ()):
            yield Attack(name, value, must_be_refused=True)
        for value in STRANGE.get(kind, ()):
            too_long = isinstance(value, str) and len(value) > field.get("maxLength", LONG)
            yield Attack(name, value, must_be_refused=too_long)
    yield Attack("no_such_field", 1, must_be_refused=True)


def _kind_of(field: Mapping[str, Any]) -> str:
    if "enum" in field or "const" in field:
        return "enum"
    if field.get("format") in ("uuid", "date", "date-time"):
        return str(field["format"])
    return str(field.get("type", ""))
