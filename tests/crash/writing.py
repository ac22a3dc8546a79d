"""What the children do: write numbered events or compact until they are killed; or read, and say what they found.

A child says on its pipe what it is about to append and, once it is durable, that it is: "b FIRST END" and
"a FIRST END", each with the child's number before it. A line is written by one write(2), and so never in part.
"""

import dataclasses
import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from tests.crash.checking import Range, count_events, judge
from truenorth.engines.events import EventStore

BUCKETS = 4
PEOPLE = 97
START_MILLISECONDS = 1_709_294_400_000
SPREAD_SECONDS = 60 * 86_400
"""Two months: every compaction touches segments of each."""


@dataclass(frozen=True, slots=True)
class Life:
    """What one child is to do.

    `again` was appended by earlier children and not acknowledged: a writer sends it once more. `acknowledged` is what
    a judge must find.
    """

    child: int
    role: str
    path: str
    seed: int
    first: int = 0
    again: Sequence[Range] = ()
    acknowledged: Sequence[Range] = ()


def event_of(number: int) -> dict[str, Any]:
    """The event of a number: the same whenever it is sent."""
    person = number % PEOPLE
    event: dict[str, Any] = {
        "event": f"event {number % 5}",
        "device_id": f"device {person}",
        "time": START_MILLISECONDS + (number * 7_919) % SPREAD_SECONDS * 1000,
        "insert_id": str(number),
        "properties": {"number": number, "plan": ("free", "pro")[number % 2]},
    }
    return event if number % 3 else event | {"user_id": f"user {person}"}


def live(life: Life, pipe: int) -> None:
    """Do what one's role is; writers and compactors do so for ever, and their end comes from outside."""
    if life.role == "counter":
        _say(pipe, life, f"count {count_events(life.path)}")
    elif life.role == "judge":
        verdict = judge(life.path, acknowledged=life.acknowledged, pending=life.again)
        _say(pipe, life, f"verdict {json.dumps(dataclasses.asdict(verdict))}")
    else:
        with EventStore.open(life.path, buckets=BUCKETS) as store:
            _say(pipe, life, "ready")
            if life.role == "compactor":
                _compact(store, life, pipe)
            _write(store, life, pipe)


def _write(store: EventStore, life: Life, pipe: int) -> NoReturn:
    chance = random.Random(life.seed)
    _send(store, life, pipe, life.again)
    first = life.first
    while True:
        ranges = []
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            end = first + chance.choice((1, 10, 100, 300, chance.randrange(1, 3_000)))
            ranges.append((first, end))
            first = end
        _send(store, life, pipe, ranges)
        if chance.random() < 0.02:
            store.compact(grace_seconds=0)


def _send(store: EventStore, life: Life, pipe: int, ranges: Sequence[Range]) -> None:
    for first, end in ranges:
        _say(pipe, life, f"b {first} {end}")
        report = store.append([event_of(number) for number in range(first, end)])
        if report.rejected:
            raise ValueError(report.rejected[0])
    store.flush()
    for first, end in ranges:
        _say(pipe, life, f"a {first} {end}")


def _compact(store: EventStore, life: Life, pipe: int) -> NoReturn:
    from truenorth.engines.events.store.compaction import ROUND_ROWS, Compactor

    chance = random.Random(life.seed)
    while True:
        rounds = Compactor(store.path, store.manifest, round_rows=chance.choice((200, ROUND_ROWS)))
        rounds.run(grace_seconds=chance.choice((0, 0, 60)))
        _say(pipe, life, "compacted")


def _say(pipe: int, life: Life, what: str) -> None:
    os.write(pipe, f"{life.child} {what}\n".encode())
