"""Components, what they are a part of, and what they need of one another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.engineering.errors import DependsOnItself, PartOfItself
from truenorth.domains.engineering.models import Component, ComponentDependency
from truenorth.domains.engineering.rules import DependencySort, is_within
from truenorth.domains.engineering.selectors import find_dependencies, get_dependency, list_parents
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.services import revise_record
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.services import Entry, record


@dataclass(frozen=True, slots=True)
class DependencyDraft:
    source: Node
    sort: DependencySort
    target: Node


@transaction.atomic
def revise_component(component: Component, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Component:
    revised = revise_record(component, actor=actor, version=version, changes=changes)
    whole = revised.part_of_id
    if whole and is_within(whole, revised.id, parents=list_parents(actor)):
        raise PartOfItself(fields={"part_of_id": PartOfItself.title})
    return revised


@transaction.atomic
def add_dependency(*, actor: Member, source: Component, sort: DependencySort, target: Component) -> ComponentDependency:
    """One component needs or provides another; the same again is returned as it is."""
    draft = DependencyDraft(source.node, sort, target.node)
    bring_dependencies(actor=actor, drafts=[draft])
    return find_dependencies(actor).get(source=source, target=target, sort=sort)


@transaction.atomic
def bring_dependencies(*, actor: Member, drafts: Iterable[DependencyDraft], run_id: UUID | None = None) -> int:
    """Many at once; how many are new. Those that come in with an import leave with it."""
    require_editor(actor)
    wanted = {(draft.source.id, draft.target.id, draft.sort): draft for draft in drafts}
    if any(source == target for source, target, _ in wanted):
        raise DependsOnItself(fields={"target_id": DependsOnItself.title})
    sources = {source for source, _, _ in wanted}
    here = find_dependencies(actor).filter(source__in=sources)
    known = {(each.source_id, each.target_id, DependencySort(each.sort)) for each in here}
    new = [
        ComponentDependency(source_id=key[0], target_id=key[1], sort=key[2], import_run_id=run_id)
        for key in wanted
        if key not in known
    ]
    ComponentDependency.objects.bulk_create(
        new,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["source", "target", "sort"],
        update_fields=["import_run"],
    )
    told = [wanted[each.source_id, each.target_id, DependencySort(each.sort)] for each in new]
    record(actor, *(entry for draft in told for entry in _entries("depend", draft)))
    return len(new)


@transaction.atomic
def remove_dependency(*, actor: Member, dependency_id: UUID) -> None:
    require_editor(actor)
    dependency = get_dependency(actor, dependency_id)
    draft = DependencyDraft(dependency.source.node, DependencySort(dependency.sort), dependency.target.node)
    dependency.delete()
    record(actor, *_entries("undepend", draft))


def _entries(action: str, draft: DependencyDraft) -> list[Entry]:
    """A dependency shows in the activity of both its ends."""
    sentence = f"{draft.source.key} {draft.sort} {draft.target.key}"
    pair = (None, sentence) if action == "depend" else (sentence, None)
    return [
        Entry(
            action=action,
            target_kind=node.kind,
            target_id=node.id,
            target_title=node.title,
            changes={"dependency": pair},
        )
        for node in (draft.source, draft.target)
    ]
