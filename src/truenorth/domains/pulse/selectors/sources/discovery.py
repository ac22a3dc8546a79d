from collections.abc import Mapping

from django.db.models import Count

from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.selectors import list_nodes
from truenorth.domains.pulse.rules import Item, Period, SectionName
from truenorth.domains.pulse.selectors.sources import source_of
from truenorth.domains.workspace.models import Member

COUNTED = ("session", "document", "highlight", "feedback", "request")


def gather(viewer: Member, period: Period) -> Mapping[SectionName, list[Item]]:
    """New insights by name, and the evidence behind them as counts."""
    new = list_nodes(viewer).filter(archived_at=None, created_at__gte=period.start, created_at__lt=period.end)
    insights = [
        Item(words=node.title, detail="New insight", source=source_of(node))
        for node in new.filter(kind="insight").order_by("created_at")
    ]
    counts = dict(new.filter(kind__in=COUNTED).order_by().values_list("kind").annotate(Count("id")))
    heard = ", ".join(_count(kind, counts[kind]) for kind in COUNTED if kind in counts)
    return {SectionName.LEARNED: [*insights, *([Item(words=f"New evidence: {heard}.")] if heard else [])]}


def _count(name: str, count: int) -> str:
    kind = get_kind(name)
    return f"{count:,} {(kind.label if count == 1 else kind.label_plural).lower()}"
