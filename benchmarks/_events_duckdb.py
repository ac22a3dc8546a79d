"""DuckDB's side of `events.py`; of the ways to ask that were tried, the one that took the least CPU.

Funnels are chains of ASOF joins: each step looks up the latest one before it that was reached, and so its latest
entry. Windows over windows took two and a half times as much.
"""

import json
from pathlib import Path
from string import Template
from typing import Any

from _events_answers import TOLD
from _events_data import BEGIN_MS, DAY_MS
from _events_measure import Clock

CREATE = """
CREATE TYPE event_name AS ENUM (SELECT DISTINCT event::VARCHAR FROM given);
CREATE TYPE plan_name AS ENUM (SELECT DISTINCT plan::VARCHAR FROM given);
CREATE TYPE country_name AS ENUM (SELECT DISTINCT country::VARCHAR FROM given);
CREATE TYPE device_name AS ENUM (SELECT DISTINCT device::VARCHAR FROM given);
CREATE TABLE events AS
    SELECT user, time, event::event_name AS event, plan::plan_name AS plan, country::country_name AS country,
        device::device_name AS device
    FROM given ORDER BY user, time;
CHECKPOINT"""

CHAIN = """
WITH
    v AS (SELECT user, time, country FROM events WHERE event = 'view_item'),
    a AS (
        SELECT e.user, e.time, v.time AS entered, v.country FROM events AS e ASOF JOIN v
        ON e.user = v.user AND e.time >= v.time
        WHERE e.event = 'add_to_cart' $filter AND e.time - v.time <= 604800000),
    c AS (
        SELECT e.user, e.time, a.entered, a.country FROM events AS e ASOF JOIN a
        ON e.user = a.user AND e.time >= a.time WHERE e.event = 'checkout' AND e.time - a.entered <= 604800000),
    p AS (
        SELECT e.user, e.time, c.entered, c.country FROM events AS e ASOF JOIN c
        ON e.user = c.user AND e.time >= c.time WHERE e.event = 'purchase' AND e.time - c.entered <= 604800000)"""
COUNT = """
SELECT (SELECT count(DISTINCT user) FROM v), (SELECT count(DISTINCT user) FROM a),
    (SELECT count(DISTINCT user) FROM c), (SELECT count(DISTINCT user) FROM p)"""
BY_COUNTRY = """
SELECT country::VARCHAR, count(*), count(*) FILTER (level >= 2), count(*) FILTER (level >= 3),
    count(*) FILTER (level >= 4)
FROM (
    SELECT user, any_value(country) AS country, max(level) AS level
    FROM (
        SELECT user, country, 1 AS level FROM v UNION ALL SELECT user, country, 2 FROM a
        UNION ALL SELECT user, country, 3 FROM c UNION ALL SELECT user, country, 4 FROM p)
    GROUP BY user)
GROUP BY country"""
CONVERT = """
SELECT count(*), avg(took) / 1000, quantile_cont(took, 0.5) / 1000
FROM (SELECT arg_min(time - entered, time) AS took FROM p GROUP BY user)"""
RETENTION = """
WITH
    s AS (SELECT user, min((time - $begin) // $day) AS entered FROM events WHERE event = 'signup' GROUP BY user),
    d AS (
        SELECT DISTINCT e.user, entered, (time - $begin) // $day - entered AS after FROM events AS e JOIN s USING (user)
        WHERE (time - $begin) // $day - entered BETWEEN 0 AND 30)
SELECT entered, after, count(*) FROM d GROUP BY entered, after"""
WEEKLY = """
SELECT (time - $begin) // (7 * $day), plan::VARCHAR, count(DISTINCT user) FROM events GROUP BY 1, 2"""
JOURNEYS = """
WITH
    s AS (SELECT user, min(time) AS entered FROM events WHERE event = 'signup' GROUP BY user),
    n AS (
        SELECT arg_min(event::VARCHAR, time, 3) AS next FROM events JOIN s USING (user)
        WHERE time > entered GROUP BY user)
SELECT count(*) AS paths, next[1], next[2], next[3] FROM n GROUP BY next ORDER BY paths DESC, next LIMIT 50"""


def _filled(*parts: str, condition: str = "") -> str:
    return Template("".join(parts)).substitute(begin=BEGIN_MS, day=DAY_MS, filter=condition)


STATEMENTS = {
    "funnel": _filled(CHAIN, COUNT),
    "funnel_country": _filled(CHAIN, BY_COUNTRY),
    "funnel_filter": _filled(CHAIN, COUNT, condition="AND e.device = 'ios'"),
    "retention": _filled(RETENTION),
    "weekly": _filled(WEEKLY),
    "journeys": _filled(JOURNEYS),
    "convert": _filled(CHAIN, CONVERT),
}
STATEMENTS |= dict.fromkeys(("funnel_times", "tail", "tail_grown"), STATEMENTS["funnel"])


class Duckdb:
    """A table in a file, filled when it is not there yet."""

    def __init__(self, home: Path) -> None:
        import duckdb

        self._path, note = home / "events.duckdb", home / "duckdb.json"
        if not note.exists():
            self._path.unlink(missing_ok=True)
        self._session = duckdb.connect(str(self._path), config={"threads": "2"})
        if not note.exists():
            given = self._session.read_parquet(str(home / "parquet" / "*.parquet"))
            clock = Clock()
            with clock.running():
                given.create_view("given")
                self._session.execute(CREATE)
            note.write_text(json.dumps(vars(clock)), encoding="utf-8")
        self._load = json.loads(note.read_text(encoding="utf-8"))

    def about(self) -> dict[str, Any]:
        """How it was loaded, and bytes an event on the disk."""
        (rows,) = self._session.execute("SELECT count(*) FROM events").fetchall()[0]
        return {"load": self._load, "bytes": self._path.stat().st_size / rows}

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """The answer's rows."""
        return self._session.execute(STATEMENTS[question]).fetchall()

    def told(self, question: str, answer: list[tuple[Any, ...]]) -> object:
        """The answer as it is compared."""
        return TOLD[question](answer)
