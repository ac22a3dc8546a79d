"""The one who kills, and keeps the books of what was acknowledged."""

import dataclasses
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.crash.checking import Verdict
from tests.crash.writing import Life

ROOT = Path(__file__).resolve().parents[2]
LONGEST_WAIT_SECONDS = 0.05
PATIENCE_SECONDS = 600.0
JUDGE_EVERY = 200
"""Kills between two readings of everything; events are counted after each."""


class Broken(AssertionError):
    """The store, or a child, did what it must not."""


class Nursery:
    """Children, from a process that forks them; and what they said."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._pids: dict[int, int] = {}
        self._said: dict[int, list[str]] = {}
        self._unread = b""
        self._wait_for(0, "warm")

    def start(self, life: Life) -> None:
        """Have a child; returns when it is born."""
        self._order(dataclasses.asdict(life))
        self._pids[life.child] = int(self._wait_for(life.child, "born").split()[1])

    def wait_until_ready(self, child: int) -> None:
        """Return once the child has opened the store."""
        self._wait_for(child, "ready")

    def wait_until_acknowledged(self, child: int, ranges: int) -> None:
        """Return once the child has said of so many ranges that they are durable."""
        self._wait_for(child, "a ", times=ranges)

    def kill(self, child: int) -> list[str]:
        """Kill a child; what it said in its life."""
        os.kill(self._pids[child], signal.SIGKILL)
        return self._bury(child, -signal.SIGKILL)

    def ask(self, life: Life) -> str:
        """Have a child that says one thing and comes to its own end; what it said."""
        self.start(life)
        _, answer, _ = self._bury(life.child, 0)
        return answer.partition(" ")[2]

    def _bury(self, child: int, code: int) -> list[str]:
        self._order({"child": child, "reap": self._pids.pop(child)})
        end = self._wait_for(child, "dead")
        if end != f"dead {code}":
            raise Broken(f"child {child} came to another end: {end}")
        return self._said.pop(child)

    def _order(self, order: dict[str, object]) -> None:
        _pipe_of(self._process.stdin).write(json.dumps(order).encode() + b"\n")

    def _wait_for(self, child: int, word: str, *, times: int = 1) -> str:
        """What the child says when it has begun with the word so many times, or when it is dead."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            said = self._said.setdefault(child, [])
            found = [what for what in said if what.startswith(word)]
            if len(found) >= times:
                return found[-1] if found else ""
            if said and said[-1].startswith("dead"):
                return said[-1]
            self._listen(until)

    def _listen(self, until: float) -> None:
        pipe = _pipe_of(self._process.stdout)
        ready, _, _ = select.select([pipe], [], [], max(until - time.monotonic(), 0))
        if not ready:
            raise Broken(f"the nursery was silent for {PATIENCE_SECONDS:g} s")
        heard = os.read(pipe.fileno(), 1 << 16)
        if not heard:
            raise Broken(f"the nursery ended with {self._process.wait()}")
        *lines, self._unread = (self._unread + heard).split(b"\n")
        for line in lines:
            child, _, what = line.decode().partition(" ")
            self._said.setdefault(int(child), []).append(what)


def _pipe_of(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise Broken("the nursery has no pipe")
    return pipe


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery that is gone afterwards."""
    command = [sys.executable, "-m", "tests.crash.nursery"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        try:
            yield Nursery(process)
        finally:
            process.kill()


Span = tuple[int, int]


@dataclass(slots=True)
class Books:
    """Ranges of numbers: acknowledged, and sent without an answer."""

    acknowledged: list[Span] = field(default_factory=list)
    pending: list[Span] = field(default_factory=list)
    next_number: int = 0

    def enter(self, said: Iterable[str]) -> None:
        """What a dead writer said; it sends a range again as it was sent before."""
        sent = dict.fromkeys(self.pending)
        for what in said:
            kind, *numbers = what.split()
            if kind not in ("a", "b"):
                continue
            first, end = map(int, numbers)
            if kind == "b":
                sent[first, end] = None
                self.next_number = max(self.next_number, end)
            else:
                del sent[first, end]
                self.acknowledged.append((first, end))
        self.pending = list(sent)
        self.acknowledged = _joined(self.acknowledged)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same numbers in as few ranges as there can be."""
    joined: list[Span] = []
    for first, end in sorted(spans):
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    return joined


def _count(spans: Iterable[Span]) -> int:
    return sum(end - first for first, end in spans)


@dataclass(slots=True)
class Siege:
    """One store, and its killing."""

    children: Nursery
    path: str
    chance: random.Random
    books: Books = field(default_factory=Books)
    killed: int = 0
    born: int = 0

    def round(self) -> None:
        """A writer, now and then a compactor beside it, and their ends. Raises Broken when events are missing."""
        writer = self._life("writer", first=self.books.next_number, again=self.books.pending)
        lives = [writer, self._life("compactor")] if self.chance.random() < 0.5 else [writer]
        for life in lives:
            self.children.start(life)
        if self.chance.random() < 0.85:
            for life in lives:
                self.children.wait_until_ready(life.child)
            self.children.wait_until_acknowledged(writer.child, self.chance.choice((0, 1, 2, 5)))
        self.chance.shuffle(lives)
        for life in lives:
            time.sleep(self.chance.random() * LONGEST_WAIT_SECONDS)
            said = self.children.kill(life.child)
            self.killed += 1
            if life is writer:
                self.books.enter(said)
        self._count_events()

    def judge(self) -> Verdict:
        """Read everything, in a process of its own."""
        life = self._life("judge", again=self.books.pending, acknowledged=self.books.acknowledged)
        found = json.loads(self.children.ask(life))
        return Verdict(**found | {"faults": tuple(found["faults"])})

    def _count_events(self) -> None:
        found = int(self.children.ask(self._life("counter")))
        least = _count(self.books.acknowledged)
        most = least + _count(self.books.pending)
        if not least <= found <= most:
            raise Broken(f"{found:,} events are there, where {least:,} were acknowledged and {most:,} sent")

    def _life(
        self, role: str, *, first: int = 0, again: Sequence[Span] = (), acknowledged: Sequence[Span] = ()
    ) -> Life:
        self.born += 1
        return Life(self.born, role, self.path, self.chance.getrandbits(32), first, again, acknowledged)


def crash(
    path: str | Path, *, kills: int, seconds: float | None = None, seed: int = 0, shows_progress: bool = False
) -> tuple[int, Verdict]:
    """Kill writers and compactors of a store `kills` times, or as often as `seconds` allow; how often, and the verdict.

    After each kill a fresh process opens the store and counts. Raises Broken as soon as it sees fewer events than
    were acknowledged, or more than were sent.
    """
    with nursery() as children:
        siege = Siege(children, str(path), random.Random(seed))
        until = float("inf") if seconds is None else time.monotonic() + seconds
        while siege.killed < kills and time.monotonic() < until:
            before = siege.killed
            siege.round()
            if siege.killed // JUDGE_EVERY > before // JUDGE_EVERY:
                verdict = siege.judge()
                if shows_progress:
                    sys.stdout.write(f"{siege.killed:,} kills: {verdict}\n")
                    sys.stdout.flush()
                if not verdict.is_good:
                    return siege.killed, verdict
        return siege.killed, siege.judge()
