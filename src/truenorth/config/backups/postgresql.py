"""PostgreSQL's side of a backup: every table through COPY, out of one snapshot and into one transaction.

It needs no pg_dump, which the machine that runs Truenorth may not have, or have in another version than the server.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from truenorth.config.backups.errors import BackupNewer

SPOOL_BYTES = 32 * 1024 * 1024
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""


def list_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def dump_tables(add: Callable[[str, IO[bytes]], None]) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """Hand every table to `add`, all as of one moment; the migrations that stood, and the columns of each table."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        columns = {table: _columns_of(table) for table in list_tables()}
        for table, names in columns.items():
            with tempfile.SpooledTemporaryFile(SPOOL_BYTES) as spool:
                with connection.cursor() as cursor, cursor.copy(_copy(table, names, "TO STDOUT")) as rows:
                    for chunk in rows:
                        spool.write(chunk)
                spool.seek(0)
                add(f"database/{table}.copy", spool)
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
            migrations = [(app, name) for app, name in cursor.fetchall()]
    return migrations, columns


def load_tables(folder: Path, *, migrations: Sequence[tuple[str, str]], columns: Mapping[str, Sequence[str]]) -> None:
    """Replace the whole database: all of it is there afterwards, or nothing has changed."""
    known = MigrationExecutor(connection).loader.graph.nodes
    unknown = [f"{app}.{name}" for app, name in migrations if (app, name) not in known]
    if unknown:
        raise BackupNewer(f"This version does not know its migrations {', '.join(unknown)}.")
    with transaction.atomic():
        _drop_all()
        executor = MigrationExecutor(connection)
        executor.migrate(list(migrations))
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, columns))))
            for table, names in columns.items():
                _load_table(folder / f"{table}.copy", table, names)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, names in columns.items():
            _continue_numbering(table, names)
    call_command("migrate", verbosity=0, interactive=False)  # what the domains make when a migration is done


def _drop_all() -> None:
    tables = list_tables()
    if tables:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, tables))))


def _load_table(file: Path, table: str, names: Sequence[str]) -> None:
    with (
        connection.cursor() as cursor,
        file.open("rb") as source,
        cursor.copy(_copy(table, names, "FROM STDIN")) as rows,
    ):
        while chunk := source.read(1024 * 1024):
            rows.write(chunk)


def _continue_numbering(table: str, names: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', name])
            (sequence,) = cursor.fetchone()
            if sequence:
                largest = sql.SQL("SELECT setval(%s, coalesce(max({}), 0) + 1, false) FROM {}")
                cursor.execute(largest.format(sql.Identifier(name), sql.Identifier(table)), [sequence])


def _columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [f'"{table}"'])
        return [name for (name,) in cursor.fetchall()]


def _copy(table: str, names: Sequence[str], direction: str) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, names))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table), listed, sql.SQL(direction))
