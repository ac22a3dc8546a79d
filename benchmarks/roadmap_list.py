"""A backlog of 23,313 initiatives: requests to a real server, beside loading all of them and looking through.

The backlog is a real one where it lies beside the repository, and made up where it does not.
"""

import functools
import http.client
import io
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from _peers import REPOSITORY

sys.path.insert(0, str(REPOSITORY))
BACKLOG = REPOSITORY.parent / "shared" / "data" / "backlog_jira_story_points.csv.gz"
ITEMS, REQUESTS, GOAL = 23_313, 200, 200
WORDS = ("crash", "login", "export", "slow", "memory", "update", "widget", "error", "page", "build", "test", "report")
CHANGED = ("custom_fields", "owner", "horizon", "position", "team", "starts_on", "target_on")
VIEWS = (
    "/api/roadmap/initiatives?limit=50",
    "/api/roadmap/initiatives?limit=100&offset=10000",
    "/api/roadmap/initiatives?limit=100&sort=title",
    "/api/roadmap/initiatives?limit=100&sort=-story_points",
    "/api/roadmap/initiatives?limit=100&sort=owner",
    "/api/roadmap/initiatives?limit=100&sort=-updated_at&state=idea&is_sized=false",
    "/api/roadmap/initiatives?limit=100&q=memory",
    "/api/roadmap/initiatives?limit=100&where=tier:is:gold&sort=-field.cost",
    "/api/roadmap/initiatives?limit=100&where=cost:at_least:500",
    "/api/graph/search?q=memory+leak&kind=initiative",
    "/api/roadmap/timeline",
    "/api/roadmap/swimlanes?by=team",
    "/api/roadmap/capacity",
    "/api/roadmap/board",
)


def build() -> str:
    """A workspace with the backlog, a hundredth of it on the board and the timeline; a token to read it."""
    from truenorth.domains.roadmap.models import Initiative
    from truenorth.domains.roadmap.rules import FieldKind
    from truenorth.domains.roadmap.services import create_field
    from truenorth.domains.workspace.factories import make_owner
    from truenorth.domains.workspace.rules import Scope
    from truenorth.domains.workspace.services import create_team, create_token
    from truenorth.edges.imports.running import run_import

    draw = random.Random(1)  # noqa: S311 - a benchmark's numbers
    olga = make_owner("Olga")
    team = create_team(actor=olga, name="Web")
    file = BACKLOG.open("rb") if BACKLOG.exists() else io.BytesIO(_make_up(draw).encode())
    name = BACKLOG.name if BACKLOG.exists() else "backlog.csv"
    with file:
        began = time.perf_counter()
        run_import(actor=olga, source="initiatives", file=file, file_name=name)
    print(f"{Initiative.objects.count():,} initiatives from {name} in {time.perf_counter() - began:.1f} s")
    create_field(actor=olga, key="tier", label="Tier", kind=FieldKind.SELECT, options=["gold", "silver"])
    create_field(actor=olga, key="cost", label="Cost", kind=FieldKind.NUMBER)
    some = list(Initiative.objects.all())
    for number, each in enumerate(some):
        each.custom_fields = {"tier": draw.choice(["gold", "silver"]), "cost": float(draw.randrange(1000))}
        each.owner_id = olga.id if number % 3 else None
        if number % 100 == 0:
            each.horizon, each.position, each.team_id = draw.choice(["now", "next", "later"]), number, team.id
            each.starts_on = date(2026, 1, 1) + timedelta(days=number // 50)
            each.target_on = each.starts_on + timedelta(days=draw.randrange(14, 70))
    Initiative.objects.bulk_update(some, CHANGED, batch_size=500)
    _, secret = create_token(actor=olga, name="Bench", scope=Scope.READ)
    return secret


def _make_up(draw: random.Random) -> str:
    rows = (
        f"KEY-{n},{' '.join(draw.choices(WORDS, k=6))},{' '.join(draw.choices(WORDS, k=60))},{draw.randrange(1, 14)}"
        for n in range(ITEMS)
    )
    return "key,title,description,story points\n" + "\n".join(rows)


def look_through() -> None:
    """What a request would cost that loads every initiative and looks for a word."""
    from truenorth.domains.roadmap.models import Initiative

    found = [each for each in Initiative.objects.select_related("node") if "memory" in each.title.casefold()]
    sorted(found, key=lambda each: each.title)[:100]


def measure(work: Callable[[], None], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(1_000 * (time.perf_counter() - began))
    return sorted(taken)


def say(name: str, taken: list[float], *, cpu: float | None = None) -> float:
    p95 = taken[max(0, round(0.95 * len(taken)) - 1)]
    spent = "" if cpu is None else f"   server's CPU {cpu / len(taken):6.1f} ms"
    print(f"{name:86} p50 {statistics.median(taken):7.1f} ms   p95 {p95:7.1f} ms   of {len(taken)}{spent}")
    return p95


def cpu_of(process: int) -> float:
    """The milliseconds that a process has computed so far, as Linux counts them."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return 1_000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="truenorth-bench-") as folder:
        run(Path(folder))


def run(folder: Path) -> None:
    os.environ |= {"TRUENORTH_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "truenorth.config.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    secret = build()
    from tests.running import running

    with running(folder) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

        def ask(view: str) -> None:
            connection.request("GET", quote(view, safe="/?&=:+-"), headers={"Authorization": f"Bearer {secret}"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != HTTPStatus.OK:
                sys.exit(f"{view}: {answer.status} {body[:300]!r}")

        worst = 0.0
        for view in VIEWS:
            ask(view)
            before = cpu_of(server.process.pid)
            taken = measure(functools.partial(ask, view), REQUESTS // 10)
            worst = max(worst, say(view, taken, cpu=cpu_of(server.process.pid) - before))
        turns = itertools.cycle(VIEWS)
        ours = say("all of them in turn", measure(lambda: ask(next(turns)), REQUESTS))
    theirs = say("every initiative loaded and looked through", measure(look_through, 10))
    print(f"the slowest view takes {worst:.0f} ms at p95, the goal being {GOAL}")
    print(f"{theirs / ours:.1f} times as fast as looking through all of them, at p95")


if __name__ == "__main__":
    main()
