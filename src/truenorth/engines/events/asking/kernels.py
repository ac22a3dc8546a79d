"""How kernels are compiled, and how they walk: actor by actor, each one or two runs of rows in time order."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numba import types
from numpy.typing import NDArray

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

Longs = NDArray[np.int64]
Codes = NDArray[np.uint16]


class Walk(NamedTuple):
    """The rows of a bucket, by actor: settled rows first, then recent ones; in time order across both.

    Actor `a` has the settled rows `settled_from[a]` to `settled_to[a]` (excluded) and the recent rows likewise.
    All six arrays are int64 and read-only; times are microseconds.
    """

    settled_from: Longs
    settled_to: Longs
    recent_from: Longs
    recent_to: Longs
    settled_time: Longs
    recent_time: Longs


LONGS = types.Array(types.int64, 1, "C", readonly=True)
CODES = types.Array(types.uint16, 1, "C", readonly=True)
WIDE = types.Array(types.int32, 1, "C", readonly=True)
FLOATS = types.Array(types.float64, 1, "C", readonly=True)
FLAGS = types.Array(types.boolean, 1, "C", readonly=True)
WALK: Any = cast("Any", types).NamedUniTuple(LONGS, 6, Walk)
OUT = types.Array(types.int64, 1, "C")
OUT2 = types.Array(types.int64, 2, "C")
OUT3 = types.Array(types.int64, 3, "C")
FLOATS_OUT = types.Array(types.float64, 1, "C")


def kernel(*signatures: Any) -> Callable[[Kernel], Kernel]:
    """Compile ahead for these signatures, without the GIL, and keep the result beside the source file.

    Inputs are read-only and outputs writable: a signature fits one of them, so that nothing compiles twice.
    Without a signature it is a helper, compiled into the kernels that call it.
    """
    compiled = numba.njit(list(signatures) or None, nogil=True, cache=True)

    def compile_(function: Kernel) -> Kernel:
        try:
            return cast("Kernel", compiled(function))
        except (AttributeError, ImportError, EOFError):
            _forget(function)
            return cast("Kernel", compiled(function))

    return compile_


def _forget(function: Callable[..., Any]) -> None:
    """Drop what an earlier version left compiled: its index names types that are no more, and cannot be read."""
    source = Path(function.__code__.co_filename)
    elsewhere = getattr(numba.config, "CACHE_DIR", "")
    for folder in (source.parent / "__pycache__", *([Path(elsewhere)] if elsewhere else [])):
        for path in folder.rglob(f"{source.stem}.{function.__name__}-*.nb?"):
            path.unlink(missing_ok=True)


def fixed(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only, contiguous view, as the kernels' signatures want it.

    >>> fixed(np.arange(3)).flags.writeable
    False
    """
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view
