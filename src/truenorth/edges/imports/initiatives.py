"""Backlogs as initiatives: what every table of them shares, and the plain one that a spreadsheet holds."""

import statistics
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from truenorth.domains.kit.tables import Row
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Horizon, find_wrong_dates
from truenorth.domains.roadmap.selectors import list_lane
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.cells import read_number
from truenorth.edges.imports.dates import DateReader, DayOrder, find_order
from truenorth.edges.imports.errors import OptionsRefused, RowRefused
from truenorth.edges.imports.importers import Option, ReadRow, TableImporter
from truenorth.edges.imports.jobs import Job
from truenorth.edges.imports.mapping import Field
from truenorth.edges.imports.own_fields import OwnFields
from truenorth.edges.imports.people import People

TITLE_LENGTH = 300
DATES = Option(
    name="dates",
    help="How 03/04/2026 is meant, day-first or month-first, where no date of the file says it.",
)
AS_OF = Option(name="as_of", help="The day from which “2 days ago” counts; today unless said.")


class InitiativeTable(TableImporter[Initiative]):
    """Rows as initiatives. Dates are read in the order that the file itself shows; fields of one's own are filled."""

    model = Initiative
    options: ClassVar[tuple[Option, ...]] = (DATES, AS_OF)
    date_fields: ClassVar[tuple[str, ...]] = ("starts_on", "target_on")

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.own = OwnFields(job.actor)
        self.people = People(job.actor)
        self.dates = DateReader(_read_as_of(job) or job.actor.workspace.today(), _read_order(job))
        self._points: list[float] = []
        self._places: Counter[str] = Counter()

    @classmethod
    def fields_for(cls, viewer: Member) -> tuple[Field, ...]:
        return (*cls.fields, *OwnFields(viewer).as_fields({}))

    @abstractmethod
    def read_values(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """The values of one initiative, without those of one's own fields."""

    def read_row(self, cells: Mapping[str, str]) -> Mapping[str, Any]:
        values = self.read_values(cells)
        wrong = find_wrong_dates(
            starts_on=values["starts_on"], target_on=values["target_on"], not_before_on=None, deadline_on=None
        )
        for field, words in wrong.items():
            raise RowRefused(field, words)
        return values | {"custom_fields": self.own.read(cells, dates=self.dates, people=self.people)}

    def prepare_batch(self, rows: Sequence[ReadRow]) -> Sequence[Mapping[str, Any]]:
        values = [self._place(each) for each in super().prepare_batch(rows)]
        self._points += [each["story_points"] for each in values if each["story_points"] is not None]
        return values

    def run(self) -> None:
        if self.dates.order is None:
            self.dates = DateReader(self.dates.today, find_order(self._list_dates()))
        super().run()
        if self._points:
            self.job.report.detail["story_points"] = {
                "rows": len(self._points),
                "sum": sum(self._points),
                "mean": statistics.fmean(self._points),
                "median": statistics.median(self._points),
            }

    def _list_dates(self) -> Iterator[str]:
        table = self.open_table()
        names = (*self.date_fields, *self.own.dates)
        mapping = {name: column for name, column in self.map_columns(table).items() if name in names}
        for row in table.rows if mapping else ():
            if isinstance(row, Row):
                yield from self.pick_cells(row, mapping).values()

    def _place(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """What stands in a horizon comes last in it."""
        horizon = values.get("horizon")
        if not horizon:
            return values
        if horizon not in self._places:
            self._places[horizon] = list_lane(self.job.actor, Horizon(horizon)).count()
        self._places[horizon] += 1
        return {**values, "position": self._places[horizon] - 1}


class InitiativeImporter(InitiativeTable):
    """A backlog as ideas. Story points stay story points: no rule turns them into weeks."""

    source = "initiatives"
    label = "Spreadsheet of initiatives"
    help = "A backlog from a spreadsheet, one item a row: title, description, key, points."
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

    def read_values(self, cells: Mapping[str, str]) -> dict[str, Any]:
        confidence = read_number("confidence", cells.get("confidence", "").rstrip(" %"))
        return {
            "title": read_title(cells["title"]),
            "body": cells.get("body", "").strip(),
            "project": cells.get("project", "").strip(),
            "story_points": read_number("story_points", cells.get("story_points", "")),
            "effort_weeks": read_number("effort_weeks", cells.get("effort_weeks", "")),
            "confidence": None if confidence is None else round(confidence),
            "starts_on": self.dates.read("starts_on", cells.get("starts_on", "")),
            "target_on": self.dates.read("target_on", cells.get("target_on", "")),
        }


def read_title(cell: str) -> str:
    title = " ".join(cell.split())
    if not title:
        raise RowRefused("title", "An initiative needs a title.")
    if len(title) > TITLE_LENGTH:
        raise RowRefused("title", f"A title has at most {TITLE_LENGTH} characters; this one has {len(title)}.")
    return title


def _read_as_of(job: Job) -> date | None:
    given = job.options.get("as_of", "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise OptionsRefused(fields={"as_of": f"{given[:60]!r} is not a date. Write it as 2026-03-31."}) from None


def _read_order(job: Job) -> DayOrder | None:
    given = job.options.get("dates", "").strip().casefold()
    if given and given not in list(DayOrder):
        raise OptionsRefused(fields={"dates": f"{given[:60]!r} is neither day-first nor month-first."})
    return DayOrder(given) if given else None
