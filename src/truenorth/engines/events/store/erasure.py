"""Taking data away for good: out of log, segments and hot columns, with a receipt."""

import datetime as dt
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from truenorth.engines.events.asking.columns import column_of
from truenorth.engines.events.errors import EventsRefused
from truenorth.engines.events.log import list_logs
from truenorth.engines.events.log.scrubbing import scrub_before
from truenorth.engines.events.store.arrivals import bucket_of
from truenorth.engines.events.store.compaction import Compactor, rows_of_bucket
from truenorth.engines.events.store.hot import write_bucket
from truenorth.engines.events.store.identity import DEVICE, Identity, read_identity, write_identity
from truenorth.engines.events.store.locking import store_lock
from truenorth.engines.events.store.manifest import Change, Manifest, State
from truenorth.engines.events.store.segments import SCHEMA, Segments
from truenorth.engines.events.store.snapshots import Snapshot

Keep = Callable[[pa.Table], pa.Table]
"""What is left of a segment's rows."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of an erasure. `events` is how many events were taken away, or lost the property."""

    what: str
    erased_at: str
    events: int
    segments_rewritten: int
    logs_cleared: int


def erase(
    folder: Path,
    manifest: Manifest,
    *,
    user: str | None = None,
    device: str | None = None,
    event: str | None = None,
    property_: str | None = None,
) -> Receipt:
    """Erase one of: a user with all that is known to be theirs, a device that belongs to nobody, an event, a property.

    Folds the log first, and leaves no copy behind: not for questions that still run either.
    """
    given = {"user": user, "device": device, "event": event, "property": property_}
    chosen = [(kind, value) for kind, value in given.items() if value]
    if len(chosen) != 1:
        raise EventsRefused("must be one of user, device, event, property", field="erase")
    [(kind, value)] = chosen
    compactor = Compactor(folder, manifest)
    compactor.run(grace_seconds=0)
    with store_lock(folder):
        state = manifest.read()
        known = read_identity(folder, state.identity)
        keep, buckets = _rule(kind, value, known, state)
        change = Change()
        events = _rewrite(folder, state, keep, buckets, change)
        if kind in ("user", "device"):
            change.identity = write_identity(folder, _without(known, known.root(value), kind))
        if kind == "property":
            manifest.forget_hot([column_of(value)])
        cleared = sum(scrub_before(path, state.consumed.get(path.name, 0)) for path in list_logs(folder / "log"))
        at = dt.datetime.fromtimestamp(time.time(), dt.UTC).isoformat(timespec="seconds")
        receipt = Receipt(f"{kind} {value}", at, events, len(change.dropped), cleared)
        shutil.rmtree(folder / "cohorts", ignore_errors=True)  # kept members may be anybody; a refresh makes them anew
        change.receipt = {name: getattr(receipt, name) for name in Receipt.__slots__}
        manifest.apply(change)
        compactor.sweep(0)
    return receipt


def _rule(kind: str, value: str, known: Identity, state: State) -> tuple[Keep, list[int]]:
    everywhere = list(range(state.buckets))
    if kind == "event":
        return lambda table: table.filter(pc.not_equal(table.column("event").cast(pa.string()), value)), everywhere
    if kind == "property":
        return lambda table: _strip(table, value), everywhere
    actor = known.root(value) if kind == "user" else DEVICE + value
    home = int(bucket_of(pa.array([actor]), state.buckets)[0])
    return lambda table: table.filter(pc.not_equal(table.column("actor").cast(pa.string()), actor)), [home]


def _strip(table: pa.Table, name: str) -> pa.Table:
    column = "user_properties" if name.startswith("user.") else "properties"
    key = name.removeprefix("user.") if column == "user_properties" else name
    texts = table.column(column).to_pylist()
    stripped = [_without_key(text, key) for text in texts]
    return table.set_column(table.schema.get_field_index(column), SCHEMA.field(column), pa.array(stripped, pa.string()))


def _without_key(text: str | None, key: str) -> str | None:
    if text is None or (json.dumps(key)[1:-1] not in text and key not in text):
        return text
    held = json.loads(text)
    if key not in held:
        return text
    del held[key]
    return json.dumps(held, separators=(",", ":"), ensure_ascii=False) if held else None


def _rewrite(folder: Path, state: State, keep: Keep, buckets: list[int], change: Change) -> int:
    """Replace what changes; the number of events that are gone or changed."""
    from dataclasses import replace

    segments = Segments(folder, state.location)
    events = 0
    for bucket in buckets:
        kept_segments = []
        for segment in state.of_bucket(bucket):
            table = segments.read(segment).cast(SCHEMA)
            kept = keep(table)
            changed = len(table) - len(kept) or _count_changed(table, kept)
            if not changed:
                kept_segments.append(segment)
                continue
            events += changed
            change.dropped.append(segment)
            if len(kept):
                new = segments.write(kept.unify_dictionaries(), bucket=bucket, month=segment.month)
                change.added.append(replace(new, rank=segment.rank))
                kept_segments.append(change.added[-1])
        if len(kept_segments) != len(state.of_bucket(bucket)) or set(kept_segments) != set(state.of_bucket(bucket)):
            left = Snapshot(folder, replace(state, segments=tuple(kept_segments)), ())
            rows = rows_of_bucket(left, bucket)
            change.hot[bucket] = write_bucket(folder, bucket, rows, list(rows.columns))
    return events


def _count_changed(before: pa.Table, after: pa.Table) -> int:
    changed = 0
    for name in ("properties", "user_properties"):
        old, new = (pc.fill_null(table.column(name).cast(pa.string()), "") for table in (before, after))
        changed += pc.sum(pc.not_equal(old, new)).as_py() or 0
    return changed


def _without(known: Identity, value: str, kind: str) -> Identity:
    mine = pc.equal(known.owners, value) if kind == "user" else pc.equal(known.devices, value)
    former = {
        device: tuple(owner for owner in owners if owner != value)
        for device, owners in known.former.items()
        if kind != "device" or device != value
    }
    others = pc.invert(pc.fill_null(mine, fill_value=False))
    return Identity(
        known.devices.filter(others),
        known.owners.filter(others),
        {device: owners for device, owners in former.items() if owners},
        {other: user for other, user in known.aliases.items() if value not in (other, user)},
    )
