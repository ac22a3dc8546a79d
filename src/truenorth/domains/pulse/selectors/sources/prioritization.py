from collections.abc import Mapping

from truenorth.domains.prioritization.models import Decision
from truenorth.domains.prioritization.rules import Verdict
from truenorth.domains.prioritization.selectors import list_decisions
from truenorth.domains.pulse.rules import Item, Period, SectionName, as_day
from truenorth.domains.pulse.selectors.sources import source_of
from truenorth.domains.workspace.models import Member


def gather(viewer: Member, period: Period) -> Mapping[SectionName, list[Item]]:
    """What was said yes, no or not now to in these days, each with its reason."""
    decided = list_decisions(viewer).filter(decided_on__gte=period.from_on, decided_on__lte=period.to_on)
    return {SectionName.DECISIONS: [_item(decision) for decision in decided.order_by("decided_on", "node__number")]}


def _item(decision: Decision) -> Item:
    again = f" Looked at again on {as_day(decision.revisit_on)}." if decision.revisit_on else ""
    return Item(
        words=f"{Verdict(decision.verdict).words}: {decision.subject.title}",
        detail=f"{decision.reason}{again}",
        source=source_of(decision.node),
    )
