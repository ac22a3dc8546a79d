from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.discovery.errors import NotTaggable, TagTaken
from truenorth.domains.discovery.kinds import FEEDBACK, HIGHLIGHT
from truenorth.domains.discovery.models import Tag, Tagging
from truenorth.domains.graph.errors import ReferenceMissing
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.graph.services import LinkDraft, create_record, revise_record
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_role
from truenorth.domains.workspace.services import Entry, record

TAGGABLE = (HIGHLIGHT.name, FEEDBACK.name)


@transaction.atomic
def create_tag(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Tag:
    created = create_record(Tag, actor=actor, values=values, links=links)
    _refuse_twin(actor, created)
    return created


@transaction.atomic
def revise_tag(tag: Tag, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Tag:
    revised = revise_record(tag, actor=actor, version=version, changes=changes)
    _refuse_twin(actor, revised)
    return revised


@transaction.atomic
def set_tags(node: Node, *, actor: Member, tag_ids: Collection[UUID]) -> None:
    """Let a highlight or a piece of feedback carry exactly these tags."""
    if node.kind not in TAGGABLE:
        raise NotTaggable
    require_role(actor, get_kind(node.kind).writer)
    wanted = set(tag_ids)
    tags = {tag.id: tag for tag in list_records(actor, Tag).filter(pk__in=wanted)}
    if wanted - tags.keys():
        raise ReferenceMissing(fields={"tag_ids": "There is no such tag in this workspace."})
    carried = {each.tag_id: each.tag for each in Tagging.objects.filter(node=node).select_related("tag__node")}
    if wanted == carried.keys():
        return
    Tagging.objects.filter(node=node).exclude(tag_id__in=wanted).delete()
    added = wanted - carried.keys()
    Tagging.objects.bulk_create(Tagging(tag_id=each, node=node, created_by=actor) for each in added)
    pair = (sorted(tag.title for tag in carried.values()), sorted(tag.title for tag in tags.values()))
    record(
        actor,
        Entry(action="tag", target_kind=node.kind, target_id=node.id, target_title=node.title, changes={"tags": pair}),
    )


def _refuse_twin(actor: Member, tag: Tag) -> None:
    if list_records(actor, Tag).exclude(pk=tag.pk).filter(node__title__iexact=tag.title).exists():
        raise TagTaken(fields={"title": TagTaken.title})
