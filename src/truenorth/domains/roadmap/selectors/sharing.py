"""The roadmap for those who hold a link, and as files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import list_linked_nodes, list_records
from truenorth.domains.kit import clock
from truenorth.domains.roadmap.models import Initiative, Milestone
from truenorth.domains.roadmap.rules import (
    Audience,
    Happening,
    Horizon,
    Listed,
    Shown,
    State,
    is_for,
    show,
    write_calendar,
    write_markdown,
)
from truenorth.domains.roadmap.selectors.places import OPEN, place_on_board
from truenorth.domains.workspace.models import Member, Workspace

SHIPPED_SHOWN = timedelta(days=365)
EXPORTED_AT_MOST = 5_000


def get_shared_roadmap(workspace: Workspace, maker: Member, audience: Audience) -> dict[str, Any]:
    """Now, next, later and what was shipped within a year, as this audience may see it."""
    today = workspace.today()
    open_items = list_records(maker, Initiative).filter(horizon__isnull=False, state__in=OPEN, node__archived_at=None)
    done = list_records(maker, Initiative).filter(shipped_on__gte=today - SHIPPED_SHOWN, node__archived_at=None)
    placed = _show(maker, sorted(open_items.defer("node__body"), key=place_on_board), audience)
    shipped = _show(maker, done.exclude(state__in=OPEN).defer("node__body").order_by("-shipped_on"), audience)
    return {
        "workspace": workspace.name,
        "audience": audience.value,
        "as_of": today,
        "lanes": [
            {"horizon": horizon.value, "items": [show(item, audience) for item in placed if item.horizon == horizon]}
            for horizon in Horizon
        ],
        "shipped": [show(item, audience) for item in shipped],
    }


def tell_markdown(viewer: Member, selection: QuerySet[Initiative]) -> str:
    items = sorted(_open(selection), key=place_on_board)
    listed = [
        Listed(
            key=each.key,
            title=each.title,
            horizon=each.horizon,
            state=each.state,
            owner=each.owner.name if each.owner else "",
            team=each.team.name if each.team else "",
            confidence=each.confidence,
            starts_on=each.starts_on,
            target_on=each.target_on,
        )
        for each in items
    ]
    return write_markdown(viewer.workspace.name, listed, on=viewer.workspace.today())


def tell_calendar(viewer: Member, selection: QuerySet[Initiative]) -> str:
    """What has dates, and the milestones."""
    happenings = [
        Happening(uid=f"{each.id}@truenorth", title=each.title, words=f"{each.key}: {each.state}", **_days(each))
        for each in _open(selection)
        if each.starts_on or each.target_on
    ]
    due = list_records(viewer, Milestone).filter(node__archived_at=None, due_on__isnull=False).order_by("due_on")
    happenings += [
        Happening(uid=f"{each.id}@truenorth", title=each.title, from_on=each.due_on, to_on=each.due_on)
        for each in due
        if each.due_on
    ]
    return write_calendar(f"{viewer.workspace.name}: roadmap", happenings, stamp=clock.now())


def _open(selection: QuerySet[Initiative]) -> Sequence[Initiative]:
    return list(selection.exclude(state=State.CLOSED).defer("node__body")[:EXPORTED_AT_MOST])


def _days(initiative: Initiative) -> Mapping[str, date]:
    known = [day for day in (initiative.starts_on, initiative.target_on) if day]
    return {"from_on": known[0], "to_on": known[-1]}


def _show(viewer: Member, initiatives: Iterable[Initiative], audience: Audience) -> list[Shown]:
    found = list(initiatives)
    ids = [each.id for each in found]
    goals: dict[object, list[str]] = {}
    for near, node in list_linked_nodes(viewer, ids, kind=LinkKind.CONTRIBUTES_TO):
        if node.kind == "key_result":
            goals.setdefault(near, []).append(node.title)
    waits = [near for near, _ in list_linked_nodes(viewer, ids, kind=LinkKind.BLOCKS, to="source")]
    shown = [
        Shown(
            key=each.key,
            title=each.title,
            public_title=each.public_title,
            public_words=each.public_words,
            is_published=each.published_at is not None,
            state=each.state,
            outcome=each.outcome,
            horizon=each.horizon,
            starts_on=each.starts_on,
            target_on=each.target_on,
            deadline_on=each.deadline_on,
            shipped_on=each.shipped_on,
            confidence=each.confidence,
            owner=each.owner.name if each.owner else "",
            team=each.team.name if each.team else "",
            milestone=each.milestone.title if each.milestone else "",
            key_results=tuple(goals.get(each.id, ())),
            blocked_by=waits.count(each.id),
        )
        for each in found
    ]
    return [each for each in shown if is_for(each, audience)]
