"""What a test's requests said to the database, and what they left in it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, transaction

Stored = dict[str, list[str]]

# Derived from other tables, or about the visit rather than the work.
NOT_COMPARED = re.compile(r"^(django_session|django_migrations|.*_fts.*|.*search.*_(data|idx|docsize|config|content))$")
SAVEPOINT = re.compile(r"^(ROLLBACK TO )?SAVEPOINT (\S+)$")
READS = re.compile(r"^(SELECT|RELEASE SAVEPOINT)\b")
WRITES = re.compile(r'^(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')


@contextmanager
def statements_sent() -> Iterator[list[str]]:
    """The statements of the block, in order."""
    sent: list[str] = []
    with _told(sent.append):
        yield sent


@contextmanager
def taken_back() -> Iterator[None]:
    """A savepoint whose writes never were."""
    savepoint = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)


class Books:
    """Every row of every table, so that two moments can be compared.

    A table is read again only after a statement that wrote to it, and all of them after one that names none; going back
    to a savepoint goes back to what stood there. What triggers write follows from the tables compared.
    """

    def __init__(self) -> None:
        self._stored: Stored = {}
        self._at_savepoint: dict[str, Stored] = {}

    @contextmanager
    def kept(self) -> Iterator["Callable[[], Stored]"]:
        with _told(self._note):
            yield self._read

    def _note(self, statement: str) -> None:
        found = SAVEPOINT.match(statement)
        if found and found[1]:
            self._stored = self._at_savepoint.get(found[2], {})
        elif found:
            self._at_savepoint[found[2]] = self._stored
        elif written := WRITES.match(statement):
            self._stored = {table: rows for table, rows in self._stored.items() if table != written[1]}
        elif not READS.match(statement):
            self._stored = {}

    def _read(self) -> Stored:
        unread = [table for table in _tables() if table not in self._stored]
        self._stored = self._stored | {table: _rows(table) for table in unread}
        return self._stored


@cache
def _tables() -> list[str]:
    return [table for table in connection.introspection.table_names() if not NOT_COMPARED.match(table)]


def _rows(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name the database gave
        return sorted(map(repr, cursor.fetchall()))


@contextmanager
def _told(tell: Callable[[str], object]) -> Iterator[None]:
    def send(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:  # noqa: ANN401 - as Django passes it on
        tell(str(statement))
        return execute(statement, *rest)

    with connection.execute_wrapper(send):
        yield
