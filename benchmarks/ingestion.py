"""Events over HTTP: a client and a real server on one machine, beside the same batches appended in one process.

Each delivery is a thousand events, on the server's disk before it is acknowledged. Afterwards the store is compacted,
which keeps an insert_id once, and must hold exactly what was acknowledged. EVENTS=10000000 for more, CONNECTIONS=8.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from _ingestion_client import batches
from _peers import REPOSITORY

sys.path.insert(0, str(REPOSITORY))
EVENTS = int(os.environ.get("EVENTS", "2000000"))
CONNECTIONS = int(os.environ.get("CONNECTIONS", "4"))
IN_PROCESS = EVENTS // 4
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a load took: seconds by the wall, and CPU seconds of each process."""

    events: int
    seconds: float
    cpu: dict[str, float]

    @property
    def rate(self) -> float:
        return self.events / self.seconds

    def say(self, name: str) -> None:
        each = ", ".join(f"{who} {1e6 * used / self.events:.1f}" for who, used in self.cpu.items())
        print(f"{name:28} {self.rate:9,.0f} events/s; CPU seconds a million events: {each}")


def main() -> None:
    print(f"load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="truenorth-bench-") as folder:
        served = deliver(Path(folder))
        appended = append(Path(folder) / "beside")
    print(f"load after: {os.getloadavg()[0]:.2f}")
    print(f"HTTP at {served.rate / appended.rate:.2f} times the events/s of one process, the client's work included")


def deliver(folder: Path) -> Taken:
    os.environ |= {"TRUENORTH_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "truenorth.config.settings"}
    token = make_token()
    from tests.running import running

    with running(folder) as server:
        deliver_to(server.port, token, 20_000)
        before = cpu_of(server.process.pid)
        found = deliver_to(server.port, token, EVENTS)
        used = cpu_of(server.process.pid) - before
        server.stop()
    taken = Taken(EVENTS, found["seconds"], {"client": found["cpu"], "server": used})
    taken.say(f"HTTP, {CONNECTIONS} connections")
    check(folder, int(found["acknowledged"]))
    return taken


def make_token() -> str:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from truenorth.domains.workspace.factories import make_owner
    from truenorth.domains.workspace.rules import Scope
    from truenorth.domains.workspace.services import create_token

    return create_token(actor=make_owner("Olga"), name="Bench", scope=Scope.INGEST)[1]


def deliver_to(port: int, token: str, events: int) -> dict[str, float]:
    todo = json.dumps({"port": port, "token": token, "events": events, "connections": CONNECTIONS})
    script = Path(__file__).with_name("_ingestion_client.py")
    done = subprocess.run([sys.executable, script], input=todo, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout)
    return found


def cpu_of(process: int) -> float:
    """CPU seconds of a process and its threads so far; Linux tells them here, elsewhere they stay unknown."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return float("nan")
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def check(folder: Path, acknowledged: int) -> None:
    from truenorth.engines.events import EventStore

    with EventStore.open(folder / "events" / "larkspur") as store:
        store.compact(grace_seconds=0)
        held = store.info().events
    if held != acknowledged:
        sys.exit(f"the store holds {held:,} events, and {acknowledged:,} were acknowledged")
    print(f"the store holds the {held:,} events that were acknowledged, and no other")


def append(folder: Path) -> Taken:
    from truenorth.engines.events import EventStore

    with EventStore.open(folder) as store:
        began, used = time.perf_counter(), time.process_time()
        for batch in batches(IN_PROCESS):
            store.append(batch, durable=True)
        seconds, cpu = time.perf_counter() - began, time.process_time() - used
    taken = Taken(IN_PROCESS, seconds, {"the process": cpu})
    taken.say("in one process, no HTTP")
    return taken


if __name__ == "__main__":
    main()
