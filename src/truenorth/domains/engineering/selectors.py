from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.engineering.models import Slice
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.workspace.models import Member


def list_slices(viewer: Member, *, initiative_id: UUID) -> QuerySet[Slice]:
    """The slices of an initiative in delivery order, archived ones left out."""
    return (
        list_records(viewer, Slice)
        .filter(initiative_id=initiative_id, node__archived_at=None)
        .order_by("position", "node__created_at")
    )
