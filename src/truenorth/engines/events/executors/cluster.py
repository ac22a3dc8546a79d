"""Buckets on the workers of a Dask cluster, which see the store's folder under the same path.

A bucket is read by itself, so nothing is shuffled: each worker maps its buckets and sends back small partials. When a
worker dies, the scheduler gives its buckets to another.
"""

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from truenorth.engines.events.asking.question import Question
from truenorth.engines.events.executors.reading import answer, is_of_groups, read_bucket, read_groups
from truenorth.engines.events.store.kept import Kept
from truenorth.engines.events.store.manifest import State
from truenorth.engines.events.store.snapshots import Snapshot
from truenorth.engines.events.store.tail import Stretch

if TYPE_CHECKING:
    from distributed import Client

RETRIES = 3
_KEPT = 4
_snapshots: OrderedDict[tuple[str, str], Snapshot] = OrderedDict()
_kept: dict[str, Kept] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Cluster:
    """`client` is connected to a scheduler whose workers have `truenorth[cluster]` installed."""

    client: "Client"

    def ask(self, snapshot: Snapshot, question: Question[Any, Any]) -> Any:  # noqa: ANN401
        """The question's answer on a snapshot. Questions about groups gather their rows here."""

        def read_all(asked: Question[Any, Any]) -> list[Any]:
            if is_of_groups(asked.plan):
                return read_groups(snapshot, asked)
            read = partial(_read, str(snapshot.folder), snapshot.id, snapshot.state, snapshot.tail, asked)
            client: Any = self.client
            found: list[Any] = client.gather(client.map(read, list(snapshot.buckets), pure=False, retries=RETRIES))
            return found

        return answer(snapshot, question, read_all)


def _read(
    folder: str, name: str, state: State, tail: tuple[Stretch, ...], question: Question[Any, Any], bucket: int
) -> Any:  # noqa: ANN401
    """On a worker: one bucket of the very snapshot that the client took."""
    return read_bucket(_snapshot(folder, name, state, tail), question, bucket)


def _snapshot(folder: str, name: str, state: State, tail: tuple[Stretch, ...]) -> Snapshot:
    """The last few snapshots are kept, and those of a folder share what they read: a worker reads the log once."""
    with _lock:
        if (folder, name) not in _snapshots:
            kept = _kept.setdefault(folder, Kept())
            kept.forget_all_but(state)
            _snapshots[folder, name] = Snapshot(Path(folder), state, tail, kept)
            while len(_snapshots) > _KEPT:
                _snapshots.popitem(last=False)
        return _snapshots[folder, name]
