"""What waits for what in an export, joined once every row is in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import list_nodes
from truenorth.domains.roadmap.kinds import INITIATIVE
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.services import bring_dependencies
from truenorth.edges.imports.jobs import Job
from truenorth.edges.imports.people import plain_name

BATCH = 1_000
MISSING_LISTED = 100


@dataclass(frozen=True, slots=True)
class Reference:
    """One row's word that something waits: for what the cell names, or the other way round where it `is_blocker`."""

    row: int
    external_id: str
    cell: str
    is_blocker: bool
    field: str


@dataclass(slots=True)
class Dependencies:
    """Rows go by their id, by another id of theirs, or by a title that no other row has.

    A dependency comes in where one of its ends is new, so that it leaves with that end. Records that were here already
    are left as they are, and so is what joins two of them.
    """

    source: str
    _names: dict[str, str | None] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _references: list[Reference] = field(default_factory=list)
    _new: dict[str, Node] = field(default_factory=dict)

    def learn(self, external_id: str, names: Sequence[str]) -> None:
        """Another row of the file, and what else it goes by."""
        self._ids.add(external_id)
        for name in filter(None, map(plain_name, names)):
            self._names[name] = external_id if name not in self._names else None

    def note(self, reference: Reference) -> None:
        self._references.append(reference)

    def accept(self, drafts: Sequence[Initiative]) -> None:
        for draft in drafts:
            node = draft.node
            self._new[node.external_id] = Node(id=node.id, kind=node.kind, key=node.key, title=node.title)

    def bring(self, job: Job) -> None:
        told = [(each, end) for each in self._references for end in self._find_ends(each)]
        known = self._find_known(job, {end for _, end in told} | {each.external_id for each in self._references})
        wanted: dict[tuple[str, str], Reference] = {}
        missing: list[str] = []
        for reference, end in told:
            ends = (reference.external_id, end) if reference.is_blocker else (end, reference.external_id)
            if not all(each in self._new or each in known for each in ends):
                missing.append(" blocks ".join(each.removeprefix(f"{self.source}:") for each in ends))
            elif any(each in self._new for each in ends):
                wanted.setdefault(ends, reference)
            else:
                job.count("dependencies of what was here already, left alone")
        nodes = {**known, **self._new}
        pairs = [(nodes[blocker], nodes[blocked]) for blocker, blocked in wanted]
        circles = bring_dependencies(actor=job.actor, pairs=pairs, is_dry_run=job.is_dry_run)
        references = list(wanted.values())
        for index, words in circles.items():
            job.remark(references[index].row, references[index].field, words)
        job.count("dependencies", len(pairs) - len(circles))
        job.count("dependencies in a circle, refused", len(circles))
        job.count("dependencies on what is not here", len(missing))
        if missing:
            job.report.detail["missing"] = missing[:MISSING_LISTED]

    def _find_ends(self, reference: Reference) -> Iterator[str]:
        """What a cell names: on each line one thing, or several with commas or semicolons between."""
        for line in filter(None, map(str.strip, reference.cell.splitlines())):
            whole = self._find(line)
            yield from [whole] if whole else map(self._or_earlier, _split(line))

    def _find(self, name: str) -> str | None:
        external_id = f"{self.source}:{name}"
        return external_id if external_id in self._ids else self._names.get(plain_name(name))

    def _or_earlier(self, name: str) -> str:
        return self._find(name) or f"{self.source}:{name}"

    def _find_known(self, job: Job, ids: set[str]) -> Mapping[str, Node]:
        here = list_nodes(job.actor).filter(kind=INITIATIVE.name)
        wanted = sorted(ids - self._new.keys())
        found: dict[str, Node] = {}
        for start in range(0, len(wanted), BATCH):
            some = here.filter(external_id__in=wanted[start : start + BATCH])
            found |= {node.external_id: node for node in some.only("id", "kind", "key", "title", "external_id")}
        return found


def _split(line: str) -> list[str]:
    return [name for each in line.replace(";", ",").split(",") if (name := each.strip())]
