import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from truenorth.domains.roadmap.models import Initiative
from truenorth.edges.imports.cells import read_date, read_number
from truenorth.edges.imports.errors import RowRefused
from truenorth.edges.imports.importers import TableImporter
from truenorth.edges.imports.jobs import Job
from truenorth.edges.imports.mapping import Field

TITLE_LENGTH = 300


class InitiativeImporter(TableImporter[Initiative]):
    """A backlog as ideas. Story points stay story points: no rule turns them into weeks."""

    source = "initiatives"
    label = "Initiatives"
    help = "A backlog from Jira, Linear or a spreadsheet, one item a row: title, description, key, points."
    model = Initiative
    fields = (
        Field(name="title", label="Title", aliases=("summary", "name", "initiative", "headline"), is_required=True),
        Field(name="body", label="Description", aliases=("details", "notes", "text", "content")),
        Field(name="external_id", label="Key", aliases=("issue key", "id", "issue id", "identifier", "number", "uuid")),
        Field(name="project", label="Project", aliases=("project name", "project key", "team", "board", "area")),
        Field(
            name="story_points",
            label="Story points",
            aliases=(
                "points",
                "estimate",
                "weight",
                "story point estimate",
                "custom field (story points)",
                "custom field (story point estimate)",
            ),
        ),
        Field(name="effort_weeks", label="Effort in weeks", aliases=("effort", "weeks", "team weeks")),
        Field(name="confidence", label="Confidence", aliases=("confidence percent", "confidence %")),
        Field(name="starts_on", label="Start", aliases=("start date", "starts", "started")),
        Field(name="target_on", label="Target date", aliases=("due date", "due", "end date", "target")),
    )

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.points: list[float] = []

    def read_row(self, cells: Mapping[str, str]) -> Mapping[str, Any]:
        confidence = read_number("confidence", cells.get("confidence", "").rstrip(" %"))
        return {
            "title": _read_title(cells["title"]),
            "body": cells.get("body", "").strip(),
            "project": cells.get("project", "").strip(),
            "story_points": read_number("story_points", cells.get("story_points", "")),
            "effort_weeks": read_number("effort_weeks", cells.get("effort_weeks", "")),
            "confidence": None if confidence is None else round(confidence),
            "starts_on": read_date("starts_on", cells.get("starts_on", "")),
            "target_on": read_date("target_on", cells.get("target_on", "")),
        }

    def prepare_batch(self, rows: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
        values = super().prepare_batch(rows)
        self.points += [each["story_points"] for each in values if each["story_points"] is not None]
        return values

    def run(self) -> None:
        super().run()
        if self.points:
            self.job.report.detail["story_points"] = {
                "rows": len(self.points),
                "sum": sum(self.points),
                "mean": statistics.fmean(self.points),
                "median": statistics.median(self.points),
            }


def _read_title(cell: str) -> str:
    title = " ".join(cell.split())
    if not title:
        raise RowRefused("title", "An initiative needs a title.")
    if len(title) > TITLE_LENGTH:
        raise RowRefused("title", f"A title has at most {TITLE_LENGTH} characters; this one has {len(title)}.")
    return title
