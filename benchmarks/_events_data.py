"""Made-up events with the shape of a product's: few busy actors and many quiet ones, sessions, and a way to buy.

Parquet files of a million rows in order of arrival: user (uint32), time (int64 milliseconds, strictly ascending
within a user), event, plan and country (constant for a user) and device.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

DAY_MS = 86_400_000
BEGIN_MS = 1_767_571_200_000
"""Monday, 5 January 2026, UTC."""
DAYS = 90
EVENTS_PER_ACTOR = 50
FILE_ROWS = 1_000_000
PART_ACTORS = 100_000
SEED = 20_260_105

STEPS = ("view_item", "add_to_cart", "checkout", "purchase")
SIGNUP = "signup"
EVENT_NAMES = (SIGNUP, "open", *STEPS, "search", "share", *(f"event_{at:02d}" for at in range(8, 40)))
PLANS = ("free", "pro", "business", "enterprise")
PLAN_SHARES = (0.70, 0.20, 0.08, 0.02)
COUNTRIES = (
    "US", "IN", "GB", "DE", "FR", "BR", "JP", "CA", "AU", "IT", "ES", "MX", "NL", "SE", "PL", "TR",
    "ID", "KR", "AR", "ZA", "NG", "EG", "VN", "TH", "PH", "PT", "BE", "CH", "AT", "NO",
)  # fmt: skip
DEVICES = ("ios", "android", "web", "desktop")

CHAIN = ((2, 0.18), (3, 0.30), (4, 0.45))
"""After the event of this number its successor follows with this probability."""
RARE = {3: 0.05, 4: 0.03, 5: 0.02}
"""Weights of the steps of the chain where nothing led to them; "open" weighs 1 and the others fall off from there."""
SESSION_EVENTS = 8
SESSION_GAP_MS = 40_000

Whole = NDArray[Any]


@dataclass(frozen=True)
class Actors:
    """What is constant for an actor; `begins[actor]` to `begins[actor + 1]` are its events."""

    begins: Whole
    plan: Whole
    country: Whole
    is_new: Whole
    first: Whole
    life: Whole
    device: Whole


def make_events(folder: Path, events: int) -> list[Path]:
    """The files of so many events, made when they are not there; whatever else is in the folder then goes with them."""
    home = folder / "parquet"
    done = home / "done.json"
    told = {"events": events, "seed": SEED, "version": 1}
    if not done.exists() or json.loads(done.read_text(encoding="utf-8")) != told:
        shutil.rmtree(folder, ignore_errors=True)
        home.mkdir(parents=True)
        _write(home, events)
        done.write_text(json.dumps(told), encoding="utf-8")
    return sorted(home.glob("*.parquet"))


def read_tables(files: list[Path]) -> Iterator[pa.Table]:
    """The rows as they lie in the files, a table a file."""
    for file in files:
        yield pq.read_table(file)


def _write(home: Path, events: int) -> None:
    generator = np.random.default_rng(SEED)
    actors = _actors(generator, events)
    owner = np.repeat(np.arange(actors.plan.size, dtype=np.uint32), np.diff(actors.begins))
    times, names, devices = np.empty(events, np.int64), np.empty(events, np.uint8), np.empty(events, np.uint8)
    for low in range(0, actors.plan.size, PART_ACTORS):
        high = min(low + PART_ACTORS, actors.plan.size)
        rows = slice(int(actors.begins[low]), int(actors.begins[high]))
        times[rows], names[rows], devices[rows] = _histories(generator, actors, low, high)
    order = np.argsort(times, kind="stable")
    for number, begin in enumerate(range(0, events, FILE_ROWS)):
        chosen = order[begin : begin + FILE_ROWS]
        users = owner[chosen]
        table = pa.table(
            {
                "user": users,
                "time": times[chosen],
                "event": _words(names[chosen], EVENT_NAMES),
                "plan": _words(actors.plan[users], PLANS),
                "country": _words(actors.country[users], COUNTRIES),
                "device": _words(devices[chosen], DEVICES),
            }
        )
        pq.write_table(table, home / f"{number:05d}.parquet", compression="zstd", compression_level=1)


def _actors(generator: np.random.Generator, events: int) -> Actors:
    count = max(events // EVENTS_PER_ACTOR, 1)
    weights = (np.arange(1, count + 1) + 50.0 * count / 1_000_000) ** -0.75
    generator.shuffle(weights)
    rows = 1 + generator.multinomial(events - count, weights / weights.sum())
    is_new = generator.random(count) < 0.6
    span = DAYS * DAY_MS - 3_600_000
    first = generator.random(count) * span * np.where(is_new, 0.98, 0.15)
    stays = generator.random(count) < 0.7
    life = np.where(stays, (span - first) * (0.2 + 0.8 * generator.random(count)), np.minimum(span - first, 3 * DAY_MS))
    country_shares = 1 / np.arange(1, len(COUNTRIES) + 1) ** 0.9
    return Actors(
        begins=np.concatenate([[0], np.cumsum(rows)]),
        plan=generator.choice(len(PLANS), count, p=PLAN_SHARES).astype(np.uint8),
        country=generator.choice(len(COUNTRIES), count, p=country_shares / country_shares.sum()).astype(np.uint8),
        is_new=is_new,
        first=first.astype(np.int64),
        life=life,
        device=generator.integers(0, len(DEVICES), count).astype(np.uint8),
    )


def _histories(generator: np.random.Generator, actors: Actors, low: int, high: int) -> tuple[Whole, Whole, Whole]:
    """Times, events and devices of these actors, one history after the other."""
    begins = actors.begins[low : high + 1] - actors.begins[low]
    counts = np.diff(begins)
    owner = np.repeat(np.arange(low, high), counts)
    place = np.arange(owner.size) - np.repeat(begins[:-1], counts)
    opens = generator.random(owner.size) < 1 / SESSION_EVENTS
    opens[begins[:-1]] = True
    times = _times(generator, actors, (low, high), owner, place, opens)
    names = _names(generator, opens)
    names[begins[:-1][actors.is_new[low:high]]] = 0
    is_usual = generator.random(owner.size) < 0.8
    devices = np.where(is_usual, actors.device[owner], generator.integers(0, len(DEVICES), owner.size))
    return times, names, devices.astype(np.uint8)


def _times(
    generator: np.random.Generator, actors: Actors, part: tuple[int, int], owner: Whole, place: Whole, opens: Whole
) -> Whole:
    """Sessions over the actor's life, closer together where they would not fit; a millisecond apart at least."""
    low, high = part
    begins = actors.begins[low:high] - actors.begins[low]
    counts = np.diff(actors.begins[low : high + 1])
    gap = (actors.life[low:high] / np.maximum(counts / SESSION_EVENTS, 1))[owner - low]
    steps = generator.standard_exponential(owner.size) * np.where(opens, gap, SESSION_GAP_MS)
    steps[begins] = 0
    passed = np.cumsum(steps)
    passed -= np.repeat(passed[begins], counts)
    total = passed[begins + counts - 1]
    squeeze = np.minimum(1.0, actors.life[low:high] / np.maximum(total, 1.0))
    found: Whole = BEGIN_MS + actors.first[owner] + (passed * np.repeat(squeeze, counts)).astype(np.int64) + place
    return found


def _names(generator: np.random.Generator, opens: Whole) -> Whole:
    weights = 1 / np.arange(1, len(EVENT_NAMES)) ** 0.9
    for number, weight in RARE.items():
        weights[number - 1] = weight
    edges = np.cumsum(weights / weights.sum())
    edges[-1] = 1.0
    names = (np.searchsorted(edges, generator.random(opens.size), side="right") + 1).astype(np.uint8)
    names[opens] = 1
    luck = generator.random(opens.size)
    for number, chance in CHAIN:
        follows = np.flatnonzero((names[:-1] == number) & ~opens[1:] & (luck[1:] < chance)) + 1
        names[follows] = number + 1
    return names


def _words(codes: Whole, words: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(words))
