from truenorth.domains.roadmap.rules import State
from truenorth.edges.imports.trackers.importer import TrackerImporter
from truenorth.edges.imports.trackers.layouts import Layout


class ShortcutImporter(TrackerImporter):
    source = "shortcut"
    label = "Shortcut"
    help = "Stories as CSV: name, workflow state, owners, estimate, dates, labels. Archived ones are left out."
    layout = Layout(
        columns={
            "title": ("name",),
            "body": ("description",),
            "external_id": ("id",),
            "url": ("app_url",),
            "project": ("project",),
            "team": ("team",),
            "assignee": ("owners",),
            "status": ("state",),
            "done": ("is_completed",),
            "started": ("started_at",),
            "completed": ("completed_at",),
            "story_points": ("estimate",),
            "target_on": ("due_date", "deadline"),
            "labels": ("labels",),
            "priority": ("priority",),
            "created": ("created_at",),
            "parent": ("epic",),
            "left_out": ("is_archived",),
        },
        states={"unscheduled": State.IDEA},
        left_out="archived stories",
    )
