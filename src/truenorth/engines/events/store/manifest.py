"""What the store consists of: one SQLite file that says which segments, which stretch of log, which hot columns.

A reader takes one State and sees nothing else until it takes the next. A writer of the manifest holds the store's
lock and replaces the state in one transaction, with its files already on the disk.
"""

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path

from truenorth.engines.events.errors import StoreUnusable

FORMAT = 1
BUSY_SECONDS = 60.0
TABLES = """
CREATE TABLE IF NOT EXISTS head (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS segments (
    id INTEGER PRIMARY KEY AUTOINCREMENT, bucket INTEGER NOT NULL, month TEXT NOT NULL, path TEXT NOT NULL UNIQUE,
    rows INTEGER NOT NULL, bytes INTEGER NOT NULL, crc32 INTEGER NOT NULL,
    first_time INTEGER NOT NULL, last_time INTEGER NOT NULL, rank INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS positions (log TEXT PRIMARY KEY, consumed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hot (bucket INTEGER PRIMARY KEY, token TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hot_columns (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removed (path TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS damage (path TEXT, offset INTEGER, length INTEGER, reason TEXT,
    PRIMARY KEY (path, offset)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erasures (id INTEGER PRIMARY KEY AUTOINCREMENT, receipt TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """A Parquet file: one bucket's events of one month, sorted.

    Among equal times, segments of a lower `rank` come first: they arrived earlier. Both `rank` and `id` are 0 until
    the manifest gives them; a segment that replaces others keeps their rank.
    """

    bucket: int
    month: str
    path: str
    rows: int
    bytes: int
    crc32: int
    first_time: int
    last_time: int
    rank: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """The store at one generation. `identity` is the file of who owns which device, empty where nobody does."""

    generation: int
    buckets: int
    segments: tuple[Segment, ...]
    consumed: Mapping[str, int]
    hot: Mapping[int, str]
    hot_columns: tuple[str, ...]
    identity: str
    location: str

    def of_bucket(self, bucket: int) -> tuple[Segment, ...]:
        """The bucket's segments, in the order in which their events arrived."""
        return tuple(segment for segment in self.segments if segment.bucket == bucket)


@dataclass(slots=True)
class Change:
    """What one step of a compaction does to the state; applied as a whole or not at all."""

    added: list[Segment] = field(default_factory=list)
    dropped: list[Segment] = field(default_factory=list)
    consumed: dict[str, int] = field(default_factory=dict)
    hot: dict[int, str] = field(default_factory=dict)
    identity: str | None = None
    spent_logs: list[str] = field(default_factory=list)
    damage: list[tuple[str, int, int, str]] = field(default_factory=list)
    receipt: Mapping[str, object] | None = None


class Manifest:
    """The manifest of the store in `folder`, made when missing."""

    def __init__(self, folder: Path, *, buckets: int, location: str) -> None:
        self.path = folder / "manifest.sqlite"
        with self._session() as session:
            session.execute("PRAGMA journal_mode=WAL")
            session.executescript(TABLES)
            given = {"format": str(FORMAT), "generation": "0", "buckets": str(buckets), "identity": ""}
            given["location"] = location
            session.executemany("INSERT OR IGNORE INTO head VALUES (?, ?)", given.items())
            found = dict(session.execute("SELECT name, value FROM head"))
        if int(found["format"]) > FORMAT:
            raise StoreUnusable(f"is of format {found['format']}, made by a newer version", field="path")

    @contextlib.contextmanager
    def _session(self) -> Iterator[sqlite3.Connection]:
        """A connection of this moment's own: no thread and no forked child inherits one."""
        try:
            session = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise StoreUnusable(f"has a manifest that cannot be opened: {error}", field="path") from error
        try:
            session.execute("PRAGMA synchronous=FULL")
            yield session
        except sqlite3.DatabaseError as error:
            raise StoreUnusable(f"has a manifest that cannot be used: {error}", field="path") from error
        finally:
            session.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._session() as session:
            session.execute("BEGIN IMMEDIATE")
            try:
                yield session
            except BaseException:
                session.execute("ROLLBACK")
                raise
            session.execute("COMMIT")

    def read(self) -> State:
        """The state now, from one read transaction."""
        with self._session() as session:
            session.execute("BEGIN")
            head = dict(session.execute("SELECT name, value FROM head"))
            segments = session.execute(
                "SELECT bucket, month, path, rows, bytes, crc32, first_time, last_time, rank, id "
                "FROM segments ORDER BY rank, id"
            ).fetchall()
            state = State(
                generation=int(head["generation"]),
                buckets=int(head["buckets"]),
                segments=tuple(Segment(*row) for row in segments),
                consumed=dict(session.execute("SELECT log, consumed FROM positions")),
                hot=dict(session.execute("SELECT bucket, token FROM hot")),
                hot_columns=tuple(name for (name,) in session.execute("SELECT name FROM hot_columns ORDER BY name")),
                identity=head["identity"],
                location=head["location"],
            )
            session.execute("COMMIT")
        return state

    def apply(self, change: Change, *, now: float | None = None) -> int:
        """Replace the state; the new generation. The files that left it are remembered until they are deleted."""
        at = time.time() if now is None else now
        with self._transaction() as session:
            for segment in change.dropped:
                session.execute("DELETE FROM segments WHERE id = ?", (segment.id,))
                session.execute("INSERT OR IGNORE INTO removed VALUES (?, ?)", (segment.path, at))
            session.executemany(
                "INSERT INTO segments (bucket, month, path, rows, bytes, crc32, first_time, last_time, rank) VALUES "
                "(?, ?, ?, ?, ?, ?, ?, ?, "
                "coalesce(nullif(?, 0), (SELECT value + 1 FROM head WHERE name = 'generation')))",
                [astuple(segment)[:-1] for segment in change.added],
            )
            session.executemany("INSERT OR REPLACE INTO positions VALUES (?, ?)", change.consumed.items())
            spent = [(f"log/{log}", at) for log in change.spent_logs]
            session.executemany("INSERT OR IGNORE INTO removed VALUES (?, ?)", spent)
            self._replace_hot(session, change.hot, at)
            session.executemany("INSERT OR IGNORE INTO damage VALUES (?, ?, ?, ?)", change.damage)
            if change.receipt is not None:
                session.execute("INSERT INTO erasures (receipt) VALUES (?)", (json.dumps(change.receipt),))
            if change.identity is not None:
                session.execute(
                    "INSERT OR IGNORE INTO removed SELECT value, ? FROM head WHERE name = 'identity' AND value != ''",
                    (at,),
                )
                session.execute("UPDATE head SET value = ? WHERE name = 'identity'", (change.identity,))
            session.execute("UPDATE head SET value = value + 1 WHERE name = 'generation'")
            (generation,) = session.execute("SELECT value FROM head WHERE name = 'generation'").fetchone()
        return int(generation)

    @staticmethod
    def _replace_hot(session: sqlite3.Connection, hot: Mapping[int, str], at: float) -> None:
        for bucket, token in hot.items():
            session.execute("INSERT OR IGNORE INTO removed SELECT token, ? FROM hot WHERE bucket = ?", (at, bucket))
            session.execute("INSERT OR REPLACE INTO hot VALUES (?, ?)", (bucket, token))

    def keep_hot(self, name: str) -> None:
        """From now on, compactions make this column too."""
        with self._transaction() as session:
            session.execute("INSERT OR IGNORE INTO hot_columns VALUES (?)", (name,))

    def forget_hot(self, names: Iterable[str]) -> None:
        """From now on, compactions no longer make these columns."""
        with self._transaction() as session:
            session.executemany("DELETE FROM hot_columns WHERE name = ?", [(name,) for name in names])

    def removed_before(self, at: float) -> list[str]:
        """Paths that left the state before a moment (seconds since 1970) and were not deleted yet."""
        with self._session() as session:
            return [path for (path,) in session.execute("SELECT path FROM removed WHERE at <= ?", (at,))]

    def forget_removed(self, paths: Iterable[str]) -> None:
        """These files are deleted."""
        with self._transaction() as session:
            for path in paths:
                session.execute("DELETE FROM removed WHERE path = ?", (path,))
                session.execute("DELETE FROM positions WHERE log = ?", (path.removeprefix("log/"),))

    def damage(self) -> list[tuple[str, int, int, str]]:
        """Stretches of log that could not be read: path, offset and length in bytes, and why."""
        with self._session() as session:
            return session.execute("SELECT path, offset, length, reason FROM damage ORDER BY path, offset").fetchall()

    def receipts(self) -> list[dict[str, object]]:
        """What was erased, oldest first."""
        with self._session() as session:
            return [json.loads(text) for (text,) in session.execute("SELECT receipt FROM erasures ORDER BY id")]

    def check(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        with self._session() as session:
            found = [line for (line,) in session.execute("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found
