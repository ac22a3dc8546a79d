"""Runs of rows by actor and time, and how several become one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import Longs
from truenorth.engines.events.store.kernels import find_rows, weave_runs
from truenorth.engines.events.store.texts import unify
from truenorth.engines.kernels import fixed

Codes = NDArray[Any]
Hashes = NDArray[np.uint64]
Labelled = tuple[pa.Array, Codes]

NOBODY = pa.array([], pa.string())
NO_LABEL = pa.array([None], pa.string())
UNFILLED = -1


class Run(Protocol):
    """Sorted rows: `starts[actor]` to `starts[actor + 1]` are those of `names[actor]`, and the names are sorted."""

    @property
    def names(self) -> pa.Array: ...

    @property
    def starts(self) -> Longs: ...

    @property
    def times(self) -> Longs: ...

    @property
    def inserts(self) -> Hashes | None:
        """A hash of each row's insert id, 0 where it has none; None where no row has one."""

    @property
    def gone(self) -> pa.Array:
        """Actors whose rows in the runs before this one count no longer."""

    def column(self, key: str) -> Labelled:
        """Labels that begin with null, and a code a row."""


@dataclass(frozen=True, eq=False)
class Rows:
    """A run in memory."""

    names: pa.Array
    starts: Longs
    times: Longs
    columns: Mapping[str, Labelled]
    inserts: Hashes | None = None
    gone: pa.Array = field(default_factory=lambda: NOBODY)

    def column(self, key: str) -> Labelled:
        return self.columns[key]


@dataclass(frozen=True, eq=False)
class Woven:
    """Runs as one, their rows of one instant in the order of the runs; nothing is read before it is used."""

    runs: Sequence[Run]
    gone: pa.Array = field(default_factory=lambda: NOBODY)

    @cached_property
    def _present(self) -> list[pa.Array]:
        """Each run's actors, null where they are gone."""
        present, gone = list[pa.Array](), NOBODY
        for run in reversed(self.runs):
            names = run.names
            present.append(pc.if_else(pc.is_in(names, value_set=gone), None, names) if len(gone) else names)
            gone = pa.concat_arrays([gone, run.gone])
        return present[::-1]

    @cached_property
    def names(self) -> pa.Array:
        names = pc.drop_null(pc.unique(pa.concat_arrays([NOBODY, *self._present])))
        return pc.take(names, pc.sort_indices(names))

    @cached_property
    def _woven(self) -> tuple[Longs, Longs]:
        """Where each actor's rows start, and where each row lies in the runs one after the other."""
        shape = (len(self.names), len(self.runs))
        begins, ends = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        laid = 0
        for at, (run, names) in enumerate(zip(self.runs, self._present, strict=True)):
            place = pc.fill_null(pc.index_in(names, value_set=self.names), -1).to_numpy()
            kept = place >= 0
            begins[place[kept], at] = run.starts[:-1][kept] + laid
            ends[place[kept], at] = run.starts[1:][kept] + laid
            laid += int(run.starts[-1])
        order = np.empty(int((ends - begins).sum()), np.int64)
        starts = np.empty(shape[0] + 1, np.int64)
        times = self._laid([run.times for run in self.runs], np.int64)
        weave_runs(fixed(begins.reshape(-1)), fixed(ends.reshape(-1)), fixed(times), order, starts)
        return starts, order

    @staticmethod
    def _laid(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
        return np.concatenate([np.empty(0, kind), *parts], dtype=kind, casting="unsafe")

    @property
    def starts(self) -> Longs:
        return self._woven[0]

    @cached_property
    def times(self) -> Longs:
        return self._laid([run.times for run in self.runs], np.int64).take(self._woven[1])

    @cached_property
    def inserts(self) -> Hashes | None:
        found = [run.inserts for run in self.runs]
        if all(each is None for each in found):
            return None
        filled = [
            np.zeros(run.times.size, np.uint64) if each is None else each
            for run, each in zip(self.runs, found, strict=True)
        ]
        return self._laid(filled, np.uint64).take(self._woven[1])

    def column(self, key: str) -> Labelled:
        nothing = (NO_LABEL, np.empty(0, np.int32))
        labels, parts = unify([nothing, *(run.column(key) for run in self.runs)])
        return labels, self._laid(parts, code_kind(labels)).take(self._woven[1])


def fill_in(whole: Run, part: Run, values: NDArray[np.int32], filled: NDArray[np.int32]) -> bool:
    """Write a value for each row of one of the runs that were woven into `whole`, where that row is now.

    `filled` is of the whole's rows, UNFILLED at first; runs are given in the order in which they were woven. False
    where a row is not there.
    """
    actors = pc.fill_null(pc.index_in(part.names, value_set=whole.names), -1).to_numpy().astype(np.int64)
    return bool(
        find_rows(
            fixed(actors), fixed(part.starts), fixed(part.times), fixed(whole.starts), fixed(whole.times),
            fixed(values), filled,
        )
    )  # fmt: skip


def code_kind(labels: pa.Array) -> type:
    """The smallest type of codes for so many labels."""
    return np.uint16 if len(labels) <= 65_536 else np.int32
