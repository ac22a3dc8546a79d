"""The facts that the graph announces."""

from dataclasses import dataclass
from uuid import UUID

from truenorth.domains.kit.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAssigned(Fact):
    node_id: UUID
    member_id: UUID
    actor_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCreated(Fact):
    link_id: UUID
    kind: str
    source_id: UUID
    target_id: UUID
    actor_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMentioned(Fact):
    node_id: UUID
    comment_id: UUID
    member_id: UUID
    actor_id: UUID
