"""Time in one place, so that nobody forgets the zone and a story can be told at the time it happened."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, date, datetime

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    return _pretended.get() or datetime.now(UTC)


def today() -> date:
    """The date in UTC; a workspace's own date is `Workspace.today()`."""
    return now().date()


@contextlib.contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """What happens inside happened at `moment`: for the demo's past, never for a caller's request."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
