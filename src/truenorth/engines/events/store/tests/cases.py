"""Events drawn by chance, what a store shows of them, and what it should: the slow model of its promises."""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from truenorth.engines.events import EventStore
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.store.arrivals import REPEATS_WITHIN

Event = dict[str, Any]
Shown = dict[str, list[tuple[int, str, str | None, str | None]]]
DAY_MS = 86_400_000


def shown(store: EventStore) -> Shown:
    """Everything that questions can see: actor → (time, event, property n, the user's plan as known)."""
    found: Shown = {}
    snapshot = store.snapshot()
    for bucket in snapshot.buckets:
        found |= {name: rows for name, rows in _rows(snapshot.histories(bucket)).items() if rows}
    return found


def _rows(histories: Histories) -> Shown:
    spans, found = histories.spans, {}
    columns = [histories.column(key) for key in ("event", "p:n", "u:plan")]
    labels = [column.labels.to_pylist() for column in columns]
    for actor, name in enumerate(histories.actors().to_pylist()):
        rows = []
        for which, begin, end in (
            ("settled", spans.settled_from[actor], spans.settled_to[actor]),
            ("recent", spans.recent_from[actor], spans.recent_to[actor]),
        ):
            times = histories.settled_time if which == "settled" else histories.recent_time
            for row in range(begin, end):
                values = [names[getattr(column, which)[row]] for names, column in zip(labels, columns, strict=True)]
                rows.append((int(times[row]), *values))
        found[name] = rows
    return found


def expected(events: Sequence[Event]) -> Shown:
    """The model: one pass in order of arrival, then a sort."""
    kept = _without_repeats(events)
    owner: dict[str, str] = {}
    first: dict[str, str] = {}
    for event in kept:
        if event.get("user_id") and event.get("device_id"):
            first.setdefault(event["device_id"], event["user_id"])
    found: dict[str, list[Event]] = {}
    for event in kept:
        user, device = event.get("user_id"), event.get("device_id")
        if user and device:
            owner[device] = user
        name = user or owner.get(device or "") or first.get(device or "") or f"$device:{device}"
        found.setdefault(name, []).append(event)
    return {name: _carried(sorted(rows, key=lambda row: row["time"])) for name, rows in found.items()}


def _without_repeats(events: Sequence[Event]) -> list[Event]:
    seen: dict[tuple[str, str], list[int]] = {}
    kept = []
    for event in events:
        if "insert_id" in event:
            who = "d" + event["device_id"] if event.get("device_id") else "u" + event["user_id"]
            times = seen.setdefault((who, event["insert_id"]), [])
            if any(abs(time - event["time"]) * 1000 <= REPEATS_WITHIN for time in times):
                continue
            times.append(event["time"])
        kept.append(event)
    return kept


def _carried(rows: Iterable[Event]) -> list[tuple[int, str, str | None, str | None]]:
    plan, found = None, []
    for row in rows:
        plan = row.get("user_properties", {}).get("plan", plan)
        n = row.get("properties", {}).get("n")
        found.append((row["time"] * 1000, row["event"], None if n is None else str(n), plan))
    return found


def draw(dice: random.Random, count: int) -> list[Event]:
    events: list[Event] = []
    while len(events) < count:
        if events and dice.random() < 0.15:
            events.append(dice.choice(events))  # a client that sends again
            continue
        event: Event = {"event": dice.choice("abcd"), "time": dice.randrange(90) * DAY_MS + dice.randrange(4)}
        kind = dice.random()
        if kind < 0.7:
            event["device_id"] = f"d{dice.randrange(6)}"
        if kind > 0.4:
            event["user_id"] = f"u{dice.randrange(5)}"
        if dice.random() < 0.6:
            event["insert_id"] = f"i{dice.randrange(count)}"
        if dice.random() < 0.5:
            event["properties"] = {"n": dice.randrange(3)}
        if dice.random() < 0.3:
            event["user_properties"] = {"plan": dice.choice(["free", "pro"])}
        events.append(event)
    return events


def by_time(found: Mapping[str, Sequence[tuple[Any, ...]]]) -> dict[str, list[str]]:
    """Ties between events that came under different names stand in an order that only arrival decides."""
    return {name: sorted(json.dumps(row[:3]) for row in rows) for name, rows in found.items()}
