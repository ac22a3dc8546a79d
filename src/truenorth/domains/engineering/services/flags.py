"""Flags answered in words, and the words that raise them."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from truenorth.domains.engineering.errors import LexiconStale, RiskFlagMissing, TermUnusable
from truenorth.domains.engineering.models import Lexicon, RiskFlagDismissal
from truenorth.domains.engineering.rules import RiskTerm, find_unusable_terms
from truenorth.domains.engineering.selectors import NodeRiskFlags, get_lexicon, list_risk_flags
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import get_node
from truenorth.domains.kit import clock
from truenorth.domains.workspace.models import Member, Workspace
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.services import Entry, record


@transaction.atomic
def dismiss_risk_flag(node_id: UUID, *, actor: Member, key: str, reason: str) -> NodeRiskFlags:
    """Say why a flag is no worry on this record; it comes back when what raised it grows graver."""
    require_editor(actor)
    node = get_node(actor, node_id)
    [found] = list_risk_flags(actor, [node_id])
    flag = next((each.flag for each in found.flags if each.flag.key == key), None)
    if flag is None:
        raise RiskFlagMissing
    RiskFlagDismissal.objects.update_or_create(
        node=node,
        key=key,
        defaults={
            "workspace": actor.workspace,
            "severity": flag.severity,
            "reason": reason,
            "by": actor,
            "at": clock.now(),
        },
    )
    record(actor, _entry("dismiss_risk_flag", node, key, reason))
    return list_risk_flags(actor, [node_id])[0]


@transaction.atomic
def undismiss_risk_flag(node_id: UUID, *, actor: Member, key: str) -> NodeRiskFlags:
    require_editor(actor)
    node = get_node(actor, node_id)
    if not RiskFlagDismissal.objects.filter(node=node, key=key).delete()[0]:
        raise RiskFlagMissing
    record(actor, _entry("undismiss_risk_flag", node, key, None))
    return list_risk_flags(actor, [node_id])[0]


@transaction.atomic
def revise_lexicon(*, actor: Member, version: int, terms: Sequence[RiskTerm]) -> Lexicon:
    """The words that raise flags from now on, all of them. `version` is 0 while nobody has changed them yet."""
    require_editor(actor)
    Workspace.objects.select_for_update().get(pk=actor.workspace_id)
    current = get_lexicon(actor)
    if current.version != version:
        raise LexiconStale(extra={"current_version": current.version})
    unusable = find_unusable_terms(terms)
    if unusable:
        raise TermUnusable(fields={f"terms.{place}": words for place, words in unusable.items()})
    before = _tell(current.risk_terms)
    current.terms, current.version = [asdict(term) for term in terms], version + 1
    current.save()
    entry = Entry(
        action="update",
        target_kind="lexicon",
        target_id=actor.workspace_id,
        target_title="Words that raise flags",
        changes={"terms": (before, _tell(terms))},
    )
    record(actor, entry)
    return current


def _tell(terms: Sequence[RiskTerm]) -> list[str]:
    return [each.term if each.is_on else f"{each.term} (off)" for each in terms]


def _entry(action: str, node: Node, key: str, reason: str | None) -> Entry:
    return Entry(
        action=action,
        target_kind=node.kind,
        target_id=node.id,
        target_title=node.title,
        changes={"flag": (None, key), "reason": (None, reason)},
    )
