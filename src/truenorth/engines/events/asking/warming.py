"""Compiling all kernels at once, so that no question waits for it."""

import importlib
import pkgutil


def warm() -> list[str]:
    """Compile every kernel that is not compiled yet, or load it; the modules that hold them.

    Takes tens of seconds on a new machine and about one when it was done before: what is compiled lies beside the
    sources, or where NUMBA_CACHE_DIR says.

    >>> "truenorth.engines.events.store.kernels" in warm()
    True
    """
    package = importlib.import_module("truenorth.engines.events")
    names = [
        found.name
        for found in pkgutil.walk_packages(package.__path__, "truenorth.engines.events.")
        if found.name.endswith((".kernels", ".letters")) and ".tests" not in found.name
    ]
    for name in names:
        importlib.import_module(name)
    return names


if __name__ == "__main__":
    warm()
