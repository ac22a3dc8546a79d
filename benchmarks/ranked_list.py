"""The ranked list at 2,000 candidates, 6 raters and 4 columns: requests to a real server, beside counting each time.

The peer is the plain way: every number loaded as an object and the list ranked anew for each request.
"""

import http.client
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from _peers import REPOSITORY

sys.path.insert(0, str(REPOSITORY))
CANDIDATES, RATERS, REQUESTS = 2_000, 6, 200
SCALE = (1, 2, 3, 5, 8, 13, 20)
VIEWS = (
    "rows?limit=100",
    "rows?limit=100&offset=1000",
    "rows?limit=100&sort=-score",
    "rows?limit=100&sort=-column:effort",
    "rows?limit=100&q=idea 7",
    "rows?limit=100&split=true",
    "rows?limit=100&unscored=true",
    "rows?limit=100&decided=none",
    "head",
)


def build() -> tuple[str, str]:
    """A revealed round of random numbers; its address, and a token to read it."""
    from truenorth.domains.engineering.models import Debt
    from truenorth.domains.graph.services import create_records
    from truenorth.domains.prioritization.models import Score
    from truenorth.domains.prioritization.rules import RoundState
    from truenorth.domains.prioritization.services import (
        add_candidates,
        ask_raters,
        create_round,
        move_round,
        settle_round,
    )
    from truenorth.domains.workspace.factories import make_member, make_owner
    from truenorth.domains.workspace.rules import Scope
    from truenorth.domains.workspace.services import create_token

    draw = random.Random(1)  # noqa: S311 - a benchmark's numbers
    olga = make_owner("Olga")
    raters = [olga, *(make_member(olga, f"Rater{number}") for number in range(1, RATERS))]
    ideas = [
        idea
        for start in range(0, CANDIDATES, 1_000)
        for idea in create_records(
            Debt, actor=olga, rows=[{"title": f"Idea {n}"} for n in range(start, min(start + 1_000, CANDIDATES))]
        )
    ]
    scoring = create_round(actor=olga, values={"title": "All of it", "capacity_weeks": 400})
    candidates = add_candidates(scoring, actor=olga, ids=[idea.id for idea in ideas])
    ask_raters(scoring, actor=olga, member_ids=[rater.id for rater in raters])
    Score.objects.bulk_create(
        (
            Score(candidate=candidate, member=rater, column=column.key, value=draw.choice(SCALE))
            for candidate in candidates
            for rater in raters
            for column in scoring.model.columns
        ),
        batch_size=5_000,
    )
    began = time.perf_counter()
    move_round(scoring, actor=olga, to=RoundState.REVEALED)
    revealed = time.perf_counter()
    settle_round(scoring.pk)
    print(f"reveal {revealed - began:.2f} s, standing {time.perf_counter() - revealed:.2f} s")

    _, secret = create_token(actor=olga, name="Bench", scope=Scope.READ)
    return f"/api/prioritization/scoring-rounds/{scoring.id}", secret


def count_anew(path: str) -> None:
    """What a request would cost that loads every number and ranks."""
    from truenorth.domains.prioritization.models import Score, ScoringRound
    from truenorth.engines import ranking

    scoring = ScoringRound.objects.get(pk=UUID(path.rsplit("/", 1)[1]))
    ratings: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for score in Score.objects.filter(candidate__scoring_round=scoring).select_related("member__user"):
        ratings[score.candidate_id][score.column].append(score.value)
    ranking.rank([ranking.Candidate(str(key), "", given) for key, given in ratings.items()], scoring.model)


def measure(work: Callable[[], None], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(1_000 * (time.perf_counter() - began))
    return sorted(taken)


def say(name: str, taken: list[float]) -> float:
    p95 = taken[max(0, round(0.95 * len(taken)) - 1)]
    print(f"{name:36} p50 {statistics.median(taken):7.1f} ms   p95 {p95:7.1f} ms   of {len(taken)}")
    return p95


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="truenorth-bench-") as folder:
        run(Path(folder))


def run(folder: Path) -> None:
    os.environ |= {"TRUENORTH_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "truenorth.config.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    path, secret = build()
    from tests.running import running

    with running(folder) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

        def ask(view: str) -> None:
            address = f"{path}/{view}".replace(" ", "%20")
            connection.request("GET", address, headers={"Authorization": f"Bearer {secret}"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != HTTPStatus.OK:
                sys.exit(f"{address}: {answer.status} {body[:300]!r}")

        for view in VIEWS:
            ask(view)
            say(view, measure(partial(ask, view), REQUESTS // len(VIEWS)))
        turns = itertools.cycle(VIEWS)
        ours = say("all of them in turn", measure(lambda: ask(next(turns)), REQUESTS))
    theirs = say("every number loaded, ranked anew", measure(partial(count_anew, path), 10))
    print(f"{theirs / ours:.1f} times as fast as counting anew, at p95")


if __name__ == "__main__":
    main()
