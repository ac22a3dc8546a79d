from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from truenorth.domains.graph.selectors import list_records
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.prioritization.rules import Verdict
from truenorth.domains.workspace.models import Member


def list_decisions(viewer: Member, *, subjects: Iterable[UUID] | None = None) -> QuerySet[Decision]:
    """The decisions in force: newest first, superseded and archived ones left out."""
    decisions = list_records(viewer, Decision).filter(superseded_at=None, node__archived_at=None)
    return decisions if subjects is None else decisions.filter(subject_id__in=list(subjects))


def find_current_decision(viewer: Member, subject_id: UUID) -> Decision | None:
    return list_decisions(viewer, subjects=[subject_id]).first()


def count_verdicts(viewer: Member, *, since: date | None = None) -> dict[Verdict, int]:
    """How often each verdict was given, superseded decisions included: they were said as well."""
    decisions = list_records(viewer, Decision)
    if since:
        decisions = decisions.filter(decided_on__gte=since)
    counted = decisions.order_by().values_list("verdict").annotate(times=Count("pk"))
    times = dict(counted.values_list("verdict", "times"))
    return {verdict: times.get(verdict.value, 0) for verdict in Verdict}
