from collections.abc import Mapping
from uuid import UUID

from truenorth.domains.graph.registry import NodeKind, StepMark
from truenorth.domains.graph.rules import Step
from truenorth.domains.roadmap.models import Initiative, Milestone
from truenorth.domains.roadmap.rules import Audience, InitiativeOutcome, State
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
ROADMAP = SharedView(
    name="roadmap", label="Roadmap", path="/public/roadmap", options={"audience": [each.value for each in Audience]}
)
KINDS = (MILESTONE, INITIATIVE)
