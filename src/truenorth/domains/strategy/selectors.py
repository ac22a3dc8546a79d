from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.graph.selectors import get_record, list_records
from truenorth.domains.strategy.models import CheckIn, KeyResult
from truenorth.domains.workspace.models import Member


def get_key_result(viewer: Member, key_result_id: UUID) -> KeyResult:
    return get_record(viewer, KeyResult, key_result_id)


def list_key_results(viewer: Member) -> QuerySet[KeyResult]:
    """Key results in force: neither archived nor under an objective that is."""
    return list_records(viewer, KeyResult).filter(
        node__archived_at=None, objective__node__archived_at=None, objective__node__trashed_at=None
    )


def list_check_ins(viewer: Member, *, key_result_ids: Iterable[UUID]) -> QuerySet[CheckIn]:
    """Check-ins of these key results, oldest first."""
    return (
        CheckIn.objects.filter(workspace=viewer.workspace, key_result_id__in=list(key_result_ids))
        .select_related("by__user")
        .order_by("at", "created_at", "id")
    )


def list_check_ins_between(viewer: Member, *, start: datetime, end: datetime) -> QuerySet[CheckIn]:
    """Check-ins at or after `start` and before `end`, oldest first."""
    return (
        CheckIn.objects.filter(workspace=viewer.workspace, at__gte=start, at__lt=end)
        .select_related("by__user")
        .order_by("at", "created_at", "id")
    )
