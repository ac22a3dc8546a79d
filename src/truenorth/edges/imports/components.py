from collections.abc import Mapping
from typing import Any

from truenorth.domains.engineering.models import Component
from truenorth.domains.engineering.rules import ComponentSort
from truenorth.edges.imports.cells import read_choice
from truenorth.edges.imports.importers import TableImporter
from truenorth.edges.imports.mapping import Field

SORTS = [sort.value for sort in ComponentSort]


class ComponentImporter(TableImporter[Component]):
    source = "components"
    label = "Components"
    help = "The parts of a system, one a row: name, description, type, lifecycle, repository."
    model = Component
    fields = (
        Field(name="title", label="Name", aliases=("component", "service", "summary"), is_required=True),
        Field(name="body", label="Description", aliases=("notes", "text")),
        Field(name="sort", label="Kind", aliases=("component kind",)),
        Field(name="type", label="Type", aliases=("component type",)),
        Field(name="lifecycle", label="Lifecycle", aliases=("stage", "life cycle")),
        Field(name="repository", label="Repository", aliases=("repo", "url", "source code")),
        Field(name="external_id", label="Id", aliases=("component id", "key", "slug")),
    )

    def read_row(self, cells: Mapping[str, str]) -> Mapping[str, Any]:
        return {
            "title": cells["title"].strip(),
            "body": cells.get("body", "").strip(),
            "sort": read_choice("sort", cells.get("sort", ""), choices=SORTS) or ComponentSort.COMPONENT.value,
            "type": cells.get("type", "").strip(),
            "lifecycle": cells.get("lifecycle", "").strip(),
            "repository": cells.get("repository", "").strip(),
        }
