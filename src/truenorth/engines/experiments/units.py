"""Who stands in a file more than once. Every row counts, whatever the size of the file: the rows lie on the disk."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

PARTS = 64
_ARM_BITS = 8

Places = NDArray[np.int64]
Entries = NDArray[np.uint64]
"""Shape (rows, 3): the hash, the other hash, and the row's place with its arm in the lowest bits."""


@dataclass(frozen=True, slots=True)
class Doubles:
    """Rows of units with several: `mixed` of units in two arms (none counts), `repeated` after a unit's first row.

    Both hold places in the file, ascending. `mixed_units` counts the units.
    """

    mixed: Places
    repeated: Places
    mixed_units: int


class UnitLog:
    """The units seen so far, in temporary files by the first bits of their hash."""

    def __init__(self) -> None:
        self._files: list[IO[bytes]] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        for _ in range(PARTS):
            self._files.append(self._open.enter_context(tempfile.TemporaryFile()))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, hashes: NDArray[np.uint64], places: Places, arms: NDArray[np.int64]) -> None:
        """Rows of known units and arms: (rows, 2) hashes, where each stands in the file, which arm it names."""
        part = (hashes[:, 0] >> np.uint64(58)).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        entries = np.empty((places.size, 3), dtype=np.uint64)
        entries[:, :2] = hashes[order]
        entries[:, 2] = (places << _ARM_BITS | arms)[order]
        ends = np.cumsum(np.bincount(part, minlength=PARTS)).tolist()
        for file, first, last in zip(self._files, [0, *ends], ends, strict=False):
            file.write(entries[first:last].data)

    def find_doubles(self) -> Doubles:
        """Whoever stands in several rows."""
        found = [_doubles_in(self._read(file)) for file in self._files]
        return Doubles(
            mixed=np.sort(np.concatenate([each.mixed for each in found])),
            repeated=np.sort(np.concatenate([each.repeated for each in found])),
            mixed_units=sum(each.mixed_units for each in found),
        )

    @staticmethod
    def _read(file: IO[bytes]) -> Entries:
        file.seek(0)
        return np.frombuffer(file.read(), dtype=np.uint64).reshape(-1, 3)


def _doubles_in(entries: Entries) -> Doubles:
    """The doubles among the entries of a part."""
    several = entries[_is_shared(np.ascontiguousarray(entries[:, 0]))]
    several = several[np.lexsort(several.T[::-1])]
    starts = np.ones(len(several), dtype=np.bool_)
    starts[1:] = (several[1:, :2] != several[:-1, :2]).any(axis=1)
    unit = np.cumsum(starts) - 1
    places, arms = (several[:, 2] >> np.uint64(_ARM_BITS)).astype(np.int64), several[:, 2] & np.uint64(0xFF)
    is_mixed = np.bincount(unit, arms != arms[starts][unit], minlength=int(starts.sum())) > 0
    mixed = is_mixed[unit]
    return Doubles(mixed=places[mixed], repeated=places[~mixed & ~starts], mixed_units=int(is_mixed.sum()))


def _is_shared(hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Where a hash is not its row's alone."""
    ascending = np.sort(hashes)
    shared = ascending[1:][ascending[1:] == ascending[:-1]]
    return np.isin(hashes, shared) if shared.size else np.zeros(hashes.size, dtype=np.bool_)
