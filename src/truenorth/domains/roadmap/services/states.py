from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from truenorth.domains.graph.selectors import get_record
from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import clock
from truenorth.domains.prioritization.kinds import DecisionRecorded
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.roadmap.errors import GateNotMet, MoveNotAllowed, OutcomeMissing, ReasonMissing
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import (
    Case,
    Check,
    InitiativeOutcome,
    State,
    check_commit,
    check_move,
    find_move,
    heed,
    list_missing,
    list_moves,
)
from truenorth.domains.roadmap.selectors import build_case
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor

BEYOND_THE_GATE = (State.COMMITTED, State.BUILDING, State.SHIPPED)


@transaction.atomic
def change_state(
    initiative: Initiative,
    *,
    actor: Member,
    version: int,
    to: State,
    outcome: InitiativeOutcome | None = None,
    reason: str = "",
    override_reason: str = "",
) -> Initiative:
    """One step in an initiative's life. A gate that is not met refuses, unless the actor overrides it by name."""
    require_editor(actor)
    if to is State.CLOSED and outcome is None:
        raise OutcomeMissing(fields={"outcome": OutcomeMissing.title})
    state, before = State(initiative.state), _outcome(initiative)
    move = find_move(state, before, to=to, with_outcome=outcome)
    if move is None:
        raise MoveNotAllowed(_describe_moves(state, before))
    if move.needs_reason and not reason.strip():
        raise ReasonMissing(fields={"reason": ReasonMissing.title})
    missing = list_missing(check_move(move, build_case(actor, initiative.id), state=state))
    if missing and not override_reason.strip():
        raise GateNotMet(
            "Missing: " + " ".join(f"{check.label}: {check.detail}" for check in missing),
            extra={"missing": [{"code": c.code, "label": c.label, "detail": c.detail} for c in missing]},
        )
    changes = _changes(initiative, actor, to=to, outcome=outcome, reason=reason)
    if missing:
        changes["overrides"] = [*initiative.overrides, _override(actor, to, outcome, missing, override_reason)]
    return revise_record(
        initiative, actor=actor, version=version, changes=changes, action="change_state", reason=reason
    )


def enter_state(actor: Member, *, state: State, on: date | None, reason: str) -> dict[str, Any]:
    """What a new initiative holds that comes in from elsewhere in this state, where it is since that day.

    A gate that it did not pass here is overridden by name, as by a person; what is closed there was dropped.
    """
    is_closed = state is State.CLOSED
    outcome = InitiativeOutcome.DROPPED if is_closed else None
    missing = list_missing(check_commit(Case())) if state in BEYOND_THE_GATE else []
    return {
        "state": state.value,
        "outcome": outcome.value if outcome else None,
        "closed_on": on if is_closed else None,
        "close_reason": reason[:5000] if is_closed else "",
        "shipped_on": on if state is State.SHIPPED else None,
        "overrides": [_override(actor, state, outcome, missing, reason)] if missing else [],
    }


def heed_decision(fact: DecisionRecorded) -> None:
    """Let a decision on an initiative show on the roadmap, in the transaction that records it."""
    initiative = Initiative.objects.filter(pk=fact.subject_id, node__archived_at=None).first()
    if initiative is None:
        return
    actor = Member.objects.select_related("workspace", "user").get(pk=fact.actor_id)
    initiative = get_record(actor, Initiative, initiative.id)
    is_gate_met = not list_missing(check_commit(build_case(actor, initiative.id)))
    effect = heed(fact.verdict, state=State(initiative.state), outcome=_outcome(initiative), is_gate_met=is_gate_met)
    if effect is None:
        return
    decision = get_record(actor, Decision, fact.decision_id)
    reason = f"{decision.key}: {decision.reason}"
    changes = _changes(initiative, actor, to=effect.state, outcome=effect.outcome, reason=reason)
    if effect.leaves_board:
        changes |= {"horizon": None, "position": 0}
    revise_record(
        initiative,
        actor=actor,
        version=initiative.version,
        changes=changes,
        action="heed_decision",
        reason=reason,
    )


def _changes(
    initiative: Initiative, actor: Member, *, to: State, outcome: InitiativeOutcome | None, reason: str
) -> dict[str, Any]:
    today = actor.workspace.today()
    changes: dict[str, Any] = {"state": to.value, "outcome": outcome.value if outcome else None}
    is_closed = to is State.CLOSED
    changes |= {"closed_on": today if is_closed else None, "close_reason": reason[:5000] if is_closed else ""}
    if to is State.SHIPPED:
        changes["shipped_on"] = initiative.shipped_on or today
    elif not is_closed:
        changes["shipped_on"] = None
    return changes


def _override(
    actor: Member, to: State, outcome: InitiativeOutcome | None, missing: Sequence[Check], reason: str
) -> dict[str, Any]:
    return {
        "to": to.value,
        "outcome": outcome.value if outcome else None,
        "missing": [f"{check.label}: {check.detail}" for check in missing],
        "reason": reason.strip(),
        "by": {"id": str(actor.id), "name": actor.name},
        "at": clock.now().isoformat(),
    }


def _outcome(initiative: Initiative) -> InitiativeOutcome | None:
    return InitiativeOutcome(initiative.outcome) if initiative.outcome else None


def _describe_moves(state: State, outcome: InitiativeOutcome | None) -> str:
    onward = [
        f"{move.to.value} ({move.outcome.words})" if move.outcome else move.to.value
        for move in list_moves(state, outcome)
    ]
    return f"From {state.value} it goes to {', '.join(onward)}."
