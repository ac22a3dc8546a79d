import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import cache

from truenorth.domains.kit.tables import Row
from truenorth.domains.roadmap.rules import State
from truenorth.edges.imports.cells import FALSE
from truenorth.edges.imports.dates import MONTHS
from truenorth.edges.imports.trackers.importer import TrackerImporter
from truenorth.edges.imports.trackers.layouts import Layout
from truenorth.edges.imports.trackers.markup import as_html, as_plain_text
from truenorth.edges.imports.trackers.standings import find_horizon

MONTH = re.compile(r"(?P<name>[A-Za-z]{3,9})\.?,?[ -](?P<year>\d{4})|(?P<iso>\d{4})-(?P<number>\d{2})")


class ProductboardImporter(TrackerImporter):
    """The columns of a view are its months or now, next and later: a cell that holds anything puts the row there."""

    source = "productboard"
    label = "Productboard"
    help = "The features of a view as CSV: name, description, status, owner, and the months or horizon of each."
    layout = Layout(
        columns={
            "title": ("entity_name", "Name", "Feature name"),
            "body": ("description",),
            "external_id": ("entity_uuid", "uuid"),
            "url": ("pb_url",),
            "project": ("product_name", "Product", "component_name", "Component"),
            "team": ("Teams",),
            "assignee": ("owner_name", "Owner"),
            "assignee_email": ("owner_email", "Owner email"),
            "status": ("status_name",),
            "horizon": ("Timeframe",),
            "story_points": ("Effort",),
            "starts_on": ("timeframe_start", "Start date"),
            "target_on": ("timeframe_end", "End date", "Due date"),
            "labels": ("Tags",),
            "priority": ("Priority",),
            "parent": ("parent_name",),
        },
        states={"candidate": State.CANDIDATE, "new idea": State.IDEA},
    )

    @classmethod
    def read_body(cls, cell: str) -> str:
        return as_plain_text(cell)

    @classmethod
    def write_body(cls, text: str) -> str:
        return as_html(text)

    def pick_cells(self, row: Row, mapping: Mapping[str, str]) -> dict[str, str]:
        filled = [column for column, cell in row.cells.items() if cell.strip().casefold() not in FALSE | {""}]
        horizons = [horizon.value for column in filled if (horizon := find_horizon(column))]
        months = sorted(month for column in filled if (month := find_month(column)))
        placed = {"horizon": horizons[0]} if horizons else {}
        if months:
            last = months[-1]
            end = last.replace(day=monthrange(last.year, last.month)[1])
            placed |= {"starts_on": months[0].isoformat(), "target_on": end.isoformat()}
        cells = super().pick_cells(row, mapping)
        return placed | {name: cell for name, cell in cells.items() if cell or name not in placed}


@cache
def find_month(column: str) -> date | None:
    """The first day of the month that a heading names: Jan 2026, March 2026, 2026-03."""
    found = MONTH.fullmatch(column.strip())
    if found is None:
        return None
    name = (found["name"] or "")[:3].casefold()
    number = int(found["number"] or 0) if found["iso"] else MONTHS.index(name) + 1 if name in MONTHS else 0
    year = int(found["iso"] or found["year"])
    return date(year, number, 1) if 1 <= number <= 12 and year else None
