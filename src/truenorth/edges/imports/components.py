from collections.abc import Mapping
from typing import Any

from truenorth.domains.engineering.models import Component
from truenorth.edges.imports.importers import TableImporter
from truenorth.edges.imports.mapping import Field


class ComponentImporter(TableImporter[Component]):
    source = "components"
    label = "Components"
    help = "The parts of a system, one a row: name, description, repository."
    model = Component
    fields = (
        Field(name="title", label="Name", aliases=("component", "service", "summary"), is_required=True),
        Field(name="body", label="Description", aliases=("notes", "text")),
        Field(name="repository", label="Repository", aliases=("repo", "url", "source code")),
        Field(name="external_id", label="Id", aliases=("component id", "key", "slug")),
    )

    def read_row(self, cells: Mapping[str, str]) -> Mapping[str, Any]:
        return {
            "title": cells["title"].strip(),
            "body": cells.get("body", "").strip(),
            "repository": cells.get("repository", "").strip(),
        }
