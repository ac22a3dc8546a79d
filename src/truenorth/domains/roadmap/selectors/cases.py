"""What the graph knows about an initiative, for the gates."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from truenorth.domains.discovery.models import Hypothesis
from truenorth.domains.discovery.rules import HypothesisState
from truenorth.domains.discovery.selectors import count_evidence
from truenorth.domains.experiments.selectors import list_verdicts
from truenorth.domains.graph.selectors import list_records, walk_from
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import (
    BetReading,
    Case,
    Check,
    HypothesisFact,
    InitiativeOutcome,
    Move,
    State,
    check_move,
    list_moves,
)
from truenorth.domains.workspace.models import Member


@dataclass(frozen=True, slots=True)
class MoveView:
    """A step that an initiative may take, with what its gate asks for."""

    to: State
    outcome: InitiativeOutcome | None
    needs_reason: bool
    checks: Sequence[Check]

    @property
    def is_open(self) -> bool:
        return all(check.is_met for check in self.checks)


def build_case(viewer: Member, initiative_id: UUID) -> Case:
    walks, nodes = walk_from(viewer, [initiative_id])
    walk = walks.get(initiative_id)
    upstream = walk.upstream if walk else {}
    claims = [each for each in upstream if nodes[each].kind == "hypothesis"]
    hypotheses = list_records(viewer, Hypothesis).filter(pk__in=claims, node__archived_at=None)
    evidence = count_evidence(viewer, [initiative_id])[initiative_id]
    return Case(
        evidence=evidence.total,
        observed=evidence.observed,
        hypotheses=[
            HypothesisFact(
                title=hypothesis.title,
                has_threshold=hypothesis.threshold is not None,
                is_tested=hypothesis.state != HypothesisState.UNTESTED,
            )
            for hypothesis in hypotheses
        ],
        readings=[
            BetReading(
                title=each.title,
                is_win=each.verdict.is_win,
                headline=each.verdict.headline,
                sentence=each.verdict.sentence,
            )
            for each in list_verdicts(viewer, initiative_id)
        ],
    )


def list_move_views(viewer: Member, initiative: Initiative) -> list[MoveView]:
    """Where the initiative may go from here. What a gate lacks is named, not hidden."""
    state, outcome = State(initiative.state), InitiativeOutcome(initiative.outcome) if initiative.outcome else None
    case = build_case(viewer, initiative.id)
    return [_view(move, case, state) for move in list_moves(state, outcome)]


def _view(move: Move, case: Case, state: State) -> MoveView:
    return MoveView(move.to, move.outcome, move.needs_reason, check_move(move, case, state=state))
