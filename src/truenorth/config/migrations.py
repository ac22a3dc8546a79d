"""Bringing the database of a data folder up to this version, one process at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from truenorth.domains.kit.settings import settings


def pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def migrate() -> list[str]:
    """Apply what is pending; the names of what was applied."""
    with _one_at_a_time():
        pending = pending_migrations()
        if pending:
            call_command("migrate", verbosity=0, interactive=False)
    return pending


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (settings().data_dir / ".migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
