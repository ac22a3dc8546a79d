"""What a writer promises: order, durability, and what there is no room for."""

import errno
import os
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

from truenorth.engines.events.accepting import SCHEMA
from truenorth.engines.events.errors import EventRefused, StoreFull, StoreUnusable
from truenorth.engines.events.log import Damage, Frame, LogWriter, list_logs, read_frames


def batch_of(*names: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"event": name, "user_id": "u", "time": 0} for name in names], SCHEMA)


def frames(folder: Path) -> list[Frame]:
    found = [part for path in list_logs(folder) for part in read_frames(path)]
    assert not [part for part in found if isinstance(part, Damage)]
    return [part for part in found if isinstance(part, Frame)]


def names(folder: Path) -> list[str]:
    return [name for frame in frames(folder) for name in frame.batch.column("event").to_pylist()]


class Disk:
    """Stands for a disk on which the next writes fail, after a part of each was written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.code = 0
        self.part = 0
        self._write = os.write
        monkeypatch.setattr(os, "write", self.write)

    def write(self, handle: int, data: memoryview) -> int:
        if not self.code or len(data) < 100:
            return self._write(handle, data)
        if self.part:
            written = self._write(handle, data[: self.part])
            self.part = 0
            return written
        raise OSError(self.code, os.strerror(self.code))


def test_nothing_is_made_before_the_first_append(tmp_path: Path) -> None:
    with LogWriter(tmp_path / "log") as writer:
        writer.flush()
        writer.append(batch_of())
        assert not (tmp_path / "log").exists()
        writer.append(batch_of("a"))
        [path] = list_logs(tmp_path / "log")
        assert path == writer.path
        assert path.name.split("-")[1] == str(os.getpid())


def test_stamps_go_on_when_the_clock_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([1_000, 500, 400, 9_000])
    with LogWriter(tmp_path) as writer:
        writer.append(batch_of("first"))
        monkeypatch.setattr(time, "time_ns", lambda: frames(tmp_path)[0].stamp + next(clock))
        for count in (3, 2, 1, 1):
            writer.append(batch_of(*"abc"[:count]))
        monkeypatch.undo()

    first, *stamps = [frame.stamp for frame in frames(tmp_path)]

    assert [stamp - first for stamp in stamps] == [1_000, 1_003, 1_005, 9_000]


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:7]))

    with LogWriter(tmp_path) as writer:
        writer.append(batch_of("a", "b"))

    assert names(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("part", [0, 1, 40, 300])
def test_without_room_nothing_is_taken_and_what_was_taken_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, part: int
) -> None:
    disk = Disk(monkeypatch)
    with LogWriter(tmp_path) as writer:
        writer.append(batch_of("before"))
        writer.flush()
        disk.code, disk.part = code, part
        with pytest.raises(StoreFull) as refusal:
            writer.append(batch_of("lost"))
        with pytest.raises(StoreFull):
            writer.append(batch_of("lost again"))
        writer.flush()
        disk.code = 0
        writer.append(batch_of("after"))
        writer.flush()

    assert refusal.value.field == "log"
    assert names(tmp_path) == ["before", "after"]


def test_without_room_for_a_file_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with LogWriter(tmp_path) as writer:
        monkeypatch.setattr(os, "write", refuse)
        with pytest.raises(StoreFull):
            writer.append(batch_of("lost"))
        monkeypatch.undo()
        assert list(tmp_path.iterdir()) == []
        writer.append(batch_of("after"))

    assert names(tmp_path) == ["after"]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EIO])
def test_a_folder_that_cannot_be_written_is_unusable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    disk = Disk(monkeypatch)
    with LogWriter(tmp_path) as writer:
        disk.code = code
        with pytest.raises(StoreUnusable) as refusal:
            writer.append(batch_of("lost"))
        disk.code = 0
        writer.append(batch_of("after"))

    assert not isinstance(refusal.value, StoreFull)
    assert names(tmp_path) == ["after"]


def test_a_folder_that_is_a_file_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")

    with LogWriter(tmp_path / "log") as writer, pytest.raises(StoreUnusable):
        writer.append(batch_of("lost"))


def test_a_frame_that_cannot_be_cut_off_ends_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, size: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    disk = Disk(monkeypatch)
    with LogWriter(tmp_path) as writer:
        writer.append(batch_of("before"))
        disk.code, disk.part = errno.ENOSPC, 50
        monkeypatch.setattr(os, "ftruncate", refuse)
        with pytest.raises(StoreFull):
            writer.append(batch_of("lost"))
        disk.code = 0
        writer.append(batch_of("after"))

    first, second = list_logs(tmp_path)
    torn = list(read_frames(first))[-1]
    assert isinstance(torn, Damage)
    assert torn.is_torn_tail
    assert [part.batch.column("event").to_pylist() for part in read_frames(second) if isinstance(part, Frame)] == [
        ["after"]
    ]


def test_an_interrupt_leaves_no_part_of_a_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write

    def interrupt(handle: int, data: memoryview) -> int:
        write(handle, data[:60])
        raise KeyboardInterrupt

    with LogWriter(tmp_path) as writer:
        writer.append(batch_of("before"))
        monkeypatch.setattr(os, "write", interrupt)
        with pytest.raises(KeyboardInterrupt):
            writer.append(batch_of("lost"))
        monkeypatch.undo()
        writer.append(batch_of("after"))

    assert names(tmp_path) == ["before", "after"]


@pytest.mark.parametrize(("code", "kind"), [(errno.EIO, StoreUnusable), (errno.ENOSPC, StoreFull)])
def test_after_a_sync_that_failed_nothing_is_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[StoreUnusable]
) -> None:
    syncs = 0

    def refuse(handle: int) -> None:
        nonlocal syncs
        syncs += 1
        raise OSError(code, os.strerror(code))

    writer = LogWriter(tmp_path)
    writer.append(batch_of("a"))
    monkeypatch.setattr("truenorth.engines.events.log.outlet.sync_file", refuse)

    for call in (writer.flush, writer.flush, writer.roll, lambda: writer.append(batch_of("b"))):
        with pytest.raises(kind, match="could not be made durable"):
            call()
    writer.close()

    assert syncs == 1
    assert names(tmp_path) == ["a"]


def test_everybody_who_waits_hears_that_a_sync_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_let = threading.Event()

    def refuse(handle: int) -> None:
        is_let.wait()
        raise OSError(errno.EIO, "Input/output error")

    refusals: list[StoreUnusable] = []

    def work(name: str) -> None:
        try:
            writer.append(batch_of(name))
            writer.flush()
        except StoreUnusable as refusal:
            refusals.append(refusal)

    writer = LogWriter(tmp_path)
    monkeypatch.setattr("truenorth.engines.events.log.outlet.sync_file", refuse)
    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    is_let.set()
    for thread in threads:
        thread.join()
    writer.close()

    assert len(refusals) == 8


def test_threads_share_syncs_and_each_is_durable_when_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    durable = [0]
    syncs = [0]

    def sync(handle: int) -> None:
        size = os.fstat(handle).st_size
        time.sleep(0.002)
        syncs[0] += 1
        durable[0] = max(durable[0], size)

    faults: list[str] = []

    def work(number: int) -> None:
        for at in range(20):
            writer.append(batch_of(f"{number} {at}"))
            path = writer.path
            assert path is not None
            size = max(
                part.end for part in read_frames(path) if isinstance(part, Frame) and f"{number} {at}" in _names(part)
            )
            writer.flush()
            if durable[0] < size:
                faults.append(f"{number} {at}")

    monkeypatch.setattr("truenorth.engines.events.log.outlet.sync_file", sync)
    with LogWriter(tmp_path) as writer:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        shared = syncs[0]

    assert faults == []
    assert shared < 160
    assert sorted(names(tmp_path)) == sorted(f"{number} {at}" for number in range(8) for at in range(20))


def _names(part: Frame) -> list[str]:
    return [str(name) for name in part.batch.column("event").to_pylist()]


def test_threads_lose_nothing_while_files_roll(tmp_path: Path) -> None:
    def work(number: int) -> None:
        for at in range(40):
            writer.append(batch_of(f"{number} {at}"))
            if at % 3 == 0:
                writer.flush()
            if at % 7 == 0:
                writer.roll()

    with LogWriter(tmp_path, roll_bytes=2_000) as writer:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(names(tmp_path)) == sorted(f"{number} {at}" for number in range(6) for at in range(40))
    assert len(list_logs(tmp_path)) > 10


def test_a_closed_writer_refuses(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path)
    writer.append(batch_of("a"))
    writer.close()
    writer.close()

    for call in (writer.flush, writer.roll, lambda: writer.append(batch_of("b"))):
        with pytest.raises(StoreUnusable, match="is closed"):
            call()


def test_another_schema_is_refused(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as writer, pytest.raises(EventRefused):
        writer.append(pa.record_batch({"event": ["a"]}))
