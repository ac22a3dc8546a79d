"""Trackers that live beside the code: the address of an issue says which project it is of."""

import re
from collections.abc import Mapping

from truenorth.domains.kit.tables import Row
from truenorth.edges.imports.trackers.importer import TrackerImporter

ISSUE = re.compile(r"https?://[^/\s]+/(?P<project>[^\s?#]+?)(?:/-)?/(?:issues|work_items)/(?P<number>\d+)\b.*")


class AddressedTracker(TrackerImporter):
    """Numbers repeat from project to project, so an issue is known by both: `octo/tour#12`."""

    def pick_cells(self, row: Row, mapping: Mapping[str, str]) -> dict[str, str]:
        cells = super().pick_cells(row, mapping)
        found = ISSUE.fullmatch(cells.get("url", ""))
        return cells | ({"project": found["project"]} if found and not cells.get("project") else {})

    def name_id(self, cells: Mapping[str, str]) -> str:
        found = ISSUE.fullmatch(cells.get("url", ""))
        if found:
            return f"{found['project']}#{found['number']}"
        own_id, project = super().name_id(cells), cells.get("project", "")
        return f"{project}#{own_id}" if own_id.isdecimal() and project else own_id
