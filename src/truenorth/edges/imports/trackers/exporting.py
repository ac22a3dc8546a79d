"""Initiatives as a tracker's own table: the layout that reads its exports writes what it takes in."""

import csv
import io
from collections.abc import Mapping, Sequence

from truenorth.domains.kit.tables import as_cell
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import State
from truenorth.domains.roadmap.selectors import list_dependencies
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.errors import SourceUnknown
from truenorth.edges.imports.trackers import TRACKERS
from truenorth.edges.imports.trackers.importer import TrackerImporter
from truenorth.edges.imports.trackers.layouts import LABELS

EXPORTED_AT_MOST = 100_000
OWN = ("labels", "priority", "url")
"""What an initiative holds of these lies in the fields of its workspace, where it has some of their names."""
WORDS: Mapping[State, str] = {
    State.IDEA: "Backlog",
    State.CANDIDATE: "Planned",
    State.COMMITTED: "Committed",
    State.BUILDING: "In Progress",
    State.SHIPPED: "Done",
    State.CLOSED: "Canceled",
}
Cells = Mapping[str, Sequence[object]]


def get_tracker(source: str) -> type[TrackerImporter]:
    for tracker in TRACKERS:
        if tracker.source == source:
            return tracker
    raise SourceUnknown(f"The trackers are {', '.join(tracker.source for tracker in TRACKERS)}.")


def write_export(viewer: Member, tracker: type[TrackerImporter], initiatives: Sequence[Initiative]) -> str:
    """A CSV file with the tracker's headings; what it repeats has as many columns as somebody needs."""
    ids = {each.id: _id_in(tracker, each) for each in initiatives}
    waits: dict[object, list[str]] = {}
    for each in list_dependencies(viewer):
        if each.blocker.id in ids:
            waits.setdefault(each.blocked.id, []).append(ids[each.blocker.id])
    rows = [_read_cells(tracker, each, ids[each.id], waits.get(each.id, ())) for each in initiatives]
    names = [name for name in LABELS if name in tracker.layout.columns and (not rows or name in rows[0])]
    widths = {name: _width(tracker, name, rows) for name in names}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([tracker.layout.columns[name][0] for name in names for _ in range(widths[name])])
    for row in rows:
        writer.writerow([cell for name in names for cell in _spread(tracker, row[name], widths[name])])
    return out.getvalue()


def _read_cells(tracker: type[TrackerImporter], each: Initiative, own_id: str, waits: Sequence[str]) -> Cells:
    state = State(each.state)
    is_dropped = each.outcome == "dropped"
    knows_dropped = "dropped" in tracker.layout.columns
    ended = each.closed_on if is_dropped and not knows_dropped else each.shipped_on
    one = {
        "title": each.title,
        "body": tracker.write_body(each.body) if each.body else "",
        "external_id": own_id,
        "project": each.project,
        "team": each.team.name if each.team else "",
        "assignee": each.owner.name if each.owner else "",
        "assignee_email": each.owner.email if each.owner else "",
        "status": WORDS[State.SHIPPED if state is State.CLOSED and not is_dropped else state],
        "completed": ended,
        "dropped": each.closed_on if is_dropped else None,
        "horizon": each.horizon,
        "story_points": each.story_points,
        "starts_on": each.starts_on,
        "target_on": each.target_on,
    }
    own = {name: str(each.custom_fields.get(name, "")).split(", ") for name in OWN}
    return {**{name: [value] for name, value in one.items()}, **own, "blocked_by": waits}


def _id_in(tracker: type[TrackerImporter], each: Initiative) -> str:
    """Its id in that tracker where it came from there, else its key."""
    source, _, own_id = each.node.external_id.partition(":")
    return own_id if source == tracker.source else each.key


def _width(tracker: type[TrackerImporter], name: str, rows: Sequence[Cells]) -> int:
    return max((len(row[name]) for row in rows), default=1) or 1 if name in tracker.layout.repeats else 1


def _spread(tracker: type[TrackerImporter], values: Sequence[object], width: int) -> list[str]:
    """Values side by side, or all in the one cell there is."""
    cells = values if len(values) <= width else [", ".join(map(as_cell, values))]
    written = [_write_cell(tracker, cell) for cell in cells]
    return [*written, *[""] * (width - len(written))]


def _write_cell(tracker: type[TrackerImporter], value: object) -> str:
    """What reads back as it was: text that looks guarded is guarded once more."""
    text = as_cell(value)
    return f"'{text}" if isinstance(value, str) and tracker.guard.match(value) else text
