"""A store that keeps events in memory, behind the same door as the real one."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from truenorth.engines.events.accepting import Accepted, accept


class Killed(BaseException):
    """The process ends here."""


class Taken:
    """What one append did."""

    def __init__(self, accepted: Accepted) -> None:
        self.accepted = accepted.rows
        self.rejected = accepted.rejected


class Shelf:
    """Events are durable after `flush`; `die_at` kills at the append of that number."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.die_at: int | None = None
        self.appends = 0
        self._durable: list[dict[str, Any]] = []
        self._pending: list[dict[str, Any]] = []
        self._parsed: list[dict[str, Any]] = []

    def append(self, events: pa.Table, /) -> Taken:
        self.appends += 1
        if self.appends == self.die_at:
            raise Killed
        found = accept(events)
        self._pending += [row for batch in found.batches for row in batch.to_pylist()]
        return Taken(found)

    def flush(self) -> None:
        self._durable += self._pending
        self._pending = []

    def crash(self) -> None:
        """What was not durable is gone."""
        self._pending = []
        self.appends, self.die_at = 0, None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """All durable rows, properties as objects."""
        for row in self._durable[len(self._parsed) :]:
            objects = {part: json.loads(row[part] or "{}") for part in ("properties", "user_properties")}
            self._parsed.append(row | objects)
        return self._parsed

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The rows after the store dropped repeated insert ids."""
        found: dict[Any, dict[str, Any]] = {}
        for at, row in enumerate(self.rows):
            found.setdefault(row["insert_id"] or at, row)
        return list(found.values())


def refused(path: Path | None) -> list[dict[str, str]]:
    """The rows of a file of refused rows."""
    assert path is not None
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
