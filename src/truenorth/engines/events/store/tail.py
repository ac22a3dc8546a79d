"""The log's frames that no segment has yet, in order of arrival, a bounded number at a time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import pyarrow as pa

from truenorth.engines.events.log import Damage, Frame, Head, read_frames, scan

READERS = 2

Part = TypeVar("Part", Head, Frame)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one log file, in bytes."""

    log: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Logged(Generic[Part]):
    """A frame or its head, and the log file that it is in."""

    log: str
    part: Part


@dataclass(frozen=True, slots=True)
class Round:
    """Frames that are read at once: these stretches, and nothing between them is left out."""

    stretches: tuple[Stretch, ...]


def rounds_of(folder: Path, tail: Sequence[Stretch], most_rows: int) -> Iterator[Round]:
    """All of the tail in rounds of at most so many events, in order of arrival: by stamps, across all files."""
    logged = [Logged(stretch.log, head) for stretch in tail for head in _heads(folder, stretch)]
    logged.sort(key=lambda one: one.part.stamp)
    begins = {stretch.log: stretch.begin for stretch in tail}
    for part in _parts(logged, most_rows):
        ends: dict[str, int] = {}
        for one in part:
            ends[one.log] = max(ends.get(one.log, 0), one.part.end)
        yield Round(tuple(Stretch(log, begins[log], end) for log, end in ends.items()))
        begins |= ends


def count_events(folder: Path, tail: Sequence[Stretch]) -> int:
    """How many events are in the tail."""
    return sum(head.count for stretch in tail for head in _heads(folder, stretch))


def _heads(folder: Path, stretch: Stretch) -> Iterator[Head]:
    return scan(folder / "log" / stretch.log, start_offset=stretch.begin, end_offset=stretch.end)


def _parts(logged: Sequence[Logged[Head]], most_rows: int) -> Iterator[list[Logged[Head]]]:
    part: list[Logged[Head]] = []
    rows = 0
    for one in logged:
        if part and rows + one.part.count > most_rows:
            yield part
            part, rows = [], 0
        part.append(one)
        rows += one.part.count
    if part:
        yield part


def read_batches(
    folder: Path, stretches: Sequence[Stretch], damage: list[Damage] | None = None
) -> list[pa.RecordBatch]:
    """The batches of these stretches in order of arrival; what cannot be read is left out, and added to `damage`."""
    return [one.part.batch for one in read_logged(folder, stretches, damage)]


def read_logged(folder: Path, stretches: Sequence[Stretch], damage: list[Damage] | None = None) -> list[Logged[Frame]]:
    """The frames of these stretches in order of arrival; what cannot be read is left out, and added to `damage`."""
    with ThreadPoolExecutor(READERS) as threads:
        parts = list(threads.map(lambda stretch: _read(folder, stretch), stretches))
    if damage is not None:
        damage += [each for part in parts for each in part if isinstance(each, Damage)]
    logged = [
        Logged(stretch.log, each)
        for stretch, part in zip(stretches, parts, strict=True)
        for each in part
        if isinstance(each, Frame)
    ]
    return sorted(logged, key=lambda one: one.part.stamp)


def _read(folder: Path, stretch: Stretch) -> list[Frame | Damage]:
    return list(read_frames(folder / "log" / stretch.log, start_offset=stretch.begin, end_offset=stretch.end))
