"""What every executor does with one bucket, and with all of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from truenorth.engines.events.asking.columns import column_of
from truenorth.engines.events.asking.groups import regroup
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.plan import SESSION, USER, Plan
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.asking.question import Question
from truenorth.engines.events.asking.scope import scope_words
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.store.snapshots import Snapshot

if TYPE_CHECKING:
    from truenorth.engines.events.cohorts import Cohort

Ask = Callable[[Question[Any, Any]], Sequence[Any]]
"""Reads a question from all buckets: the partials, in the order of the buckets."""


def is_of_groups(plan: Plan) -> bool:
    """Whether the plan's actors gather events of many people, so that buckets cannot be read apart."""
    return plan.actor not in (USER, SESSION)


def read_bucket(snapshot: Snapshot, question: Question[Any, Any], bucket: int) -> Any:  # noqa: ANN401
    """A question's partial of one bucket."""
    return question.read(actors_of(snapshot, question.plan, bucket), snapshot.about)


def read_groups(snapshot: Snapshot, question: Question[Any, Any]) -> list[Any]:
    """The one partial of a question whose actors are groups."""
    buckets = [_members(snapshot.histories(bucket), question.plan, snapshot.about) for bucket in snapshot.buckets]
    return [question.read(regroup(buckets, column_of(question.plan.actor)), snapshot.about)]


def answer(snapshot: Snapshot, question: Question[Any, Any], ask: Ask) -> Any:  # noqa: ANN401
    """Read, refine where the question wants to look again, and add up."""
    partials = ask(question)
    refine = getattr(question, "refine", None)
    again = refine(partials, snapshot.about) if refine else None
    if again is not None:
        return answer(snapshot, again, ask)
    found = question.answer(partials, snapshot.about)
    scope = scope_words(question.plan)
    return replace(found, method=f"{scope} {found.method}") if scope else found


def columns_used(question: Question[Any, Any]) -> frozenset[str]:
    """The columns that a question reads, and those by which its actors are chosen."""
    plan = question.plan
    used = question.columns()
    if is_of_groups(plan):
        used |= {column_of(plan.actor)}
    if plan.members is not None:
        from truenorth.engines.events.cohorts.members import columns_of

        used |= columns_of(_cohort(plan.members))
    return used


def _cohort(plan: Plan) -> "Cohort":
    from truenorth.engines.events.cohorts import Cohort

    if not isinstance(plan, Cohort):
        raise PlanRefused("must be a cohort", field="members")
    return plan


def _members(histories: Histories, plan: Plan, about: Provenance) -> Histories:
    if plan.members is None:
        return histories
    from truenorth.engines.events.cohorts.members import member_mask

    return histories.only(member_mask(_cohort(plan.members), histories, about))


def actors_of(snapshot: Snapshot, plan: Plan, bucket: int) -> Histories:
    """A bucket's actors as the plan wants them: people or their sessions, members of its cohort only."""
    chosen = _members(snapshot.histories(bucket), plan, snapshot.about)
    if plan.actor != SESSION:
        return chosen
    from truenorth.engines.events.sessions.splitting import split_sessions

    return split_sessions(chosen)
