"""Triggers that wait, and what their readings are now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from truenorth.domains.graph.models import Node
from truenorth.domains.kit import clock
from truenorth.domains.kit.readings import Point, Reading, find_readings, list_measures
from truenorth.domains.prioritization.models import Trigger
from truenorth.domains.prioritization.rules import Side, is_met
from truenorth.domains.workspace.models import Member


@dataclass(frozen=True, slots=True)
class MeasureView:
    """Something that can be read of a node, with its value now where its qualifier is named or it needs none."""

    name: str
    label: str
    qualifier: str
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class ReadableView:
    """A number that nodes of these kinds carry; without a unit where it differs from one to the next."""

    name: str
    label: str
    unit: str
    kinds: Sequence[str]


def describe_measures(node: Node, qualifier: Node | None = None) -> list[MeasureView]:
    measures = list_measures(node.workspace_id, node.kind)
    narrowed = {"": Point(node.id)} | ({qualifier.kind: Point(node.id, qualifier.id)} if qualifier else {})
    readings = {
        each.name: each.read([point]).get(point) for each in measures if (point := narrowed.get(each.qualifier))
    }
    return [
        MeasureView(each.name, each.label, each.qualifier, reading.value if reading else None, unit=_unit(reading))
        for each in measures
        for reading in [readings.get(each.name)]
    ]


def list_readable(viewer: Member) -> list[ReadableView]:
    """The numbers that a column can be filled with: what records carry without anything to narrow it down."""
    measures = [each for each in list_measures(viewer.workspace_id) if not each.qualifier]
    first = {each.name: each for each in reversed(measures)}
    kinds: dict[str, list[str]] = defaultdict(list)
    for each in measures:
        kinds[each.name].append(each.kind)
    return [ReadableView(name, first[name].label, first[name].unit, found) for name, found in kinds.items()]


def list_waiting_triggers(
    *, workspace_id: UUID | None = None, node_ids: Collection[UUID] = (), is_reading: bool = False
) -> QuerySet[Trigger]:
    """Triggers of decisions in force that have not fired: of the whole installation, a workspace, or these nodes."""
    waiting = Trigger.objects.filter(
        Q(node=None) | Q(node__trashed_at=None),
        fired_at=None,
        decision__superseded_at=None,
        decision__node__archived_at=None,
        decision__node__trashed_at=None,
    )
    if workspace_id:
        waiting = waiting.filter(decision__node__workspace=workspace_id)
    if node_ids:
        waiting = waiting.filter(node__in=node_ids)
    if is_reading:
        waiting = waiting.filter(on=None)
    return waiting.select_related("decision__node__workspace", "node")


def find_met(triggers: Iterable[Trigger]) -> dict[Trigger, float | None]:
    """Those whose day has come, or whose reading is past its threshold, with that reading."""
    waiting = list(triggers)
    met: dict[Trigger, float | None] = {}
    for trigger, reading in zip(waiting, read_triggers(waiting), strict=True):
        if trigger.on and trigger.on <= trigger.decision.node.workspace.today():
            met[trigger] = None
        if reading and is_met(reading.value, side=Side(trigger.side), threshold=trigger.threshold or 0):
            met[trigger] = reading.value
    return met


def list_due_triggers() -> QuerySet[Trigger]:
    """What the clock may fire: every reading, and the days that are today somewhere on earth."""
    return list_waiting_triggers().filter(Q(on=None) | Q(on__lte=clock.today() + timedelta(days=1)))


def read_triggers(triggers: Sequence[Trigger]) -> list[Reading | None]:
    """The reading behind each of these triggers, in order: one question for each kind of node and measure."""
    asked: dict[tuple[UUID, str, str], dict[Point, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, trigger in enumerate(triggers):
        if (node := trigger.node) is not None:
            point = Point(node.id, trigger.qualifier_id)
            asked[node.workspace_id, node.kind, trigger.measure][point].append(place)
    found: list[Reading | None] = [None] * len(triggers)
    for (workspace_id, kind, name), places in asked.items():
        for point, reading in find_readings(workspace_id, kind, name, list(places)).items():
            for place in places.get(point, ()):
                found[place] = reading
    return found


def _unit(reading: Reading | None) -> str:
    return reading.unit if reading else ""
