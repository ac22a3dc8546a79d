from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from truenorth.domains.graph.registry import NodeKind, StepMark
from truenorth.domains.graph.rules import Step
from truenorth.domains.kit.readings import Measure, Point, Reading
from truenorth.domains.roadmap.models import CustomField, Initiative, Milestone
from truenorth.domains.roadmap.rules import OWN, Audience, FieldKind, InitiativeOutcome, State
from truenorth.domains.workspace.registry import SharedView


def describe_initiatives(ids: list[UUID]) -> Mapping[UUID, str]:
    found = Initiative.objects.filter(pk__in=ids).values_list("pk", "state", "outcome")
    return {node_id: _words(state, outcome) for node_id, state, outcome in found}


def describe_milestones(ids: list[UUID]) -> Mapping[UUID, str]:
    found = Milestone.objects.filter(pk__in=ids).values_list("pk", "due_on", "reached_on")
    return {
        node_id: "Reached" if reached_on else f"Due {due_on}" if due_on else "No date"
        for node_id, due_on, reached_on in found
    }


def mark_places(ids: list[UUID]) -> Mapping[UUID, StepMark]:
    """Where an initiative stands: on the board, or beyond it because it was shipped."""
    found = Initiative.objects.filter(pk__in=ids).values_list("pk", "horizon", "shipped_on")
    return {
        node_id: StepMark("Shipped" if shipped_on else str(horizon).capitalize())
        for node_id, horizon, shipped_on in found
        if shipped_on or horizon
    }


def mark_outcomes(ids: list[UUID]) -> Mapping[UUID, StepMark]:
    found = Initiative.objects.filter(pk__in=ids, state=State.CLOSED).values_list("pk", "outcome")
    return {node_id: StepMark(InitiativeOutcome(outcome).words) for node_id, outcome in found if outcome}


def read_numbers(name: str, points: Sequence[Point]) -> Mapping[Point, Reading]:
    """What initiatives say of themselves in one of their fields, theirs or one of a workspace's own, where they do."""
    own = name.removeprefix(OWN)
    found = Initiative.objects.filter(pk__in=[point.node_id for point in points]).select_related("node")
    said = {
        Point(each.id): (each.custom_fields.get(own) if own != name else getattr(each, name), each.updated_at)
        for each in found
    }
    return {point: Reading(float(value), at) for point, (value, at) in said.items() if isinstance(value, int | float)}


def list_own_measures(workspace_id: UUID) -> list[Measure]:
    """The fields that a workspace has given its initiatives and that hold numbers."""
    numbers = CustomField.objects.filter(workspace=workspace_id, kind=FieldKind.NUMBER).order_by("position", "pk")
    return [_measure(OWN + key, label) for key, label in numbers.values_list("key", "label")]


def _measure(name: str, label: str, *, field: str = "", unit: str = "") -> Measure:
    read = partial(read_numbers, field or name)
    return Measure(kind="initiative", name=name, label=label, read=read, unit=unit)


def _words(state: str, outcome: str | None) -> str:
    return InitiativeOutcome(outcome).words.capitalize() if outcome else state.capitalize()


MILESTONE = NodeKind(
    name="milestone",
    plural="milestones",
    label="Milestone",
    label_plural="Milestones",
    prefix="MS",
    domain="roadmap",
    icon="flag",
    model=Milestone,
    describe_state=describe_milestones,
)
INITIATIVE = NodeKind(
    name="initiative",
    plural="initiatives",
    label="Initiative",
    label_plural="Initiatives",
    prefix="INI",
    domain="roadmap",
    icon="roadmap",
    model=Initiative,
    step=Step.INITIATIVE,
    describe_state=describe_initiatives,
)
MEASURES = (
    _measure("effort", "Effort", field="effort_weeks", unit="week"),
    _measure("story_points", "Story points", unit="point"),
    _measure("confidence", "Confidence", unit="%"),
)
ROADMAP = SharedView(
    name="roadmap", label="Roadmap", path="/public/roadmap", options={"audience": [each.value for each in Audience]}
)
KINDS = (MILESTONE, INITIATIVE)
