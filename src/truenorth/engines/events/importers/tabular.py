"""Tables become canonical rows: named columns are who, what and when, every other one is a property."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.json_text import Inside, dumped, insides, plain_value, properties_of
from truenorth.engines.events.importers.moments import moments, time_reason
from truenorth.engines.events.importers.reading import CANONICAL, LONGEST_RAW, Chunk, Reading, Reject

USUAL: Mapping[str, tuple[str, ...]] = {
    "event": ("event",),
    "user": ("user_id",),
    "device": ("device_id",),
    "time": ("time", "timestamp"),
    "insert_id": ("insert_id",),
    "properties": ("properties",),
    "user_properties": ("user_properties",),
}
"""The columns that are looked for when the mapping does not name one."""

_IDS = {"event": "event", "user": "user_id", "device": "device_id", "insert_id": "insert_id"}


@dataclass(frozen=True, slots=True)
class Roles:
    """Which columns play which part: several where the first that has a value counts. `others` are properties."""

    played: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]


def roles(
    columns: Sequence[str],
    mapping: Mapping[str, str],
    *,
    usual: Mapping[str, tuple[str, ...]] = USUAL,
    is_every_used: bool = False,
) -> Roles:
    """Who, what and when among the columns of a file.

    With `is_every_used` the usual columns stand in for each other, row by row; without, the first there is counts.
    Raises EventRefused that lists the columns when a named one is absent, or when event, time, or both of user and
    device are not to be found.

    >>> roles(["who", "event", "time", "plan"], {"user": "who"}).others
    ('plan',)
    """
    played: dict[str, tuple[str, ...]] = {}
    for part, names in usual.items():
        named = mapping.get(part)
        if named is not None and not is_there(columns, named):
            raise EventRefused(f"names the column {named!r}, which the file lacks; {listed(columns)}", field=part)
        found = tuple(name for name in names if name in columns)
        played[part] = (named,) if named is not None else found if is_every_used else found[:1]
    _require(played, columns)
    used = {name for names in played.values() for name in names}
    return Roles(played, tuple(name for name in columns if name not in used))


def is_there(columns: Sequence[str], name: str) -> bool:
    """Whether there is such a column, or with dots perhaps the field of one.

    >>> is_there(["who"], "who.id"), is_there(["who"], "when")
    (True, False)
    """
    return name in columns or ("." in name and name.partition(".")[0] in columns)


def listed(columns: Sequence[str]) -> str:
    """The columns of a file in words.

    >>> listed(["a", "b"])
    'it has a, b'
    """
    shown = ", ".join(columns[:50]) + (", …" if len(columns) > 50 else "")
    return f"it has {shown}" if columns else "it has no columns"


def _require(played: Mapping[str, tuple[str, ...]], columns: Sequence[str]) -> None:
    for part in ("event", "time"):
        if not played[part]:
            raise EventRefused(f"must name a column of the file; {listed(columns)}", field=part)
    if not played["user"] and not played["device"]:
        raise EventRefused(f"or device must name a column of the file; {listed(columns)}", field="user")


@dataclass(frozen=True, slots=True)
class Place:
    """Where some rows stand in a file: their numbers, the last number dealt with, and the share of the file."""

    rows: NDArray[np.int64]
    end: int
    share: float


def chunk_of(table: pa.Table, place: Place, *, parts: Roles, reading: Reading, rejects: Sequence[Reject] = ()) -> Chunk:
    """The chunk of a table; rows without a time that can be read or with properties that are none are refused."""
    named = parts.played
    unit, zone = reading.time_unit, reading.timezone
    times = _first([moments(column(table, each), unit=unit, timezone=zone) for each in named["time"]])
    inner = {part: _inside(table, named[part]) for part in ("properties", "user_properties")}
    columns = {name: _first([_text(column(table, each), part) for each in named[part]]) for part, name in _IDS.items()}
    columns["time"] = times
    columns["properties"] = properties_of(
        [(name, column(table, name)) for name in parts.others], more=inner["properties"]
    )
    columns["user_properties"] = _wrapped(inner["user_properties"])
    whole = canonical(columns, table.num_rows)
    bad = _reasons(table, times, inner, parts, reading)
    if not bad:
        return Chunk(whole, place.rows, rejects, lambda at: raw_row(table, at), place.end, place.share)
    refused = [Reject(int(place.rows[at]), *bad[at], raw_row(table, at)) for at in sorted(bad)]
    kept = np.ones(table.num_rows, np.bool_)
    kept[list(bad)] = False
    left = table.filter(pa.array(kept))
    whole = whole.filter(pa.array(kept))
    return Chunk(whole, place.rows[kept], [*rejects, *refused], lambda at: raw_row(left, at), place.end, place.share)


def canonical(columns: Mapping[str, pa.Array | None], size: int) -> pa.Table:
    """The canonical table; a column that is not there is null in every row.

    >>> canonical({"event": pa.array(["open"])}, 1).column("user_id").to_pylist()
    [None]
    """
    return pa.table({name: _or_nulls(columns.get(name), size, kind) for name, kind in CANONICAL.items()})


def _or_nulls(values: pa.Array | None, size: int, kind: pa.DataType) -> pa.Array:
    return pa.nulls(size, kind) if values is None or len(values) != size else values


def column(table: pa.Table, name: str) -> pa.Array:
    """One array of a column, or with dots of a field within it.

    >>> column(pa.table({"who": [{"id": 7}]}), "who.id").to_pylist()
    [7]
    """
    if name in table.column_names:
        return _whole(table.column(name))
    head, *path = name.split(".")
    if head not in table.column_names:
        return pa.nulls(table.num_rows, pa.string())
    try:
        return _whole(pc.struct_field(table.column(head), path))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowKeyError) as error:
        raise EventRefused(f"names {name!r}, and {head!r} has no such field", field="mapping") from error


def _whole(values: pa.ChunkedArray) -> pa.Array:
    found = values.combine_chunks()
    array = found if isinstance(found, pa.Array) else pa.concat_arrays(found.chunks)
    is_text = pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type)
    return array.cast(pa.string()) if is_text else array


def _text(values: pa.Array, part: str) -> pa.Array:
    """Ids and names as text; empty ones are missing."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return _text(values.cast(kind.value_type), part)
    if pa.types.is_nested(kind):
        raise EventRefused(f"must be a column of plain values, not of {kind}", field=part)
    if pa.types.is_floating(kind) and not pc.any(pc.not_equal(pc.floor(values), values)).as_py():
        values = values.cast(pa.int64(), safe=False)
    try:
        texts = values.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        texts = pa.array([None if each is None else str(plain_value(each)) for each in values.to_pylist()], pa.string())
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _first(candidates: Sequence[pa.Array]) -> pa.Array | None:
    return pc.coalesce(*candidates) if candidates else None


def _inside(table: pa.Table, names: Sequence[str]) -> Inside | None:
    return insides(column(table, names[0])) if names else None


def _wrapped(inner: Inside | None) -> pa.Array | None:
    return None if inner is None else pc.binary_join_element_wise("{", inner.texts, "}", "")


def _reasons(
    table: pa.Table, times: pa.Array, inner: Mapping[str, Inside | None], parts: Roles, reading: Reading
) -> dict[int, tuple[str, str]]:
    bad = {
        at: (part, reason) for part, found in inner.items() if found is not None for at, reason in found.reasons.items()
    }
    missing = np.flatnonzero(pc.is_null(times).to_numpy(zero_copy_only=False))
    if missing.size:
        given = pc.coalesce(*(_shown(column(table, name).take(pa.array(missing))) for name in parts.played["time"]))
        why = time_reason(reading.time_unit)
        bad |= {int(at): ("time", why(value)) for at, value in zip(missing, given.to_pylist(), strict=True)}
    return bad


def _shown(values: pa.Array) -> pa.Array:
    return pa.array([None if value is None else str(value) for value in values.to_pylist()], pa.string())


def raw_row(table: pa.Table, at: int) -> str:
    """A row of a table as it would stand in a CSV file, nested values as JSON.

    >>> raw_row(pa.table({"a": ["x,y"], "b": [[1]]}), 0)
    '"x,y",[1]'
    """
    row = table.slice(at, 1).to_pylist()[0] if table.num_columns else {}
    out = io.StringIO()
    cells = [plain_value(value) for value in row.values()]
    csv.writer(out, lineterminator="").writerow(
        [dumped(cell) if isinstance(cell, dict | list) else cell for cell in cells]
    )
    return out.getvalue()[:LONGEST_RAW]
