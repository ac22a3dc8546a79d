"""What a decision says to everybody: written apart from the reason, and shown only when it is published."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import clock
from truenorth.domains.prioritization.errors import DecisionSuperseded, StatementNotForYes, StatementUnwritten
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.prioritization.rules import Verdict
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor


def write_statement(
    decision: Decision, *, actor: Member, version: int, public_title: str, public_words: str, public_revisit: str
) -> Decision:
    """Put the public words into place; what is published already changes with them."""
    require_editor(actor)
    words = {"public_title": public_title, "public_words": public_words}
    if decision.published_at:
        _refuse_unwritten(words)
    return _revise(decision, actor, version, words | {"public_revisit": public_revisit}, "write_statement")


def publish_statement(decision: Decision, *, actor: Member, version: int) -> Decision:
    require_editor(actor)
    if decision.verdict == Verdict.YES:
        raise StatementNotForYes
    if decision.superseded_at:
        raise DecisionSuperseded
    _refuse_unwritten({"public_title": decision.public_title, "public_words": decision.public_words})
    published_at = decision.published_at or clock.now()
    return _revise(decision, actor, version, {"published_at": published_at}, "publish_statement")


def unpublish_statement(decision: Decision, *, actor: Member, version: int) -> Decision:
    return _revise(decision, actor, version, {"published_at": None}, "unpublish_statement")


@transaction.atomic
def _revise(decision: Decision, actor: Member, version: int, changes: Mapping[str, Any], action: str) -> Decision:
    return revise_record(decision, actor=actor, version=version, changes=changes, action=action)


def _refuse_unwritten(words: Mapping[str, str]) -> None:
    missing = {name: "Write it first." for name, value in words.items() if not value}
    if missing:
        raise StatementUnwritten(fields=missing)
