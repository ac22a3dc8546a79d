from uuid import UUID

from django.db.models import Q, QuerySet

from truenorth.domains.pulse.errors import MatterMissing
from truenorth.domains.pulse.models import Matter
from truenorth.domains.pulse.rules import Item, MatterLine, MatterSort, Period, Tone, as_day
from truenorth.domains.workspace.models import Member


def list_matters(viewer: Member) -> QuerySet[Matter]:
    """Concerns and actions of the workspace, the longest open first."""
    return (
        Matter.objects.filter(workspace=viewer.workspace)
        .select_related("owner__user", "raised_by__user", "closed_by__user", "workspace")
        .order_by("raised_at", "id")
    )


def get_matter(viewer: Member, matter_id: UUID) -> Matter:
    found = list_matters(viewer).filter(pk=matter_id).first()
    if found is None:
        raise MatterMissing
    return found


def gather_matters(viewer: Member, period: Period, sort: MatterSort) -> tuple[Item, ...]:
    """What was raised by the end of a period and was not closed before it began."""
    standing = list_matters(viewer).filter(
        Q(closed_at=None) | Q(closed_at__gte=period.start), sort=sort, raised_at__lt=period.end
    )
    return tuple(_item(matter, period) for matter in standing)


def _item(matter: Matter, period: Period) -> Item:
    zone = period.start.tzinfo
    raised_on = matter.raised_at.astimezone(zone).date()
    closed_at = matter.closed_at if matter.closed_at and matter.closed_at < period.end else None
    closed_on = closed_at.astimezone(zone).date() if closed_at else None
    owner = matter.owner.name if matter.owner else ""
    parts = [owner, f"due {as_day(matter.due_on)}" if matter.due_on else ""]
    if raised_on < period.from_on:
        parts.append(f"open since {as_day(raised_on)}")
    parts.append(matter.answer if closed_on else "")
    overdue = matter.due_on is not None and matter.due_on < period.to_on and closed_on is None
    return Item(
        words=matter.words,
        detail=", ".join(part for part in parts if part),
        tone=Tone.BETTER if closed_on else Tone.WORSE if overdue else Tone.NEUTRAL,
        matter=MatterLine(
            id=matter.id,
            owner=owner,
            due_on=matter.due_on,
            raised_on=raised_on,
            is_carried_over=raised_on < period.from_on,
            closed_on=closed_on,
            answer=matter.answer if closed_on else "",
            version=matter.version,
        ),
    )
