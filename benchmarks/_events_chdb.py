"""Embedded ClickHouse's side of `events.py`; of the ways to ask that were tried, the one that took the least CPU.

Time to convert is told by windows over windows, since an `arrayFold` per user took fifteen times as much.
"""

import json
from pathlib import Path
from string import Template
from typing import Any

from _events_answers import TOLD
from _events_data import BEGIN_MS, DAY_MS
from _events_measure import Clock

CREATE = """
CREATE TABLE bench.events (
    user UInt32 CODEC(Delta, LZ4), time UInt64 CODEC(Delta, LZ4), event LowCardinality(String),
    plan LowCardinality(String), country LowCardinality(String), device LowCardinality(String)
) ENGINE = MergeTree ORDER BY (user, time)"""
INSERT = """
INSERT INTO bench.events SELECT user, time, event, plan, country, device FROM file({files:String}, Parquet)
SETTINGS max_insert_threads = 2"""
SIZE = "SELECT sum(bytes_on_disk) AS bytes, sum(rows) AS rows FROM system.parts WHERE active AND table = 'events'"

FUNNEL = """
SELECT $extra countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4)
FROM (
    SELECT user, $each windowFunnel(604800000)(
        time, event = 'view_item', event = 'add_to_cart' $filter, event = 'checkout', event = 'purchase') AS level
    FROM bench.events WHERE event IN ('view_item', 'add_to_cart', 'checkout', 'purchase') GROUP BY user
) WHERE level > 0 $by"""
RETENTION = """
SELECT entered, day - entered AS after, count()
FROM (
    SELECT minIf(intDiv(time - $begin, $day), event = 'signup') AS entered,
        groupUniqArray(intDiv(time - $begin, $day)) AS days
    FROM bench.events WHERE user IN (SELECT user FROM bench.events WHERE event = 'signup') GROUP BY user
) ARRAY JOIN days AS day WHERE after BETWEEN 0 AND 30 GROUP BY entered, after"""
WEEKLY = """
SELECT intDiv(time - $begin, 7 * $day) AS week, plan, uniqExact(user) FROM bench.events GROUP BY week, plan"""
JOURNEYS = """
SELECT count() AS paths, next[1], next[2], next[3]
FROM (
    SELECT arraySort(groupArray((time, event))).2 AS events,
        arraySlice(events, indexOf(events, 'signup') + 1, 3) AS next
    FROM bench.events WHERE user IN (SELECT user FROM bench.events WHERE event = 'signup') GROUP BY user
) GROUP BY next ORDER BY paths DESC, next LIMIT 50"""
SO_FAR = "OVER (PARTITION BY user ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
CONVERT = """
WITH
    a AS (
        SELECT user, time, event, if(event = 'view_item', time, 0) AS s FROM bench.events
        WHERE event IN ('view_item', 'add_to_cart', 'checkout', 'purchase')),
    b AS (SELECT *, max(s) $so_far AS p FROM a),
    c AS (SELECT user, time, event, if(event = 'add_to_cart' AND p > 0 AND time - p <= 604800000, p, 0) AS s FROM b),
    d AS (SELECT *, max(s) $so_far AS p FROM c),
    e AS (SELECT user, time, event, if(event = 'checkout' AND p > 0 AND time - p <= 604800000, p, 0) AS s FROM d),
    f AS (SELECT *, max(s) $so_far AS p FROM e),
    z AS (
        SELECT argMin(time - p, time) AS took FROM f
        WHERE event = 'purchase' AND p > 0 AND time - p <= 604800000 GROUP BY user)
SELECT count(), avg(took) / 1000, quantileExactInclusive(0.5)(took) / 1000 FROM z"""


def _filled(statement: str, **parts: str) -> str:
    none = {"extra": "", "each": "", "filter": "", "by": ""}
    return Template(statement).substitute({**none, "begin": BEGIN_MS, "day": DAY_MS, "so_far": SO_FAR, **parts})


STATEMENTS = {
    "funnel": _filled(FUNNEL),
    "funnel_country": _filled(FUNNEL, extra="country, ", each="any(country) AS country, ", by="GROUP BY country"),
    "funnel_filter": _filled(FUNNEL, filter="AND device = 'ios'"),
    "retention": _filled(RETENTION),
    "weekly": _filled(WEEKLY),
    "journeys": _filled(JOURNEYS),
    "convert": _filled(CONVERT),
}
STATEMENTS |= dict.fromkeys(("funnel_times", "tail", "tail_grown"), STATEMENTS["funnel"])


class Chdb:
    """A MergeTree in a folder, filled when it is not there yet."""

    def __init__(self, home: Path) -> None:
        from chdb import session

        path, note = home / "chdb", home / "chdb.json"
        self._session = session.Session(str(path))
        self._run("SET max_threads = 2, max_memory_usage = 16000000000")
        if not note.exists():
            self._run("DROP DATABASE IF EXISTS bench")
            self._run("CREATE DATABASE bench ENGINE = Atomic")
            clock = Clock()
            with clock.running():
                self._run(CREATE)
                self._run(INSERT, files=str(home / "parquet" / "*.parquet"))
                self._run("OPTIMIZE TABLE bench.events FINAL")
            note.write_text(json.dumps(vars(clock)), encoding="utf-8")
        self._load = json.loads(note.read_text(encoding="utf-8"))

    def about(self) -> dict[str, Any]:
        """How it was loaded, and bytes an event on the disk."""
        size, rows = json.loads(self._run(SIZE))
        return {"load": self._load, "bytes": int(size) / int(rows)}

    def ask(self, question: str) -> str:
        """The answer as it comes: a JSON list a line."""
        return self._run(STATEMENTS[question])

    def _run(self, statement: str, **parameters: str) -> str:
        return str(self._session.query(statement, "JSONCompactEachRow", params=parameters))

    def told(self, question: str, answer: str) -> object:
        """The answer as it is compared."""
        return TOLD[question]([json.loads(line) for line in answer.splitlines()])
