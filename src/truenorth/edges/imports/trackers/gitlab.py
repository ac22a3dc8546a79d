from truenorth.edges.imports.trackers.addresses import AddressedTracker
from truenorth.edges.imports.trackers.layouts import Layout


class GitLabImporter(AddressedTracker):
    source = "gitlab"
    label = "GitLab"
    help = "The issues of a project as CSV, or in JSON from the API: title, state, assignee, weight, dates, labels."
    layout = Layout(
        columns={
            "title": ("Title",),
            "body": ("Description",),
            "external_id": ("Issue ID", "iid"),
            "url": ("URL", "web_url"),
            "assignee": ("Assignee", "Assignees"),
            "status": ("State",),
            "completed": ("Closed At (UTC)", "Closed At"),
            "story_points": ("Weight",),
            "starts_on": ("Start Date",),
            "target_on": ("Due Date",),
            "labels": ("Labels",),
            "created": ("Created At (UTC)", "Created At"),
        },
    )
