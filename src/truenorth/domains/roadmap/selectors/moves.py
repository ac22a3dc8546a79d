"""A move on the timeline before anybody makes it: what it takes along and what it costs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from truenorth.domains.graph.models import Node
from truenorth.domains.roadmap.errors import DatesReversed
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import (
    WORK_AT_MOST,
    Advice,
    MovePrice,
    Span,
    advise,
    find_wrong_dates,
    price_start,
    shift,
)
from truenorth.domains.roadmap.selectors.dependencies import list_dependencies
from truenorth.domains.roadmap.selectors.places import OPEN
from truenorth.domains.roadmap.selectors.planning import Workload, read_workload
from truenorth.domains.workspace.models import Member

KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class MovedView:
    """An initiative that a move takes along, with its dates before and after."""

    node: Node
    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class MovePreview:
    """`price` is missing where nothing can be said of it; `note` says why."""

    moved: Sequence[MovedView]
    price: MovePrice | None
    note: str


def preview_move(viewer: Member, initiative: Initiative, to: Span) -> MovePreview:
    """What moves along if an initiative is put to these dates, and what that costs. Refuses dates that cannot be."""
    refuse_wrong_span(initiative, to)
    moved = find_moved(viewer, initiative, to)
    price, note = _price(viewer, initiative, to)
    return MovePreview(moved, price, note)


def refuse_wrong_span(initiative: Initiative, to: Span) -> None:
    wrong = find_wrong_dates(
        starts_on=to.starts_on,
        target_on=to.target_on,
        not_before_on=initiative.not_before_on,
        deadline_on=initiative.deadline_on,
    )
    if wrong:
        raise DatesReversed(f"{initiative.title}: {' '.join(wrong.values())}", fields=wrong)


def find_moved(viewer: Member, initiative: Initiative, to: Span) -> list[MovedView]:
    waits = list_dependencies(viewer)
    nodes = {initiative.id: initiative.node} | {
        node.id: node for each in waits for node in (each.blocker, each.blocked)
    }
    rows = Initiative.objects.filter(pk__in=nodes).values_list("pk", "state", "starts_on", "target_on")
    spans = {key: Span(starts_on, target_on) for key, _, starts_on, target_on in rows}
    fixed = {key for key, state, _, _ in rows if state not in OPEN}
    pairs = [(each.blocker.id, each.blocked.id) for each in waits]
    new = shift(spans, pairs, moved=initiative.id, to=to, fixed=fixed)
    return [MovedView(nodes[key], spans[key], after) for key, after in new.items() if after != spans[key]]


def _price(viewer: Member, initiative: Initiative, to: Span) -> tuple[MovePrice | None, str]:
    from truenorth.engines.sequencing import SequencingRefused

    if to.starts_on is None:
        return None, "Without a start it has no price."
    if initiative.effort_weeks is None:
        return None, "It has no effort, so that its price is not known."
    workload = read_workload(viewer)
    if workload.is_too_large:
        return None, f"More than {WORK_AT_MOST} initiatives are on the board, too many to price a move."
    if str(initiative.id) not in workload.initiatives:
        return None, "It has no place on the board, so that nothing waits for its team."
    try:
        return _price_start(workload, str(initiative.id), to.starts_on, viewer.workspace.today()), ""
    except SequencingRefused as refusal:
        return None, f"The work on the board cannot be put in sequence: {refusal.reason}."


def _price_start(workload: Workload, moved: str, at: date, today: date) -> MovePrice:
    advice = _advice(workload, today)
    return price_start(advice, workload.works, moved=moved, at=at, from_on=today, unit=workload.unit)


def _advice(workload: Workload, from_on: date) -> Advice:
    """The plan of least cost, kept for a while: a drag asks for it before and after."""
    said = repr((workload.works, workload.crews, from_on))
    key = f"roadmap-advice:{hashlib.blake2b(said.encode(), digest_size=16).hexdigest()}"
    advice: Advice | None = cache.get(key)
    if advice is None:
        advice = advise(workload.works, workload.crews, from_on=from_on)
        cache.set(key, advice, KEPT_SECONDS)
    return advice
