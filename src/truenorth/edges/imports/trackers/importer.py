"""What all trackers' exports share: the layout says where things lie, and the rest is one way for all."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from truenorth.domains.kit.tables import BadRow, Row, Table, open_text
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import State
from truenorth.domains.roadmap.services import enter_state
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.cells import FALSE, read_number
from truenorth.edges.imports.errors import RowLeftOut
from truenorth.edges.imports.importers import ReadRow
from truenorth.edges.imports.initiatives import InitiativeTable, read_title
from truenorth.edges.imports.jobs import Job
from truenorth.edges.imports.mapping import Field
from truenorth.edges.imports.own_fields import OwnFields
from truenorth.edges.imports.people import Teams
from truenorth.edges.imports.trackers.dependencies import Dependencies, Reference
from truenorth.edges.imports.trackers.documents import Value, as_table, lay_flat, list_items, read_documents, refuse
from truenorth.edges.imports.trackers.layouts import DAYS, LABELS, Layout
from truenorth.edges.imports.trackers.standings import Standing, find_horizon
from truenorth.edges.imports.trackers.wishes import OPTIONS, read_wishes

FORMULA_GUARD = re.compile(r"\A'(?='*[=+\-@\t\r])")
PEEKED_CHARACTERS = 1_000
WORDS_LISTED = 20


class TrackerImporter(InitiativeTable):
    """Issues as initiatives, known again by their id in the tracker. A list of them in JSON is read as its table is."""

    layout: ClassVar[Layout]
    accepts: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".txt", ".json", ".csv.gz", ".json.gz")
    guard: ClassVar[re.Pattern[str]] = FORMULA_GUARD
    """What an export puts before a cell that a spreadsheet would run as a formula."""
    options = (*InitiativeTable.options, *OPTIONS)
    date_fields = DAYS

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.wishes = read_wishes(job.options, self.layout)
        self.dependencies = Dependencies(self.source)
        self.teams = Teams(job.actor)
        self._unknown: Counter[str] = Counter()

    @classmethod
    def fields_for(cls, viewer: Member) -> tuple[Field, ...]:
        return (*cls.layout.fields, *OwnFields(viewer).as_fields(cls.layout.columns))

    def name_id(self, cells: Mapping[str, str]) -> str:
        """The row's id in the tracker; empty where it has none."""
        return cells.get("external_id", "")

    @classmethod
    def read_body(cls, cell: str) -> str:
        return cell

    @classmethod
    def write_body(cls, text: str) -> str:
        return text

    def lay_rows(self, documents: Sequence[Value]) -> Sequence[Mapping[str, str]]:
        """The items of an export in JSON as flat rows."""
        return [lay_flat(each) for each in list_items(documents, "items")]

    def open_table(self) -> Table:
        if self._laid is None:
            return self.job.read_table(gathers_repeats=True)
        table = as_table(self._laid)
        self.job.report.columns = list(table.columns)
        return table

    def count_rows(self) -> int:
        return super().count_rows() if self._laid is None else len(self._laid)

    def pick_cells(self, row: Row, mapping: Mapping[str, str]) -> dict[str, str]:
        picked = super().pick_cells(row, mapping)
        cells = {name: self.guard.sub("", cell.strip()) for name, cell in picked.items()}
        own_id = self.name_id(cells)
        return cells | ({"external_id": f"{self.source}:{own_id}"} if own_id else {})

    def read_values(self, cells: Mapping[str, str]) -> dict[str, Any]:
        if _is_set(cells.get("left_out", "")):
            raise RowLeftOut(self.layout.left_out)
        team, project = cells.get("team", ""), cells.get("project", "")
        team_id = self.teams.find(team) or self.teams.find(project)
        return {
            "title": read_title(cells["title"]),
            "body": self._write_body(cells),
            "project": project or ("" if team_id else team),
            "team_id": team_id,
            "owner_id": self._find_owner(cells),
            "story_points": read_number("story_points", cells.get("story_points", "")),
            "starts_on": self._read_day(cells, "starts_on"),
            "target_on": self._read_day(cells, "target_on"),
            **self._read_state(cells),
            **{name: cells.get(name, "") for name in ("other_id", "blocked_by", "blocks", "parent")},
        }

    def read_rows(self, rows: Iterator[Row | BadRow], mapping: Mapping[str, str]) -> Iterator[ReadRow]:
        for row in super().read_rows(rows, mapping):
            values = dict(row.values)
            self.dependencies.learn(row.external_id, [values.pop("other_id"), values["title"]])
            waits = [("blocked_by", False), ("blocks", True), ("parent", True)]
            for field, is_blocker in waits:
                cell = values.pop(field)
                if cell and (field != "parent" or self.wishes.joins_parents):
                    self.dependencies.note(Reference(row.number, row.external_id, cell, is_blocker, field))
            yield ReadRow(row.number, row.external_id, values)

    def prepare_batch(self, rows: Sequence[ReadRow]) -> Sequence[Mapping[str, Any]]:
        return [self._enter_state(each) for each in super().prepare_batch(rows)]

    def accept(self, drafts: Sequence[Initiative]) -> None:
        self.dependencies.accept(drafts)

    def run(self) -> None:
        super().run()
        self.dependencies.bring(self.job)
        if self._unknown:
            listed = ", ".join(f"{word} ({count})" for word, count in self._unknown.most_common(WORDS_LISTED))
            self.job.report.detail["unknown words, taken as ideas"] = listed

    @cached_property
    def _laid(self) -> Sequence[Mapping[str, str]] | None:
        """The rows of a file in JSON, or None for a table."""
        with open_text(self.job.file, limits=self.job.limits) as text:
            start = text.read(PEEKED_CHARACTERS).lstrip()[:1]
        if start not in ("[", "{"):
            return None
        return self.lay_rows(read_documents(self.job)) or refuse("It holds no items.")

    def _write_body(self, cells: Mapping[str, str]) -> str:
        kept = [name for name in self.wishes.keep if cells.get(name) and not self.own.has(name)]
        lines = [f"- {LABELS[name]}: {', '.join(cells[name].splitlines())}" for name in kept]
        return "\n\n".join(filter(None, (self.read_body(cells.get("body", "")), "\n".join(lines))))

    def _find_owner(self, cells: Mapping[str, str]) -> UUID | None:
        named = [line for field in ("assignee_email", "assignee") for line in cells.get(field, "").splitlines()]
        names = named + [part for line in named for part in re.split("[,;]", line)]
        found = next(filter(None, map(self.people.find, names)), None)
        if names and not found:
            self.job.count("assignees who are no members here")
        return found

    def _read_state(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """Where the work stands, since when, in whose words; what only the words of a horizon say is an idea there."""
        started, completed, dropped = (self._read_day(cells, name) for name in ("started", "completed", "dropped"))
        standing = Standing(
            status=cells.get("status", ""),
            category=cells.get("category", ""),
            resolution=cells.get("resolution", ""),
            started=started,
            completed=completed,
            dropped=dropped,
            is_done=_is_set(cells.get("done", "")),
        )
        state = standing.find_state(self.wishes.words)
        if state is None and standing.status:
            self._unknown[standing.status[:60]] += 1
        state = state or State.IDEA
        is_open = state not in (State.SHIPPED, State.CLOSED)
        horizon = find_horizon(cells.get("horizon", "")) or find_horizon(standing.status)
        return {
            "state": state.value,
            "horizon": horizon.value if horizon and is_open else None,
            "since": standing.since(state),
            "said": standing.say(state),
        }

    def _enter_state(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        rest = {name: value for name, value in values.items() if name not in ("state", "since", "said")}
        reason = f"{self.label} has it as {values['said']}."
        return rest | enter_state(self.job.actor, state=State(values["state"]), on=values["since"], reason=reason)

    def _read_day(self, cells: Mapping[str, str], name: str) -> date | None:
        return self.dates.read(name, cells.get(name, ""))


def _is_set(cell: str) -> bool:
    return cell.casefold() not in FALSE | {""}
