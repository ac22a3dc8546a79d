"""Goals for tests, made by the services."""

from datetime import date, timedelta

from truenorth.domains.graph.services import create_record
from truenorth.domains.strategy.models import Cycle, KeyResult, Objective
from truenorth.domains.strategy.services import create_cycle, create_key_result
from truenorth.domains.workspace.models import Member


def make_cycle(actor: Member, *, starts_on: date | None = None, days: int = 90) -> Cycle:
    """A cycle that is half over today where no start is given."""
    start = starts_on or actor.workspace.today() - timedelta(days=days // 2)
    values = {"title": "This quarter", "starts_on": start, "ends_on": start + timedelta(days=days - 1)}
    return create_cycle(actor=actor, values=values)


def make_objective(actor: Member, *, cycle: Cycle | None = None, title: str = "The first week counts") -> Objective:
    cycle = cycle or make_cycle(actor)
    return create_record(Objective, actor=actor, values={"title": title, "cycle_id": cycle.id})


def make_key_result(
    actor: Member,
    *,
    objective: Objective | None = None,
    title: str = "People who finish set-up",
    baseline: float = 36.0,
    target: float = 48.0,
) -> KeyResult:
    objective = objective or make_objective(actor)
    values = {"title": title, "objective_id": objective.id, "baseline": baseline, "target": target, "unit": "%"}
    return create_key_result(actor=actor, values=values)
