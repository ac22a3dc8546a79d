import re

from truenorth.domains.roadmap.rules import State
from truenorth.edges.imports.trackers.importer import TrackerImporter
from truenorth.edges.imports.trackers.layouts import Layout


class LinearImporter(TrackerImporter):
    """Linear writes a quotation mark before cells that a spreadsheet might run, and takes one off when it reads."""

    source = "linear"
    label = "Linear"
    help = "The issues of a workspace or view as CSV: title, state, assignee, estimate, dates, and what blocks what."
    guard = re.compile(r"\A'")
    layout = Layout(
        columns={
            "title": ("Title",),
            "body": ("Description",),
            "external_id": ("ID",),
            "other_id": ("UUID",),
            "project": ("Project",),
            "team": ("Team",),
            "assignee": ("Assignee",),
            "status": ("Status",),
            "started": ("Started",),
            "completed": ("Completed",),
            "dropped": ("Canceled",),
            "story_points": ("Estimate",),
            "target_on": ("Due Date",),
            "labels": ("Labels",),
            "priority": ("Priority",),
            "created": ("Created",),
            "blocked_by": ("Blocked by",),
            "parent": ("Parent issue",),
        },
        states={"todo": State.CANDIDATE},
    )
