"""The registers of constraints and debt: what is near, stale or dear."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.engineering.models import Constraint, Debt, DebtReading
from truenorth.domains.engineering.rules import ConstraintState, RiskSeverity, TrendDirection
from truenorth.domains.graph.selectors import get_record, list_records
from truenorth.domains.prioritization.models import Candidate, ScoringRound
from truenorth.domains.prioritization.rules import ColumnState, RoundState
from truenorth.domains.prioritization.selectors import columns_of, list_columns, list_own_scores
from truenorth.domains.workspace.models import Member
from truenorth.engines.ranking import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What engineering should look at: limits near, passed or not checked; every debt by its cost of delay."""

    constraints: Sequence[Constraint]
    constraint_counts: Mapping[ConstraintState, int]
    stale_count: int
    debts: Sequence[Debt]
    interest_hours: float
    cost_of_delay: float
    currency: str


def list_constraints(viewer: Member) -> QuerySet[Constraint]:
    return list_records(viewer, Constraint).filter(node__archived_at=None)


def list_debts(viewer: Member) -> QuerySet[Debt]:
    return list_records(viewer, Debt).filter(node__archived_at=None)


def get_debt(viewer: Member, debt_id: UUID) -> Debt:
    debt = get_record(viewer, Debt, debt_id)
    enrich_debts(viewer, [debt])
    return debt


def list_readings(debt: Debt) -> list[DebtReading]:
    """Oldest first."""
    return list(debt.readings.select_related("by__user"))


def enrich_debts(viewer: Member, debts: Sequence[Debt]) -> None:  # noqa: ARG001 - the shape of every enricher
    readings: dict[UUID, list[DebtReading]] = defaultdict(list)
    for reading in DebtReading.objects.filter(debt__in=[debt.id for debt in debts]).order_by("on", "id"):
        readings[reading.debt_id].append(reading)
    for debt in debts:
        debt.history = tuple(readings[debt.id])


def get_register(viewer: Member) -> Register:
    constraints = list(list_constraints(viewer))
    standings = {each.id: each.standing for each in constraints}
    debts = list(list_debts(viewer))
    enrich_debts(viewer, debts)
    return Register(
        constraints=sorted(
            (each for each in constraints if standings[each.id].needs_attention),
            key=lambda each: (-weigh_constraint(each).rank, -(standings[each.id].used_share or 0), each.title),
        ),
        constraint_counts=Counter(standing.state for standing in standings.values()),
        stale_count=sum(standing.is_stale for standing in standings.values()),
        debts=sorted(debts, key=lambda debt: (-(debt.price.cost_of_delay or 0), debt.title)),
        interest_hours=sum(debt.interest_hours or 0 for debt in debts),
        cost_of_delay=sum(debt.price.cost_of_delay or 0 for debt in debts),
        currency=viewer.workspace.currency,
    )


def weigh_constraint(constraint: Constraint) -> RiskSeverity:
    standing = constraint.standing
    if standing.state is ConstraintState.OVER:
        return RiskSeverity.ALARM
    return RiskSeverity.WARNING if standing.needs_attention else RiskSeverity.NOTE


def weigh_debt(debt: Debt) -> RiskSeverity:
    return RiskSeverity.WARNING if debt.trend.direction is TrendDirection.GROWS else RiskSeverity.NOTE


def list_fillable_columns(member: Member, scoring_round: ScoringRound, candidate: Candidate) -> list[Column]:
    """The columns of a round that this member may score for a candidate now, and has not."""
    if scoring_round.state == RoundState.CLOSED:
        return []
    asked = columns_of(scoring_round, member)
    given = list_own_scores(member, scoring_round, [candidate.id])[candidate.id]
    is_open = {column.key for column in list_columns(scoring_round) if column.state is not ColumnState.WAITING}
    return [each for each in scoring_round.model.columns if each.key in is_open & set(asked) - given.keys()]
