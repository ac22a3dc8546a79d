"""How kernels are compiled: ahead, for named types, without the GIL, and kept beside their source."""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


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


def warm() -> list[str]:
    """Compile every kernel of the engines that is not compiled yet, or load it; the modules that hold them.

    Takes tens of seconds on a new machine and about one when it was done before: what is compiled lies beside the
    sources, or where NUMBA_CACHE_DIR says.

    >>> "truenorth.engines.ranking.kernels" in warm()
    True
    """
    engines = importlib.import_module("truenorth.engines")
    names = [
        found.name
        for found in pkgutil.walk_packages(engines.__path__, "truenorth.engines.")
        if found.name.endswith((".kernels", ".letters", ".postings")) and ".tests" not in found.name
    ]
    for name in names:
        importlib.import_module(name)
    return names
