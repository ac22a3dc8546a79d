from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from truenorth.domains.graph.registry import NodeKind, StepMark
from truenorth.domains.graph.rules import Step, StepState
from truenorth.domains.kit.facts import Fact
from truenorth.domains.prioritization.models import Candidate, Decision, ScoringModel, ScoringRound
from truenorth.domains.prioritization.rules import RoundState, Verdict, score_words
from truenorth.domains.prioritization.selectors import find_latest_scores
from truenorth.domains.workspace.registry import SharedView


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecorded(Fact):
    """Somebody gave a verdict on a record."""

    decision_id: UUID
    subject_id: UUID
    verdict: Verdict
    actor_id: UUID


def describe_rounds(ids: list[UUID]) -> Mapping[UUID, str]:
    states = ScoringRound.objects.filter(pk__in=ids).values_list("pk", "state")
    return {node_id: RoundState(state).value.capitalize() for node_id, state in states}


def describe_decisions(ids: list[UUID]) -> Mapping[UUID, str]:
    verdicts = Decision.objects.filter(pk__in=ids).values_list("pk", "verdict")
    return {node_id: Verdict(verdict).words for node_id, verdict in verdicts}


def mark_scores(ids: list[UUID]) -> Mapping[UUID, StepMark]:
    """The score from the last revealed round; half a mark for what stands in an open round for the first time."""
    latest = find_latest_scores(ids)
    marks = {node_id: StepMark(score_words(one.ranked.score or 0)) for node_id, one in latest.items()}
    waiting = Candidate.objects.filter(
        node_id__in=ids,
        scoring_round__state=RoundState.OPEN,
        scoring_round__node__trashed_at=None,
        scoring_round__node__archived_at=None,
    )
    for node_id in waiting.values_list("node_id", flat=True):
        marks.setdefault(node_id, StepMark("in a round", StepState.HALF))
    return marks


SCORING_MODEL = NodeKind(
    name="scoring_model",
    plural="scoring-models",
    label="Scoring model",
    label_plural="Scoring models",
    prefix="MDL",
    domain="prioritization",
    icon="sigma",
    model=ScoringModel,
)
SCORING_ROUND = NodeKind(
    name="scoring_round",
    plural="scoring-rounds",
    label="Scoring round",
    label_plural="Scoring rounds",
    prefix="RND",
    domain="prioritization",
    icon="list-ordered",
    model=ScoringRound,
    describe_state=describe_rounds,
)
DECISION = NodeKind(
    name="decision",
    plural="decisions",
    label="Decision",
    label_plural="Decisions",
    prefix="DEC",
    domain="prioritization",
    icon="gavel",
    model=Decision,
    step=Step.DECISION,
    describe_state=describe_decisions,
    state_field="verdict",
)
NOT_DOING = SharedView(name="not_doing", label="What we are not doing, and why", path="/public/not-doing")
KINDS = (SCORING_MODEL, SCORING_ROUND, DECISION)
