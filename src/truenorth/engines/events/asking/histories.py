"""What a question reads: the actors of one bucket, each with its events in order, as columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT
from truenorth.engines.events.times import micros

Longs = NDArray[np.int64]
_FEW_LABELS = 4096

MISSING = 0
"""The code of a value that is not there; the labels' first entry is null."""


@dataclass(frozen=True, eq=False)
class Column:
    """A property (or the event's name) of every row, dictionary-coded.

    `labels[code]` is the value as text, `labels[0]` null; `settled` and `recent` hold a code a row, uint16 where
    the labels fit and int32 where not. Numbers, booleans and texts that look the same are the same value.
    """

    labels: pa.Array
    settled: NDArray[Any]
    recent: NDArray[Any]

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """The labels as numbers, NaN where they are none."""
        return np.array([_number(label) for label in self.labels.to_pylist()], np.float64)

    def code_of(self, label: str) -> int:
        """The code of a label, or -1 where no row has it."""
        if len(self.labels) > _FEW_LABELS:
            found: int = pc.index(self.labels, pa.scalar(label, self.labels.type)).as_py()
            return found
        return self._places.get(label, -1)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {label: code for code, label in enumerate(self.labels.to_pylist())}


def _number(label: str | None) -> float:
    try:
        return float(label) if label is not None else np.nan
    except ValueError:
        return np.nan


@dataclass(frozen=True, eq=False)
class Spans:
    """Where each actor's rows lie: `[settled_from, settled_to)` and `[recent_from, recent_to)`, int64."""

    settled_from: Longs
    settled_to: Longs
    recent_from: Longs
    recent_to: Longs

    @property
    def size(self) -> int:
        return self.settled_from.size

    def counts(self) -> Longs:
        """Rows of each actor."""
        counts: Longs = self.settled_to - self.settled_from + self.recent_to - self.recent_from
        return counts


@dataclass(frozen=True, eq=False)
class Postings:
    """Rows in the order of their events: those of code c are `rows[starts[c]:starts[c + 1]]`, ascending.

    `rows` uint32, and beside each its time in `times`, int64 microseconds.
    """

    starts: Longs
    rows: NDArray[np.uint32]
    times: Longs


Load = Callable[[str], Column]
Name = Callable[[], pa.Array]
Post = Callable[[], tuple[Postings, Postings]]


@dataclass(frozen=True, eq=False)
class Histories:
    """The actors of one bucket.

    Times are int64 microseconds, ascending within an actor over the settled rows and then the recent ones; equal
    times stand in order of arrival. Rows that no span covers belong to nobody. Columns load when asked for.
    `postings` are those of the settled rows and of the recent ones, None where none are kept.
    """

    spans: Spans
    settled_time: Longs
    recent_time: Longs
    load: Load
    name: Name
    bucket: int = 0
    postings: Post | None = None
    _loaded: dict[str, Column] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """How many actors, those without a row included."""
        return self.spans.size

    def column(self, key: str) -> Column:
        """A column by its key, see `columns`; a property that no event has is missing in every row."""
        if key not in self._loaded:
            self._loaded[key] = self.load(key)
        return self._loaded[key]

    def actors(self) -> pa.Array:
        """The actors' names, a string each, in the order of the spans."""
        return self.name()

    def only(self, is_kept: NDArray[np.bool_]) -> "Histories":
        """The same bucket in which the other actors have no rows."""
        spans = self.spans
        return replace(
            self,
            spans=Spans(
                spans.settled_from,
                np.where(is_kept, spans.settled_to, spans.settled_from),
                spans.recent_from,
                np.where(is_kept, spans.recent_to, spans.recent_from),
            ),
        )


def missing_column(settled: int, recent: int) -> Column:
    """A column in which no row has a value."""
    return Column(pa.array([None], pa.string()), np.zeros(settled, np.uint16), np.zeros(recent, np.uint16))


def code_column(labels: pa.Array, settled: NDArray[Any], recent: NDArray[Any]) -> Column:
    """A column whose codes are as narrow as the labels allow."""
    kind = np.uint16 if len(labels) <= 65_536 else np.int32
    return Column(labels, settled.astype(kind, copy=False), recent.astype(kind, copy=False))


def from_rows(
    rows: Iterable[Mapping[str, Any]], *, recent: Iterable[Mapping[str, Any]] = (), bucket: int = 0
) -> Histories:
    """Histories of plain rows: `actor`, `event`, `time`, and `properties` where there are any.

    `rows` are settled, `recent` come after; within an actor every recent row must be at or after its settled ones.
    For notebooks and tests: it sorts in Python.

    >>> histories = from_rows([{"actor": "ada", "event": "signup", "time": "2024-03-01T00:00:00Z"}])
    >>> histories.size, histories.actors().to_pylist(), histories.column("event").labels.to_pylist()
    (1, ['ada'], [None, 'signup'])
    """
    parts = [list(rows), list(recent)]
    names = sorted({row["actor"] for part in parts for row in part})
    ordered = [sorted(part, key=lambda row: (row["actor"], micros(row["time"]))) for part in parts]
    times = [np.array([micros(row["time"]) for row in part], np.int64) for part in ordered]
    owners = [np.searchsorted(names, [row["actor"] for row in part]) if part else np.empty(0) for part in ordered]
    edges = [np.searchsorted(owner, np.arange(len(names) + 1)).astype(np.int64) for owner in owners]

    def load(key: str) -> Column:
        return encode_column([_value(row, key) for row in ordered[0]], [_value(row, key) for row in ordered[1]])

    spans = Spans(edges[0][:-1], edges[0][1:], edges[1][:-1], edges[1][1:])
    return Histories(spans, times[0], times[1], load, lambda: pa.array(names, pa.string()), bucket)


def _value(row: Mapping[str, Any], key: str) -> object:
    if key == EVENT:
        return row["event"]
    kind, _, name = key.partition(":")
    return row.get({"p": "properties", "u": "user_properties", "i": "ids"}[kind], {}).get(name)


def encode_column(settled: Sequence[object], recent: Sequence[object]) -> Column:
    """A column of plain values, None where missing.

    >>> encode_column(["a", None], [True]).labels.to_pylist()
    [None, 'a', 'true']
    """
    labels = [label_of(value) for value in (*settled, *recent)]
    known = dict.fromkeys([None, *labels])
    codes = {label: code for code, label in enumerate(known)}
    coded = np.array([codes[label] for label in labels], np.int32)
    return code_column(pa.array(list(known), pa.string()), coded[: len(settled)], coded[len(settled) :])


def label_of(value: object) -> str | None:
    """A value as the text by which it is compared and shown: true, 5, 2.5, words; JSON for the rest.

    >>> label_of(5.0), label_of(True), label_of([1]), label_of(None)
    ('5', 'true', '[1]', None)
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    import json

    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
