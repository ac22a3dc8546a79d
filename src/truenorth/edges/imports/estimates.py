"""Finished work beside its estimates: a row each, from a tracker, a time sheet or the sprints of a board."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar

from truenorth.domains.engineering.models import Estimate
from truenorth.domains.engineering.services import bring_estimates, draft_estimate
from truenorth.domains.kit.tables import BadRow
from truenorth.domains.workspace.selectors import list_teams
from truenorth.edges.imports.cells import read_date, read_number
from truenorth.edges.imports.errors import RowRefused
from truenorth.edges.imports.importers import Importer, Option, identify_row
from truenorth.edges.imports.jobs import Job
from truenorth.edges.imports.mapping import Field, resolve_mapping

BATCH = 1_000
USUAL_UNIT = "weeks"


class EstimateImporter(Importer):
    source = "estimates"
    label = "Estimates and actuals"
    help = "Finished work, one piece a row: what it was estimated at and what it took. It calibrates the next estimate."
    fields = (
        Field(name="label", label="Title", aliases=("name", "summary", "issue", "sprint", "work")),
        Field(name="team_name", label="Team", aliases=("team", "board", "project", "squad")),
        Field(name="estimate", label="Estimate", aliases=("estimated", "planned", "committed"), is_required=True),
        Field(name="actual", label="Actual", aliases=("took", "spent", "delivered", "time spent"), is_required=True),
        Field(name="finished_on", label="Finished", aliases=("done", "completed", "resolved", "end date", "ended")),
        Field(name="external_id", label="Id", aliases=("key", "issue key", "issue id")),
    )
    options: ClassVar[tuple[Option, ...]] = (
        Option(name="unit", help="What estimate and actual are counted in: weeks unless said, or days, hours, points."),
    )

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.teams = {team.name.casefold(): team.id for team in list_teams(job.actor)}

    def run(self) -> None:
        drafts = self._read()
        while batch := list(islice(drafts, BATCH)):
            made = bring_estimates(actor=self.job.actor, drafts=batch, run_id=self.job.report.run_id)
            self.job.report.created += made
            self.job.report.unchanged += len(batch) - made

    def _read(self) -> Iterator[Estimate]:
        table = self.job.read_table()
        mapping = resolve_mapping(self.fields, table.columns, self.job.mapping)
        self.job.report.mapping = mapping
        seen: set[str] = set()
        repeats: Counter[str] = Counter()
        for row in table.rows:
            if isinstance(row, BadRow):
                self.job.reject(row.number, row.column, row.message)
                continue
            cells = {field: row.cells[column] for field, column in mapping.items()}
            try:
                values = self._read_row(cells) | {"external_id": identify_row(cells, seen, repeats)}
            except RowRefused as refusal:
                self.job.reject(row.number, refusal.field, refusal.message)
                continue
            draft, problems = draft_estimate(self.job.actor, values)
            if problems:
                self.job.reject_fields(row.number, problems)
                continue
            seen.add(draft.external_id)
            self.job.show({name: values[name] for name in ("team_name", "estimate", "actual", "finished_on")})
            yield draft

    def _read_row(self, cells: Mapping[str, str]) -> dict[str, Any]:
        team = cells.get("team_name", "").strip()
        return {
            "label": cells.get("label", "").strip()[:300],
            "team_name": team,
            "team_id": self.teams.get(team.casefold()),
            "estimate": _read_effort("estimate", cells["estimate"]),
            "actual": _read_effort("actual", cells["actual"]),
            "finished_on": read_date("finished_on", cells.get("finished_on", "")),
            "unit": self.job.options.get("unit", "").strip() or USUAL_UNIT,
        }


def _read_effort(field: str, cell: str) -> float:
    effort = read_number(field, cell)
    if effort is None or effort <= 0:
        raise RowRefused(field, "An effort is a number above zero.")
    return effort
