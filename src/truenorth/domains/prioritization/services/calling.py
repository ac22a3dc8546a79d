"""Calling the owner of a decision to look at it again: because a trigger fired or something speaks against it."""

from truenorth.domains.graph.kinds import AttentionAnswered, AttentionAsked, Reason
from truenorth.domains.kit import facts
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.prioritization.selectors import find_asked_member


def call_owner(decision: Decision) -> None:
    """Ask once for everything that waits to be looked at, the newest first."""
    member = find_asked_member(decision)
    if member is None:
        return
    facts.announce(
        AttentionAsked(
            node_id=decision.id,
            member_id=member.id,
            actor_id=None,
            reason=Reason.TRIGGER_FIRED,
            note=" ".join(_waiting(decision)),
        )
    )


def let_owner_go(decision: Decision) -> None:
    """What was asked of the owner is done: nothing waits in their inbox any more."""
    member = find_asked_member(decision)
    if member is not None:
        facts.announce(AttentionAnswered(node_id=decision.id, member_id=member.id, reason=Reason.TRIGGER_FIRED))


def is_waiting(decision: Decision) -> bool:
    return bool(_waiting(decision))


def _waiting(decision: Decision) -> list[str]:
    fired = decision.triggers.filter(fired_at__isnull=False).select_related("node", "qualifier", "decision__subject")
    against = decision.contradictions.filter(dismissed_at=None)
    told = [(trigger.fired_at, trigger.report) for trigger in fired if trigger.fired_at]
    told += [(each.found_at, each.words) for each in against]
    return [words for _, words in sorted(told, key=lambda each: each[0], reverse=True)]
