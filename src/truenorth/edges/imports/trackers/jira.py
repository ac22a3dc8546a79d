from truenorth.edges.imports.trackers.importer import TrackerImporter
from truenorth.edges.imports.trackers.layouts import Layout


class JiraImporter(TrackerImporter):
    """Labels, sprints and links repeat as columns; a parent goes by its key or by its numeric id."""

    source = "jira"
    label = "Jira"
    help = "The issues of a filter as CSV, all fields: summary, state, assignee, points, dates, and what blocks what."
    layout = Layout(
        columns={
            "title": ("Summary",),
            "body": ("Description",),
            "external_id": ("Issue key", "Key"),
            "other_id": ("Issue id",),
            "project": ("Project name", "Project key"),
            "team": ("Custom field (Team)", "Team Name"),
            "assignee": ("Assignee",),
            "assignee_email": ("Assignee Email",),
            "status": ("Status",),
            "category": ("Status Category",),
            "resolution": ("Resolution",),
            "completed": ("Resolved",),
            "story_points": (
                "Custom field (Story Points)",
                "Custom field (Story point estimate)",
                "Story point estimate",
            ),
            "starts_on": ("Custom field (Start date)", "Start date"),
            "target_on": ("Due date", "Due"),
            "labels": ("Labels",),
            "priority": ("Priority",),
            "created": ("Created",),
            "blocked_by": ("Inward issue link (Blocks)", "Inward issue link (Blocker)"),
            "blocks": ("Outward issue link (Blocks)", "Outward issue link (Blocker)"),
            "parent": ("Parent", "Parent key", "Custom field (Epic Link)"),
        },
        repeats=frozenset(("labels", "blocked_by")),
    )
