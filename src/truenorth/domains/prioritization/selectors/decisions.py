from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet, prefetch_related_objects
from django.db.models.functions import TruncMonth

from truenorth.domains.graph.selectors import get_record, list_records
from truenorth.domains.prioritization.errors import ContradictionMissing
from truenorth.domains.prioritization.models import Contradiction, Decision, Told
from truenorth.domains.prioritization.rules import MonthOfVerdicts, Verdict, month_of
from truenorth.domains.workspace.models import Member, Workspace
from truenorth.domains.workspace.rules import Role

NOT_DOING = (Verdict.NO, Verdict.NOT_NOW, Verdict.MERGE_INTO)


def list_decisions(viewer: Member, *, subjects: Iterable[UUID] | None = None) -> QuerySet[Decision]:
    """The decisions in force: newest first, superseded and archived ones left out."""
    decisions = list_records(viewer, Decision).filter(superseded_at=None, node__archived_at=None)
    decisions = decisions.prefetch_related("triggers__node", "triggers__qualifier")
    return decisions if subjects is None else decisions.filter(subject_id__in=list(subjects))


def find_current_decision(viewer: Member, subject_id: UUID) -> Decision | None:
    return list_decisions(viewer, subjects=[subject_id]).first()


def get_decision(viewer: Member, decision_id: UUID) -> Decision:
    decision = get_record(viewer, Decision, decision_id)
    enrich_decisions(viewer, [decision])
    return decision


def enrich_decisions(viewer: Member, decisions: Sequence[Decision]) -> None:  # noqa: ARG001 - the shape of every enricher
    prefetch_related_objects(
        decisions,
        "triggers__node",
        "triggers__qualifier",
        "contradictions__node",
        "contradictions__dismissed_by__user",
    )
    told = Told.objects.filter(decision__in=[each.id for each in decisions]).order_by()
    counts = dict(told.values_list("decision_id").annotate(times=Count("pk")))
    for decision in decisions:
        decision.told_count = counts.get(decision.id, 0)


def get_contradiction(decision: Decision, contradiction_id: int) -> Contradiction:
    found = decision.contradictions.select_related("node", "dismissed_by__user").filter(pk=contradiction_id).first()
    if found is None:
        raise ContradictionMissing
    return found


def list_told(decision: Decision) -> QuerySet[Told]:
    """Who was told of a decision, the latest first."""
    return decision.told.select_related("request", "by__user")


def find_asked_member(decision: Decision) -> Member | None:
    """Whom a decision calls when it is to be looked at again: its owner, or for want of them who owns the workspace."""
    owner = decision.owner
    if owner is not None and owner.left_at is None:
        return owner
    return find_workspace_owner(decision.node.workspace)


def find_workspace_owner(workspace: Workspace) -> Member | None:
    owners = Member.objects.filter(workspace=workspace, role=Role.OWNER, left_at=None)
    return owners.select_related("user", "workspace").order_by("created_at").first()


def count_verdicts(viewer: Member, *, since: date | None = None) -> dict[Verdict, int]:
    """How often each verdict was given, superseded decisions included: they were said as well."""
    counted = _said(viewer, since).values_list("verdict").annotate(times=Count("pk"))
    times = dict(counted.values_list("verdict", "times"))
    return {verdict: times.get(verdict.value, 0) for verdict in Verdict}


def count_verdicts_by_month(viewer: Member, *, since: date | None = None) -> list[MonthOfVerdicts]:
    """The same for each month in which something was decided, the earliest first."""
    counted = _said(viewer, since).annotate(month=TruncMonth("decided_on")).values_list("month", "verdict")
    months: dict[str, dict[str, int]] = {}
    for month, verdict, times in counted.annotate(times=Count("pk")).order_by("month"):
        months.setdefault(month_of(month), {})[verdict] = times
    return [MonthOfVerdicts(month, **times) for month, times in months.items()]


def list_not_doing(workspace: Workspace) -> QuerySet[Decision]:
    """What may be told to everybody: published, in force, and not a yes; the newest first."""
    published = Decision.objects.filter(
        node__workspace=workspace,
        node__trashed_at=None,
        node__archived_at=None,
        superseded_at=None,
        published_at__isnull=False,
        verdict__in=NOT_DOING,
    )
    return published.order_by("-decided_on", "-node_id")


def _said(viewer: Member, since: date | None) -> QuerySet[Decision]:
    decisions = list_records(viewer, Decision).order_by()
    return decisions.filter(decided_on__gte=since) if since else decisions


def known_then(decision: Decision) -> Mapping[UUID, str]:
    """What the basis of a decision holds: each piece of evidence and each tested claim, with what it said."""
    basis = decision.basis
    return {UUID(each["id"]): each.get("bearing", "") for each in [*basis["evidence"], *basis["claims"]]}
