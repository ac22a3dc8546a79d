"""A process that has imported and compiled everything once, and forks a child when it is told to.

It reads orders on its standard input, one JSON a line, and answers on its standard output, where its children speak
too: what a child said stands before the word that the child is dead.
"""

import json
import os
import sys
import tempfile
import traceback
from typing import Any

from tests.crash.checking import read_back
from tests.crash.writing import Life, event_of, live
from truenorth.engines.events import EventStore


def warm_up() -> None:
    """Compile what writing, compacting and reading compile, so that no child does."""
    with tempfile.TemporaryDirectory() as folder, EventStore.open(folder, buckets=2) as store:
        for _ in range(2):
            store.append([event_of(number) for number in range(100)])
            store.compact(grace_seconds=0)
        read_back(folder)


def main() -> None:
    warm_up()
    _say("0 warm")
    for line in sys.stdin:
        order = json.loads(line)
        if "reap" in order:
            _, status = os.waitpid(order["reap"], 0)
            _say(f"{order['child']} dead {os.waitstatus_to_exitcode(status)}")
        else:
            _say(f"{order['child']} born {_fork(order)}")


def _fork(order: dict[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        live(Life(**order), sys.stdout.fileno())
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def _say(what: str) -> None:
    os.write(sys.stdout.fileno(), f"{what}\n".encode())


if __name__ == "__main__":
    main()
