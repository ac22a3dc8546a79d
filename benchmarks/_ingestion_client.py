"""A program that delivers numbered events over a few connections, by `msgspec` and `http.client`.

Reads what to do as JSON from standard input, and prints as JSON what it took.
"""

import http.client
import itertools
import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec

ROWS = 1_000
START_MILLISECONDS = 1_767_225_600_000
EVENTS = ("signup", "open project", "invite", "export", "upgrade")
PLANS, COUNTRIES = ("free", "pro", "team"), ("AT", "DE", "FR", "IT")
PEOPLE = 50_000


def event_of(number: int) -> dict[str, Any]:
    """The event of a number: about 250 bytes as JSON."""
    person = number * 7_919 % PEOPLE
    return {
        "event": EVENTS[number % 5],
        "user_id": f"user-{person:07d}",
        "device_id": f"device-{person:09x}",
        "time": START_MILLISECONDS + number * 37,
        "insert_id": f"event-{number:012d}",
        "properties": {
            "plan": PLANS[person % 3],
            "country": COUNTRIES[person % 4],
            "path": f"/projects/{number % 5_000}",
            "ms": number % 4_999,
            "is_mobile": number % 3 == 0,
        },
    }


def batches(events: int) -> Iterator[list[dict[str, Any]]]:
    """The events of the first numbers, a thousand at a time."""
    for first in range(0, events, ROWS):
        yield [event_of(number) for number in range(first, min(first + ROWS, events))]


def deliver(connection: http.client.HTTPConnection, token: str, batch: list[dict[str, Any]]) -> int:
    """How many the server says are on its disk."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/api/ingestion/events", msgspec.json.encode({"events": batch}), headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise SystemExit(f"{answer.status}: {said[:300]!r}")
    return int(json.loads(said)["accepted"])


def main() -> None:
    todo = json.load(sys.stdin)
    turns = itertools.count()
    count = todo["events"] // ROWS

    def work(_: int) -> int:
        connection, acknowledged = http.client.HTTPConnection("127.0.0.1", todo["port"], timeout=60), 0
        while (turn := next(turns)) < count:
            batch = [event_of(number) for number in range(turn * ROWS, (turn + 1) * ROWS)]
            acknowledged += deliver(connection, todo["token"], batch)
        connection.close()
        return acknowledged

    began = time.perf_counter()
    with ThreadPoolExecutor(todo["connections"]) as threads:
        acknowledged = sum(threads.map(work, range(todo["connections"])))
    seconds = time.perf_counter() - began
    print(json.dumps({"acknowledged": acknowledged, "seconds": seconds, "cpu": time.process_time()}))


if __name__ == "__main__":
    main()
