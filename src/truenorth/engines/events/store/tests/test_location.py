"""Closed segments may lie elsewhere: log, manifest and hot columns stay where the store is."""

import os
import random
from pathlib import Path

from truenorth.engines.events import EventStore
from truenorth.engines.events.store.tests.cases import draw, shown


def test_segments_in_another_place_give_the_same_answers(tmp_path: Path) -> None:
    events = draw(random.Random(5), 300)
    here = EventStore.open(tmp_path / "here", buckets=3)
    away = EventStore.open(tmp_path / "away", buckets=3, location=f"file://{tmp_path}/bucket/prefix")

    for store in (here, away):
        store.append(events[:200])
        store.compact()
        store.append(events[200:])
        store.compact(grace_seconds=0)

    assert shown(away) == shown(here)
    assert not (tmp_path / "away/segments").exists()
    assert len(list((tmp_path / "bucket/prefix/segments").glob("*/*.parquet"))) == len(away.manifest.read().segments)
    assert EventStore.open(tmp_path / "away").verify() == []
    assert away.sql("SELECT count(*) AS n FROM events") == here.sql("SELECT count(*) AS n FROM events")


def test_a_stray_file_elsewhere_is_swept(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "store", buckets=1, location=f"file://{tmp_path}/bucket")
    store.append(draw(random.Random(5), 10))
    store.compact()
    stray = tmp_path / "bucket/segments/2024-01/0000-dead.parquet"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"half")
    os.utime(stray, (0, 0))

    store.compact(grace_seconds=0)

    assert not stray.exists()
    assert store.verify() == []


def test_a_lost_segment_elsewhere_is_found(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "store", buckets=1, location=f"file://{tmp_path}/bucket")
    store.append(draw(random.Random(5), 10))
    store.compact()

    next((tmp_path / "bucket").rglob("*.parquet")).unlink()

    [finding] = store.verify()
    assert finding.mend == "lost"
