"""The chain strip: how far each record has come from a customer's words to a measured outcome."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from truenorth.domains.graph.errors import NodeMissing
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import StepMark, get_kind, mark_step
from truenorth.domains.graph.rules import MISSING, WAITING, Step, StepState
from truenorth.domains.graph.selectors.links import walk_from
from truenorth.domains.graph.selectors.summaries import NodeSummary, summarize
from truenorth.domains.workspace.models import Member

CARRIED_BY_INITIATIVES = {Step.SCORE, Step.ROADMAP, Step.OUTCOME}


@dataclass(frozen=True, slots=True)
class StepView:
    step: Step
    state: StepState
    count: int
    label: str
    records: list[NodeSummary]


def get_chain(viewer: Member, node_id: UUID) -> list[StepView]:
    """The eleven steps as seen from one record, each with the records that fill it."""
    walks, nodes = walk_from(viewer, [node_id])
    if node_id not in walks:
        raise NodeMissing
    story = {node_id, *walks[node_id].upstream, *walks[node_id].downstream}
    marks = _marks(story)
    here = nodes[node_id]
    return [_step(step, here, {each: nodes[each] for each in story}, marks[step]) for step in Step]


@dataclass(frozen=True, slots=True)
class Missing:
    step: Step
    sentence: str


@dataclass(frozen=True, slots=True)
class Completeness:
    done: int
    total: int
    missing: list[Missing]


def get_completeness(viewer: Member, node_id: UUID) -> Completeness:
    """How many of the eleven steps a record's chain has, and in words what the others want."""
    chain = get_chain(viewer, node_id)
    missing = [
        Missing(view.step, (WAITING if view.state == StepState.HALF else MISSING)[view.step])
        for view in chain
        if view.state in (StepState.HALF, StepState.HOLLOW)
    ]
    return Completeness(done=len(chain) - len(missing), total=len(chain), missing=missing)


def list_chains(viewer: Member, ids: Sequence[UUID]) -> dict[UUID, list[StepState]]:
    """The states of the eleven steps for several records at once."""
    walks, nodes = walk_from(viewer, ids)
    marks = _marks(nodes)
    chains: dict[UUID, list[StepState]] = {}
    for node_id, walk in walks.items():
        story = {node_id, *walk.upstream, *walk.downstream}
        chains[node_id] = [
            _state(
                step,
                nodes[node_id],
                has_records=any(get_kind(nodes[i].kind).step == step for i in story),
                marks=[marks[step][i] for i in _marked(step, nodes[node_id], story, marks[step])],
            )
            for step in Step
        ]
    return chains


def _marks(ids: Iterable[UUID]) -> Mapping[Step, Mapping[UUID, StepMark]]:
    wanted = list(ids)
    return {step: mark_step(step, wanted) for step in Step}


def _marked(step: Step, here: Node, story: Iterable[UUID], marks: Mapping[UUID, StepMark]) -> list[UUID]:
    """Whose marks count as seen from one record: its own before any other's; an initiative borrows none at all."""
    if here.id in marks:
        return [here.id]
    if step in CARRIED_BY_INITIATIVES and get_kind(here.kind).step == Step.INITIATIVE:
        return []
    return [each for each in story if each in marks]


def _step(step: Step, here: Node, story: Mapping[UUID, Node], marks: Mapping[UUID, StepMark]) -> StepView:
    filling = [each for each, node in story.items() if get_kind(node.kind).step == step]
    marked = _marked(step, here, story, marks)
    summaries = summarize(story[each] for each in {*filling, *marked})
    records = sorted(summaries.values(), key=_place)
    state = _state(step, here, has_records=bool(filling), marks=[marks[each] for each in marked])
    shown = [summaries[here.id]] if state == StepState.HERE else records
    return StepView(step, state, len(records), _label(shown, marks), records)


def _state(step: Step, here: Node, *, has_records: bool, marks: Sequence[StepMark]) -> StepState:
    if get_kind(here.kind).step == step:
        return StepState.HERE
    if any(mark.state == StepState.HALF for mark in marks):
        return StepState.HALF
    return StepState.FILLED if has_records or marks else StepState.HOLLOW


def _label(records: Sequence[NodeSummary], marks: Mapping[UUID, StepMark]) -> str:
    if len(records) != 1:
        return str(len(records)) if records else ""
    [only] = records
    return marks[only.id].label if only.id in marks else only.state or only.key


def _place(summary: NodeSummary) -> tuple[str, int, str]:
    return summary.kind, len(summary.key), summary.key
