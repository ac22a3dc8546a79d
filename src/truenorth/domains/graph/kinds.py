"""The facts that the graph announces."""

from dataclasses import dataclass
from enum import StrEnum
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
class ReadingsMoved(Fact):
    """The numbers behind these nodes may have changed; when none is named, those behind any of the workspace's."""

    workspace_id: UUID
    node_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMentioned(Fact):
    node_id: UUID
    comment_id: UUID
    member_id: UUID
    actor_id: UUID


class Reason(StrEnum):
    """Why somebody is asked to look at a record."""

    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    ASKED_TO_SCORE = "asked_to_score"
    ASKED_TO_EXPLAIN = "asked_to_explain"
    TRIGGER_FIRED = "trigger_fired"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionAsked(Fact):
    """Somebody, or for want of a person a trigger, asks a member to look at a record. `note` says what for."""

    node_id: UUID
    member_id: UUID
    reason: Reason
    actor_id: UUID | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionAnswered(Fact):
    """The member has done what was asked: what waits in their inbox for this reason is done."""

    node_id: UUID
    member_id: UUID
    reason: Reason
