"""Facts: what happened, told upwards. A low domain announces; a higher one subscribes in its apps.py.

A listener runs inside the announcing transaction: what it writes stands or falls with the fact.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar


class Fact:
    """Base of the frozen values that services announce."""


F = TypeVar("F", bound=Fact)
_listeners: dict[type[Fact], list[Callable[..., None]]] = defaultdict(list)


def subscribe(fact_type: type[F], listener: Callable[[F], None]) -> None:
    if listener not in _listeners[fact_type]:
        _listeners[fact_type].append(listener)


def announce(fact: Fact) -> None:
    for listener in _listeners[type(fact)]:
        listener(fact)


def listeners() -> dict[str, list[str]]:
    """Every fact somebody listens to, and who: the reference page is made from this."""
    return {
        f"{fact.__module__}.{fact.__qualname__}": [f"{heard.__module__}.{heard.__qualname__}" for heard in heard_by]
        for fact, heard_by in _listeners.items()
    }
