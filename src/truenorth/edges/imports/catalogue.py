"""A software catalogue in Backstage's descriptor files: what a company runs, what needs what, and who owns it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from truenorth.domains.engineering.kinds import COMPONENT
from truenorth.domains.engineering.models import Component
from truenorth.domains.engineering.rules import ComponentSort, DependencySort
from truenorth.domains.engineering.services import DependencyDraft, bring_dependencies
from truenorth.domains.graph.models import TITLE_LENGTH
from truenorth.domains.graph.selectors import find_known_ids, list_records
from truenorth.domains.graph.services import draft_records, save_drafts
from truenorth.domains.workspace.selectors import list_members, list_teams
from truenorth.edges.imports.errors import CatalogueUnreadable, RowRefused
from truenorth.edges.imports.importers import LONGEST_ID, Importer
from truenorth.edges.imports.jobs import Job
from truenorth.edges.imports.yaml_documents import Document, Value, YamlRefused, read_documents

LONGEST_FILE = 4_000_000
BATCH = 1_000
REFERENCES_LISTED = 100
DEEPEST_PART = 20
SORTS = {sort.value: sort for sort in ComponentSort}
NEEDS = {
    "dependsOn": (DependencySort.DEPENDS_ON, "component"),
    "providesApis": (DependencySort.PROVIDES, "api"),
    "consumesApis": (DependencySort.CONSUMES, "api"),
}
"""The relations of a descriptor, and the kind that is meant where a reference names none."""
PARENTS = (("subcomponentOf", "component"), ("system", "system"), ("subdomainOf", "domain"), ("domain", "domain"))
SOURCES = ("backstage.io/source-location", "github.com/project-slug", "gitlab.com/project-slug")
_REFERENCE = re.compile(r"(?:(?P<kind>[^:/\s]+):)?(?:(?P<namespace>[^:/\s]+)/)?(?P<name>[^:/\s]+)")


class Relation(NamedTuple):
    source: str
    sort: DependencySort
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A descriptor of something that becomes a component; references are whole: component:default/payments."""

    line: int
    reference: str
    values: Mapping[str, Any]
    parent: str
    relations: Sequence[Relation] = field(default=())


class CatalogueImporter(Importer):
    """An entity is known again by its reference; dependencies that are new come in for known ones too."""

    source = "catalog"
    label = "Backstage catalogue"
    help = "catalog-info.yaml with one or many entities: components, APIs, resources, systems, domains."
    accepts = (".yaml", ".yml", ".yaml.gz", ".yml.gz")

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.left_out: Counter[str] = Counter()
        self.teams = {_plain(team.name): team.id for team in list_teams(job.actor)}
        self.members = {_plain(member.name): member.id for member in list_members(job.actor)}
        self.members |= {_plain(member.email.partition("@")[0]): member.id for member in list_members(job.actor)}

    def run(self) -> None:
        text = self.job.read_text(longest=LONGEST_FILE)
        try:
            entities = self._read_entities(list(read_documents(text)))
        except YamlRefused as refusal:
            raise CatalogueUnreadable(fields={"file": f"Line {refusal.line}: {refusal.reason}"}) from None
        if not entities and not self.job.report.rejected:
            raise CatalogueUnreadable(fields={"file": "It holds no component, API, resource, system or domain."})
        for level in _levels(entities):
            for start in range(0, len(level), BATCH):
                self._write(level[start : start + BATCH])
        self._relate(entities)

    def _read_entities(self, documents: Sequence[Document]) -> dict[str, Entity]:
        groups = _names_of_groups(documents)
        entities: dict[str, Entity] = {}
        for document in documents:
            try:
                entity = self._read_entity(document, groups)
            except RowRefused as refusal:
                self.job.reject(document.line, refusal.field, refusal.message)
                continue
            if entity and entity.reference in entities:
                twice = f"{entity.reference} stands in the file already."
                self.job.reject(document.line, "metadata.name", twice)
            elif entity:
                entities[entity.reference] = entity
                shown = {name: entity.values[name] for name in ("sort", "title", "type", "lifecycle")}
                self.job.show({"reference": entity.reference, **shown})
        return entities

    def _read_entity(self, document: Document, groups: Mapping[str, str]) -> Entity | None:
        """The entity, or None for a kind that is no part of a system."""
        if document.problem:
            raise RowRefused("", document.problem)
        kind = _text(document.value, "kind")
        name = _text(document.value, "metadata", "name")
        if not kind or not name:
            raise RowRefused("kind" if not kind else "metadata.name", "An entity has a kind and a name.")
        sort = SORTS.get(kind.casefold())
        if sort is None:
            self.left_out[kind] += 1
            return None
        namespace = _text(document.value, "metadata", "namespace") or "default"
        reference = f"{sort}:{namespace}/{name}".casefold()
        if len(reference) > LONGEST_ID:
            raise RowRefused("metadata.name", f"A reference has at most {LONGEST_ID} characters.")
        spec = document.value.get("spec", {}) if isinstance(document.value, dict) else {}
        return Entity(
            line=document.line,
            reference=reference,
            values=self._values(document.value, sort, name, namespace, groups),
            parent=_parent(spec, namespace),
            relations=tuple(_relations(spec, reference, namespace)),
        )

    def _values(
        self, value: Value, sort: ComponentSort, name: str, namespace: str, groups: Mapping[str, str]
    ) -> dict[str, Any]:
        title = " ".join((_text(value, "metadata", "title") or name).split())
        if len(title) > TITLE_LENGTH:
            raise RowRefused("metadata.title", f"A title has at most {TITLE_LENGTH} characters.")
        owner = _whole(_text(value, "spec", "owner"), "group", namespace)
        team_id, owner_id = self._find_owner(owner, groups)
        words = [_text(value, "metadata", "description")]
        if owner and not team_id and not owner_id:
            words.append(f"Owner: {owner}")
        return {
            "title": title,
            "body": "\n\n".join(filter(None, words)),
            "sort": sort.value,
            "type": _text(value, "spec", "type"),
            "lifecycle": _text(value, "spec", "lifecycle"),
            "repository": _repository(value),
            "team_id": team_id,
            "owner_id": owner_id,
        }

    def _find_owner(self, owner: str, groups: Mapping[str, str]) -> tuple[UUID | None, UUID | None]:
        """The team or the member that an owner's reference, or the name its group goes by, names."""
        kind, _, rest = owner.partition(":")
        name = rest.partition("/")[2]
        names = [_plain(each) for each in (groups.get(owner, ""), name) if each]
        if kind == "user":
            return None, next((self.members[each] for each in names if each in self.members), None)
        return next((self.teams[each] for each in names if each in self.teams), None), None

    def _write(self, level: Sequence[Entity]) -> None:
        actor = self.job.actor
        known = find_known_ids(actor, kind=COMPONENT.name, external_ids=[each.reference for each in level])
        new = [each for each in level if each.reference not in known]
        self.job.report.unchanged += len(level) - len(new)
        parents = self._find([each.parent for each in new if each.parent])
        rows = [
            {
                **each.values,
                "external_id": each.reference,
                "part_of_id": parents[each.parent].id if each.parent in parents else None,
            }
            for each in new
        ]
        drafts, problems = draft_records(Component, actor=actor, rows=rows)
        for index, fields in sorted(problems.items()):
            self.job.reject_fields(new[index].line, fields)
        self.job.report.created += len(save_drafts(Component, actor=actor, drafts=drafts))

    def _relate(self, entities: Mapping[str, Entity]) -> None:
        """The dependencies of all entities, once both ends are here; what points nowhere is named."""
        relations = list(dict.fromkeys(each for entity in entities.values() for each in entity.relations))
        parents = [(entity.reference, entity.parent) for entity in entities.values() if entity.parent]
        here = self._find({end for each in relations for end in (each.source, each.target)} | {p for _, p in parents})
        whole = [each for each in relations if each.source in here and each.target in here]
        drafts = [
            DependencyDraft(here[each.source].node, each.sort, here[each.target].node)
            for each in whole
            if each.source != each.target
        ]
        made = bring_dependencies(actor=self.job.actor, drafts=drafts, run_id=self.job.report.run_id)
        missing = [f"{each.source} {each.sort} {each.target}" for each in relations if each not in set(whole)]
        missing += [f"{child} is a part of {parent}" for child, parent in parents if parent not in here]
        self.job.report.detail = {
            "dependencies": made,
            "references to nothing": len(missing),
            "missing": missing[:REFERENCES_LISTED],
            "left out": dict(self.left_out),
        }

    def _find(self, references: Sequence[str] | set[str]) -> dict[str, Component]:
        wanted = sorted(set(references))
        found: dict[str, Component] = {}
        for start in range(0, len(wanted), BATCH):
            some = list_records(self.job.actor, Component).filter(node__external_id__in=wanted[start : start + BATCH])
            found |= {each.node.external_id: each for each in some}
        return found


def _levels(entities: Mapping[str, Entity]) -> Iterator[list[Entity]]:
    """Wholes before their parts; what is a part of itself, or of something outside the file, comes with the first."""
    levels: dict[int, list[Entity]] = {}
    for entity in entities.values():
        depth, here = 0, entity
        while here.parent in entities and depth < DEEPEST_PART:
            depth, here = depth + 1, entities[here.parent]
        levels.setdefault(depth, []).append(entity)
    for depth in sorted(levels):
        yield levels[depth]


def _relations(spec: Value, reference: str, namespace: str) -> Iterator[Relation]:
    if not isinstance(spec, dict):
        return
    for name, (sort, kind) in NEEDS.items():
        for each in _texts(spec.get(name, [])):
            yield Relation(reference, sort, _whole(each, kind, namespace))
    for each in _texts(spec.get("dependencyOf", [])):
        yield Relation(_whole(each, "component", namespace), DependencySort.DEPENDS_ON, reference)


def _parent(spec: Value, namespace: str) -> str:
    return next(
        (_whole(text, kind, namespace) for name, kind in PARENTS if (text := _text(spec, name))),
        "",
    )


def _whole(reference: str, kind: str, namespace: str) -> str:
    """A reference with its kind and namespace; empty where it is none."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        return reference.strip().casefold()
    return f"{found['kind'] or kind}:{found['namespace'] or namespace}/{found['name']}".casefold()


def _names_of_groups(documents: Sequence[Document]) -> Mapping[str, str]:
    """The names that the file's groups and users go by, by their references."""
    names: dict[str, str] = {}
    for document in documents:
        kind, name = _text(document.value, "kind").casefold(), _text(document.value, "metadata", "name")
        if kind in ("group", "user"):
            namespace = _text(document.value, "metadata", "namespace") or "default"
            shown = _text(document.value, "spec", "profile", "displayName") or _text(
                document.value, "metadata", "title"
            )
            names[f"{kind}:{namespace}/{name}".casefold()] = shown
    return names


def _repository(value: Value) -> str:
    found = next((text for name in SOURCES if (text := _text(value, "metadata", "annotations", name))), "")
    return found.removeprefix("url:")[:300]


def _text(value: Value, *path: str) -> str:
    """The text at a path; empty where there is none."""
    for name in path:
        value = value.get(name, "") if isinstance(value, dict) else ""
    return value.strip() if isinstance(value, str) else ""


def _texts(value: Value) -> list[str]:
    return [each for each in value if isinstance(each, str) and each.strip()] if isinstance(value, list) else []


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
