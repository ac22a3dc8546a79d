from collections.abc import Mapping, Sequence

from truenorth.edges.imports.trackers.addresses import AddressedTracker
from truenorth.edges.imports.trackers.documents import Value, lay_flat, list_items
from truenorth.edges.imports.trackers.layouts import Layout


class GitHubImporter(AddressedTracker):
    """Issues as the API or the command line lists them in JSON, or as a project shows them in a table."""

    source = "github"
    label = "GitHub"
    help = (
        "Issues in JSON, from the API, “gh issue list --json” or “gh project item-list --format json”, or the table of "
        "a project's view. Pull requests are left out."
    )
    layout = Layout(
        columns={
            "title": ("Title",),
            "body": ("Body", "Description"),
            "external_id": ("number", "id"),
            "url": ("html_url", "URL"),
            "project": ("Repository",),
            "team": ("Team",),
            "assignee": ("Assignees", "Assignee"),
            "status": ("Status", "State"),
            "category": ("state",),
            "resolution": ("state_reason",),
            "completed": ("closed_at",),
            "story_points": ("Estimate", "Story points", "Points", "Size"),
            "starts_on": ("Start date", "Start"),
            "target_on": ("Target date", "End date", "Due date", "Due", "milestone due"),
            "labels": ("Labels",),
            "priority": ("Priority",),
            "created": ("created_at",),
            "left_out": ("pull_request",),
        },
        left_out="pull requests",
    )

    def lay_rows(self, documents: Sequence[Value]) -> Sequence[Mapping[str, str]]:
        return [_lay(each) for each in list_items(documents, "items")]


def _lay(item: Mapping[str, Value]) -> dict[str, str]:
    """A project's item stands over the issue that it holds; the API's own addresses are nobody's to visit."""
    content, milestone = item.get("content"), item.get("milestone")
    within = lay_flat(content) if isinstance(content, dict) else {}
    own = {name: cell for name, cell in lay_flat(item).items() if cell}
    cells = {**within, **own}
    if isinstance(milestone, dict):
        cells |= {"milestone due": lay_flat(milestone).get("due_on") or lay_flat(milestone).get("dueOn", "")}
    if within.get("type") == "PullRequest":
        cells["pull_request"] = "true"
    return {name: cell for name, cell in cells.items() if name != "url" or "html_url" not in cells}
