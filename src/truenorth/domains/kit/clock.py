"""Time in one place, so that tests can freeze it and nobody forgets the zone."""

from datetime import UTC, date, datetime


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The date in UTC; a workspace's own date is `Workspace.today()`."""
    return now().date()
