"""What nobody has looked at for too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truenorth.domains.graph.selectors import list_records
from truenorth.domains.kit import clock
from truenorth.domains.roadmap.models import Initiative, ReviewCadence
from truenorth.domains.roadmap.rules import Cadence, Horizon, stale_days
from truenorth.domains.roadmap.selectors.places import OPEN, place_on_board
from truenorth.domains.workspace.models import Member


@dataclass(frozen=True, slots=True)
class StaleView:
    initiative: Initiative
    looked_at: datetime
    stale_days: int


def find_cadence(workspace_id: UUID) -> ReviewCadence:
    """How often a workspace looks at its roadmap; version 0 where it keeps to what is usual."""
    return ReviewCadence.objects.filter(workspace=workspace_id).first() or ReviewCadence(
        workspace_id=workspace_id, version=0
    )


def list_stale(viewer: Member) -> Sequence[StaleView]:
    """In the order of the board. Any change to an initiative counts as a look at it."""
    placed = list_records(viewer, Initiative).filter(horizon__isnull=False, state__in=OPEN, node__archived_at=None)
    cadence, now = find_cadence(viewer.workspace_id).cadence, clock.now()
    found = [
        StaleView(each, each.updated_at, overdue_days(each, cadence, now))
        for each in sorted(placed.defer("node__body"), key=place_on_board)
    ]
    return [each for each in found if each.stale_days]


def overdue_days(initiative: Initiative, cadence: Cadence, now: datetime) -> int:
    horizon = Horizon(initiative.horizon) if initiative.horizon else None
    return stale_days(horizon, initiative.updated_at, now=now, cadence=cadence)
