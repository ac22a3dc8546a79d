"""Funnels in DuckDB's SQL: every path is joined together, and the deepest, earliest one kept."""

from collections.abc import Sequence
from typing import Any

from truenorth.engines.events import EventStore
from truenorth.engines.events.funnels import Funnel
from truenorth.engines.events.tests.histories_drawn import Drawn, asked

Depths = dict[str, int]


def depths_by_sql(drawn: Drawn, steps: Sequence[str], *, window_ms: int, is_strict: bool = False) -> Depths:
    """Actor → steps done, for those who did the first. A step "*" is any event."""
    return {row[0]: row[1] for row in _best_paths(drawn, steps, window_ms, is_strict=is_strict)}


def seconds_by_sql(drawn: Drawn, steps: Sequence[str], *, window_ms: int) -> list[list[float]]:
    """For each step after the first, the seconds from the one before, of everybody's deepest and earliest path."""
    rows = _best_paths(drawn, steps, window_ms, is_strict=False)
    return [sorted((row[2 + at] - row[1 + at]) / 1000 for row in rows if row[1] > at) for at in range(1, len(steps))]


def _best_paths(drawn: Drawn, steps: Sequence[str], window_ms: int, *, is_strict: bool) -> list[tuple[Any, ...]]:
    """Actor, depth and the times of the steps."""
    count = len(steps)
    joins = []
    for at in range(1, count):
        after = f"= s{at - 1}.pos + 1" if is_strict else f"> s{at - 1}.pos"
        joins.append(
            f"LEFT JOIN rows s{at} ON s{at}.actor = s0.actor AND s{at}.pos {after} "
            f"AND s{at}.ms - s0.ms BETWEEN 0 AND {window_ms} AND {_meets(steps[at], at)}"
        )
    return asked(
        drawn,
        "SELECT s0.actor, {depth} AS depth, {times} FROM rows s0 {joins} WHERE {first} "
        "QUALIFY row_number() OVER (PARTITION BY s0.actor ORDER BY depth DESC, {places}) = 1",
        depth=depth_of(count),
        times=", ".join(f"s{at}.ms" for at in range(count)),
        places=", ".join(f"s{at}.pos" for at in range(count)),
        joins=" ".join(joins),
        first=_meets(steps[0], 0),
    )


def depth_of(steps: int) -> str:
    """How many of the joined steps are there."""
    return " + ".join(["1", *(f"(s{at}.pos IS NOT NULL)::INT" for at in range(1, steps))])


def _meets(step: str, at: int) -> str:
    return "true" if step == "*" else f"s{at}.event = '{step}'"


def depths_of(store: EventStore, plan: Funnel) -> Depths:
    """The store's answer, by actor: broken down by the user's id, which is the actor here."""
    found = store.query(plan.model_copy(update={"breakdown": "$user"})).breakdown
    return {actor: sum(step.actors for step in steps) for actor, steps in found.items()}


def totals(depths: Depths, steps: int) -> list[int]:
    """How many did each step."""
    return [sum(depth >= at for depth in depths.values()) for at in range(1, steps + 1)]
