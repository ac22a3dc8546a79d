"""Arrays that grow at their end without being copied each time."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=np.generic)

_SPARE = 8
"""One row of room for so many that are there; it takes no memory until it is written."""


@dataclass(frozen=True, eq=False)
class Growing(Generic[Value]):
    """Values that never change. What follows them may share their memory.

    >>> few = Growing.of(np.array([1, 2]))
    >>> few.then(np.array([3])).values.tolist(), few.then(np.array([4])).values.tolist(), few.values.tolist()
    ([1, 2, 3], [1, 2, 4], [1, 2])
    """

    values: NDArray[Value]
    _room: NDArray[Value] = field(repr=False)
    _used: list[int] = field(repr=False)

    @classmethod
    def of(cls, values: NDArray[Value]) -> "Growing[Value]":
        """These values, in their own memory."""
        return cls(values, values, [values.size])

    def then(self, added: NDArray[Any]) -> "Growing[Value]":
        """These values and more of the same kind after them; a copy only where the room is taken or too small."""
        size, end = self.values.size, self.values.size + added.size
        room, used = self._room, self._used
        if used[0] != size or end > room.size:
            room, used = np.empty(end + end // _SPARE, self.values.dtype), [size]
            room[:size] = self.values
        room[size:end], used[0] = added, end
        return Growing(room[:end], room, used)
