"""Whose a file is: each writer's own, locked while it lives, and nobody's once it is gone."""

import fcntl
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from truenorth.engines.events.accepting import SCHEMA
from truenorth.engines.events.errors import StoreBusy, StoreFull
from truenorth.engines.events.log import Frame, LogWriter, is_writer_alive, list_logs, read_frames, remove_log, sweep

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child starts over, and is tested here


def batch_of(*names: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"event": name, "user_id": "u", "time": 0} for name in names], SCHEMA)


def names(folder: Path) -> list[str]:
    found = [part for path in list_logs(folder) for part in read_frames(path)]
    return [name for part in found if isinstance(part, Frame) for name in part.batch.column("event").to_pylist()]


def in_a_child(work: Callable[[], None]) -> int:
    """The exit code of work done in a fork of this process."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_two_writers_keep_apart(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as one, LogWriter(tmp_path) as other:
        for at in range(20):
            one.append(batch_of(f"one {at}"))
            other.append(batch_of(f"other {at}"))

    assert len(list_logs(tmp_path)) == 2
    assert sorted(names(tmp_path)) == sorted([f"{who} {at}" for who in ("one", "other") for at in range(20)])


def test_a_file_is_alive_until_it_is_rolled_or_closed(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path)
    writer.append(batch_of("a"))
    [first] = list_logs(tmp_path)
    assert is_writer_alive(first)
    with pytest.raises(StoreBusy):
        remove_log(first)
    writer.roll()
    assert not is_writer_alive(first)
    writer.append(batch_of("b"))
    second = list_logs(tmp_path)[1]
    assert is_writer_alive(second)
    writer.close()
    assert not is_writer_alive(second)
    remove_log(first)
    remove_log(first)
    assert list_logs(tmp_path) == [second]


def test_a_file_dies_with_its_writer(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path)
    writer.append(batch_of("a"))
    [path] = list_logs(tmp_path)

    del writer

    assert not is_writer_alive(path)


def test_a_fork_writes_a_file_of_its_own_and_leaves_the_parents_alone(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path)
    writer.append(batch_of("parent"))
    [parents] = list_logs(tmp_path)

    def work() -> None:
        assert writer.path is None
        writer.append(batch_of("child"))
        writer.flush()
        assert is_writer_alive(parents)

    assert in_a_child(work) == 0
    assert is_writer_alive(parents)
    writer.append(batch_of("parent again"))
    writer.close()
    assert names(tmp_path) == ["parent", "parent again", "child"]


def test_a_fork_that_outlives_its_parents_file_does_not_hold_it(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path)
    writer.append(batch_of("parent"))
    [path] = list_logs(tmp_path)
    until, let = os.pipe()
    born, birth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(let)
        os.write(birth, b"!")
        os.read(until, 1)
        os._exit(0)
    os.read(born, 1)

    writer.close()
    is_alive = is_writer_alive(path)
    os.close(let)
    os.waitpid(child, 0)
    for handle in (until, born, birth):
        os.close(handle)

    assert not is_alive


def test_a_limit_on_a_files_length_is_met_with_a_new_file(tmp_path: Path) -> None:
    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))
        taken = refused = 0
        with LogWriter(tmp_path) as writer:
            for at in range(30):
                try:
                    writer.append(batch_of(str(at)))
                    taken += 1
                except StoreFull:
                    refused += 1
            with pytest.raises(StoreFull):
                writer.append(batch_of(*[f"{at:0200d}" for at in range(50)]))
        (tmp_path / "taken").write_text(str(taken))
        assert refused

    assert in_a_child(work) == 0
    assert len(names(tmp_path)) == int((tmp_path / "taken").read_text())
    assert len(list_logs(tmp_path)) > 1


def test_an_unborn_file_is_swept_away_and_its_writer_makes_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "00000000000000000001-1-abcdef.born").write_bytes(b"")
    flock = fcntl.flock
    swept = []

    def sweep_first(handle: int, how: int) -> None:
        monkeypatch.undo()
        swept.append(sweep(tmp_path))
        flock(handle, how)

    monkeypatch.setattr("truenorth.engines.events.log.outlet.fcntl.flock", sweep_first)
    with LogWriter(tmp_path) as writer:
        writer.append(batch_of("a"))
        assert swept == [2]
        assert sweep(tmp_path) == 0

    assert names(tmp_path) == ["a"]
    assert list(tmp_path.iterdir()) == list_logs(tmp_path)
