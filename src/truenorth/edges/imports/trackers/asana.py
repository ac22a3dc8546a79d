from truenorth.domains.roadmap.rules import State
from truenorth.edges.imports.trackers.importer import TrackerImporter
from truenorth.edges.imports.trackers.layouts import Layout


class AsanaImporter(TrackerImporter):
    """A task says where it stands by its section, and that it is done by the day on which it was completed."""

    source = "asana"
    label = "Asana"
    help = "The tasks of a project as CSV: name, section, assignee, dates, tags, and what blocks what."
    layout = Layout(
        columns={
            "title": ("Name",),
            "body": ("Notes",),
            "external_id": ("Task ID",),
            "project": ("Projects",),
            "assignee": ("Assignee",),
            "assignee_email": ("Assignee Email",),
            "status": ("Section/Column",),
            "completed": ("Completed At",),
            "story_points": ("Story points", "Estimate", "Points"),
            "starts_on": ("Start Date",),
            "target_on": ("Due Date",),
            "labels": ("Tags",),
            "priority": ("Priority",),
            "created": ("Created At",),
            "blocked_by": ("Blocked By (Dependencies)", "Blocked By"),
            "blocks": ("Blocking (Dependencies)", "Blocking"),
            "parent": ("Parent Task",),
        },
        states={"recently assigned": State.IDEA, "untitled section": State.IDEA, "no section": State.IDEA},
    )
