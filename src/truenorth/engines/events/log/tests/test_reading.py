"""What a reader of a log serves, and what it reports, when bytes are missing, wrong or strange."""

import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.events.accepting import SCHEMA
from truenorth.engines.events.errors import StoreUnusable
from truenorth.engines.events.log import Damage, Frame, LogWriter, list_logs, read_frames, scan
from truenorth.engines.events.log.frames import HEAD_BYTES, HEADER_BYTES, MAGIC, header_of


def batch_of(*names: str) -> pa.RecordBatch:
    rows = [
        {"event": name, "user_id": "u", "time": at, "properties": f'{{"a":"{name}"}}'} for at, name in enumerate(names)
    ]
    return pa.RecordBatch.from_pylist(rows, SCHEMA)


def written(folder: Path, *batches: pa.RecordBatch) -> Path:
    with LogWriter(folder) as writer:
        for batch in batches:
            writer.append(batch)
    return list_logs(folder)[-1]


def frames(path: Path, **bounds: int) -> list[Frame]:
    return [found for found in read_frames(path, **bounds) if isinstance(found, Frame)]


def damages(path: Path) -> list[Damage]:
    return [found for found in read_frames(path) if isinstance(found, Damage)]


def names(found: Sequence[Frame]) -> list[list[str]]:
    return [frame.batch.column("event").to_pylist() for frame in found]


def test_what_was_appended_is_read_in_order(tmp_path: Path) -> None:
    path = written(tmp_path, batch_of("a", "b"), batch_of("c"))

    found = list(read_frames(path))

    assert names(frames(path)) == [["a", "b"], ["c"]]
    assert len(found) == 2
    assert found[0].offset == HEADER_BYTES
    assert isinstance(found[0], Frame)
    assert isinstance(found[1], Frame)
    assert found[1].offset == found[0].end
    assert found[1].end == path.stat().st_size


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.text(st.characters(codec="utf-8"), min_size=1), st.integers(-(2**60), 2**60), st.booleans()),
            min_size=1,
            max_size=600,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_events_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, given_batches: list[list[tuple[str, int, bool]]]
) -> None:
    batches = [
        pa.RecordBatch.from_pylist(
            [{"event": name, "device_id": name if has else None, "time": time} for name, time, has in rows], SCHEMA
        )
        for rows in given_batches
    ]

    path = written(tmp_path_factory.mktemp("log"), *batches)

    assert [frame.batch for frame in frames(path)] == batches


def test_large_batches_are_compressed_and_slices_stand_alone(tmp_path: Path) -> None:
    large = batch_of(*[f"event {at % 7}" for at in range(20_000)])

    path = written(tmp_path, large, large.slice(10_000, 500))

    assert [frame.batch for frame in frames(path)] == [large, large.slice(10_000, 500)]
    assert path.stat().st_size < large.nbytes / 2


def test_reading_may_begin_after_any_frame_and_end_with_any(tmp_path: Path) -> None:
    path = written(tmp_path, batch_of("a"), batch_of("b"), batch_of("c"))
    ends = [head.end for head in scan(path)]

    assert names(frames(path, start_offset=ends[0])) == [["b"], ["c"]]
    assert names(frames(path, start_offset=ends[0], end_offset=ends[1])) == [["b"]]
    assert list(read_frames(path, start_offset=ends[2])) == []
    assert [head.end for head in scan(path, start_offset=ends[0])] == ends[1:]


def test_scanning_tells_frames_without_their_bodies(tmp_path: Path) -> None:
    path = written(tmp_path, batch_of("a", "b"), batch_of("c"))

    heads = list(scan(path))

    assert [head.count for head in heads] == [2, 1]
    assert [(head.offset, head.end, head.stamp) for head in heads] == [
        (frame.offset, frame.end, frame.stamp) for frame in frames(path)
    ]


def test_a_frame_torn_at_any_byte_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, batch_of("a"), batch_of("b"))
    whole = path.read_bytes()
    last = frames(path)[1].offset

    for size in range(last, len(whole)):
        path.write_bytes(whole[:size])
        assert names(frames(path)) == [["a"]]
        assert [head.end for head in scan(path)] == [last]
        torn = [(found.offset, found.length, found.is_torn_tail) for found in damages(path)]
        assert torn == ([(last, size - last, True)] if size > last else [])


def test_a_file_torn_within_its_header_is_empty(tmp_path: Path) -> None:
    path = written(tmp_path, batch_of("a"))

    for size in range(HEADER_BYTES):
        path.write_bytes(header_of()[:size])
        assert frames(path) == []
        assert all(found.is_torn_tail for found in damages(path))


def test_zeros_after_the_last_frame_are_a_torn_tail(tmp_path: Path) -> None:
    path = written(tmp_path, batch_of("a"))
    with path.open("ab") as file:
        file.write(bytes(5_000))

    assert names(frames(path)) == [["a"]]
    assert [found.is_torn_tail for found in damages(path)] == [True]


def test_no_bit_that_flips_is_served(tmp_path: Path) -> None:
    path = written(tmp_path, batch_of("a"), batch_of("b"), batch_of("c"))
    whole = path.read_bytes()
    right = names(frames(path))
    offsets = [frame.offset for frame in frames(path)]

    for at in range(len(whole)):
        broken = bytearray(whole)
        broken[at] ^= 1 << (at % 8)
        path.write_bytes(broken)
        hit = sum(offset <= at for offset in offsets) - 1
        [damage] = damages(path)
        assert names(frames(path)) == [name for number, name in enumerate(right) if number != hit]
        assert damage.offset <= at < damage.offset + damage.length
        assert damage.is_torn_tail == (hit == 2)


def test_a_file_that_is_no_log_is_damage_from_end_to_end(tmp_path: Path) -> None:
    path = tmp_path / "notes.log"
    path.write_bytes(b"what somebody else put here\n" * 100)

    [found] = read_frames(path)

    assert isinstance(found, Damage)
    assert (found.offset, found.length, found.is_torn_tail) == (0, 2800, False)


def test_several_broken_frames_are_one_damage_between_whole_ones(tmp_path: Path) -> None:
    path = written(tmp_path, *[batch_of(name) for name in "abcde"])
    offsets = [frame.offset for frame in frames(path)]
    broken = bytearray(path.read_bytes())
    broken[offsets[1]] ^= 1
    broken[offsets[2] + HEAD_BYTES + 20] ^= 1
    path.write_bytes(broken)

    [damage] = damages(path)

    assert names(frames(path)) == [["a"], ["d"], ["e"]]
    assert (damage.offset, damage.offset + damage.length) == (offsets[1], offsets[3])
    assert not damage.is_torn_tail


def test_bytes_cut_out_of_the_middle_cost_only_their_frame(tmp_path: Path) -> None:
    path = written(tmp_path, *[batch_of(name) for name in "abc"])
    offsets = [frame.offset for frame in frames(path)]
    whole = path.read_bytes()
    path.write_bytes(whole[: offsets[1] + 50] + whole[offsets[1] + 60 :])

    assert names(frames(path)) == [["a"], ["c"]]


def test_a_magic_alone_makes_no_frame(tmp_path: Path) -> None:
    path = written(tmp_path, batch_of("a"), batch_of("b"))
    offset = frames(path)[1].offset
    whole = path.read_bytes()
    path.write_bytes(whole[:offset] + MAGIC * 150_000 + whole[offset:])

    [damage] = damages(path)

    assert names(frames(path)) == [["a"], ["b"]]
    assert (damage.offset, damage.length) == (offset, len(MAGIC) * 150_000)


def test_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "later.log"
    path.write_bytes(header_of(2) + b"frames of a kind that nobody knows")

    with pytest.raises(StoreUnusable, match="version 2"):
        list(read_frames(path))


def test_what_cannot_be_read_is_refused_and_what_is_gone_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(scan(tmp_path / "gone.log"))
    with pytest.raises(StoreUnusable):
        list(read_frames(tmp_path))


def test_a_reader_of_a_living_file_stops_at_its_last_whole_frame(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as writer:
        writer.append(batch_of("a"))
        path = writer.path
        assert path is not None
        assert names(frames(path)) == [["a"]]
        end = list(scan(path))[-1].end
        writer.append(batch_of("b"))
        assert names(frames(path, start_offset=end)) == [["b"]]
        assert names(frames(path, end_offset=end)) == [["a"]]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not list open handles")
def test_no_handle_is_left_open(tmp_path: Path) -> None:
    path = written(tmp_path, batch_of("a"), batch_of("b"))
    before = set(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names of handles

    next(iter(read_frames(path)))

    assert set(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - names of handles
