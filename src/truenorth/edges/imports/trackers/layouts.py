"""How a tracker's export is laid out: which of its columns hold what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from truenorth.domains.roadmap.rules import State
from truenorth.edges.imports.mapping import Field

LABELS = {
    "title": "Title",
    "body": "Description",
    "external_id": "Id",
    "other_id": "Other id",
    "url": "Address",
    "project": "Project",
    "team": "Team",
    "assignee": "Assignee",
    "assignee_email": "Assignee's e-mail",
    "status": "Status",
    "category": "Status category",
    "resolution": "Resolution",
    "done": "Is done",
    "started": "Started",
    "completed": "Completed",
    "dropped": "Canceled",
    "horizon": "Horizon",
    "story_points": "Story points",
    "starts_on": "Start",
    "target_on": "Due",
    "labels": "Labels",
    "priority": "Priority",
    "created": "Created",
    "blocked_by": "Blocked by",
    "blocks": "Blocks",
    "parent": "Parent",
    "left_out": "Left out",
}
DAYS = ("started", "completed", "dropped", "starts_on", "target_on")
KEPT = ("status", "labels", "priority", "url", "created", "parent")
"""What has no place of its own in an initiative: it fills a field of one's own, or a line under the description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Headings by what they hold, the usual one first; and what some words of this tracker mean."""

    columns: Mapping[str, tuple[str, ...]]
    states: Mapping[str, State] = field(default_factory=dict)
    left_out: str = "archived"
    repeats: frozenset[str] = frozenset()
    """What is written in as many columns as somebody needs; in other layouts one cell holds it all."""

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(
            Field(name=name, label=label, aliases=self.columns[name], is_required=name == "title")
            for name, label in LABELS.items()
            if name in self.columns
        )
