"""Background work: a domain's tasks.py says what and when, the worker under `truenorth serve` does it.

A task calls one service and may be run again at any time: whatever it finds done already, it leaves.
"""

import importlib
import importlib.util
from collections.abc import Callable, Iterable

from django.db import close_old_connections
from huey import SqliteHuey, crontab

from truenorth.domains.kit import clock
from truenorth.domains.kit.settings import settings

HEARTBEAT_SECONDS = 5
HEARTBEAT_LOST_SECONDS = 20

settings().data_dir.mkdir(parents=True, exist_ok=True)
huey = SqliteHuey("truenorth", filename=str(settings().data_dir / "queue.sqlite3"), results=False, fsync=True)


def periodic(*, minute: str = "0", hour: str = "*") -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run at these minutes of these hours (UTC, as in a crontab): by default at every full hour."""

    def register(work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            close_old_connections()
            try:
                work()
            finally:
                close_old_connections()

        name = f"{work.__module__}.{work.__qualname__}"
        huey.periodic_task(crontab(minute=minute, hour=hour), name=name)(run)
        return work

    return register


def discover(packages: Iterable[str]) -> None:
    """Load the tasks of these packages."""
    for package in packages:
        if importlib.util.find_spec(f"{package}.tasks"):
            importlib.import_module(f"{package}.tasks")


def list_tasks() -> list[str]:
    return sorted(str(task.name) for task in huey._registry.periodic_tasks)  # noqa: SLF001 - huey offers no public way


def pending_count() -> int:
    return int(huey.pending_count()) + int(huey.scheduled_count())


def beat() -> None:
    """Leave a sign that the worker lives."""
    (settings().data_dir / ".worker-beat").touch()


def is_worker_alive() -> bool:
    try:
        last = (settings().data_dir / ".worker-beat").stat().st_mtime
    except FileNotFoundError:
        return False
    return clock.now().timestamp() - last < HEARTBEAT_LOST_SECONDS
