"""What the snapshots of one store hand on: opened hot columns, and the log as far as one of them has read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from truenorth.engines.events.log import Frame
from truenorth.engines.events.store.arrivals import Arrivals, OpenHot, grow, nothing, table_of
from truenorth.engines.events.store.hot import HotBucket
from truenorth.engines.events.store.identity import read_identity
from truenorth.engines.events.store.manifest import State
from truenorth.engines.events.store.memory import give_back
from truenorth.engines.events.store.tail import Logged, Stretch, read_logged
from truenorth.engines.events.store.views import View

MANY_ROWS = 100_000
"""What is used for a moment where so many events wait is worth giving back."""


@dataclass(frozen=True, eq=False)
class TailRead:
    """A generation's log as far as it was read: `ends` in bytes a file, `stamp` the last frame's.

    `views` are the buckets that were looked at since.
    """

    generation: int
    arrivals: Arrivals
    ends: Mapping[str, int] = field(default_factory=dict)
    stamp: int = 0
    views: dict[int, View] = field(default_factory=dict)

    def is_before(self, tail: Sequence[Stretch]) -> bool:
        """Whether all that was read is part of this tail."""
        ends = {stretch.log: stretch.end for stretch in tail}
        return all(end <= ends.get(log, 0) for log, end in self.ends.items())

    def rest_of(self, tail: Sequence[Stretch]) -> list[Stretch]:
        """What of the tail was not read."""
        return [Stretch(each.log, max(each.begin, self.ends.get(each.log, 0)), each.end) for each in tail]

    def followed_by(self, frames: Sequence[Logged[Frame]], *, buckets: int, hot: OpenHot) -> "TailRead":
        """The log read on to these frames; views in which nothing changes are the same."""
        if not frames:
            return self
        events = table_of([one.part.batch for one in frames])
        arrivals, changed = grow(self.arrivals, events, buckets=buckets, hot=hot)
        ends = dict(self.ends)
        for one in frames:
            ends[one.log] = max(ends.get(one.log, 0), one.part.end)
        views = {bucket: view for bucket, view in self.views.items() if bucket not in changed}
        return TailRead(self.generation, arrivals, ends, frames[-1].part.stamp, views)


@dataclass(slots=True)
class Kept:
    """Shared by snapshots of one folder, in whatever thread."""

    hot: dict[str, HotBucket] = field(default_factory=dict)
    _tail: TailRead | None = None
    _lock: RLock = field(default_factory=RLock, repr=False)

    def read(self, folder: Path, state: State, tail: Sequence[Stretch], hot: OpenHot) -> TailRead:
        """The tail with its events given to their actors; only what no snapshot before has read is read."""
        with self._lock:
            before = self._tail
            if before is None or before.generation != state.generation or not before.is_before(tail):
                before = self._begin(folder, state)
            frames = read_logged(folder, before.rest_of(tail))
            if frames and frames[0].part.stamp < before.stamp:  # a frame that was stamped first and written last
                before = self._begin(folder, state)
                frames = read_logged(folder, tail)
            self._tail = before.followed_by(frames, buckets=state.buckets, hot=hot)
            if frames and self._tail.arrivals.size > MANY_ROWS:
                frames.clear()
                give_back()
            return self._tail

    def _begin(self, folder: Path, state: State) -> TailRead:
        self._tail = None  # the memory of what was read goes before the log is read anew
        return TailRead(state.generation, nothing(read_identity(folder, state.identity)))

    def forget_all_but(self, state: State) -> None:
        """Close hot columns that the state no longer names."""
        for token in self.hot.keys() - set(state.hot.values()):
            self.hot.pop(token, None)
