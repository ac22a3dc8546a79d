import gzip
import io
import json
import statistics
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from truenorth.domains.graph.selectors import list_records
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.running import run_import, undo_run

SHEET = (
    "Summary,Issue key,Project name,Custom field (Story Points),Due date\n"
    "Guided tour,TN-1,Onboarding,5,2026-03-31\n"
    "CRM button,TN-2,Sales,many,\n"
    ",TN-3,Sales,1,\n"
    "Notes import,TN-4,Sales,,\n"
)


def _import(actor: Member, content: bytes, *, dry_run: bool = False) -> Report:
    return run_import(
        actor=actor, source="initiatives", file=io.BytesIO(content), file_name="backlog.csv", dry_run=dry_run
    )


def test_a_backlog_becomes_ideas_and_its_bad_rows_are_named(alice: Member) -> None:
    report = _import(alice, SHEET.encode())

    assert (report.created, report.rejected) == (2, 2)
    assert [(error.row, error.field) for error in report.errors] == [(3, "story_points"), (4, "title")]
    tour = list_records(alice, Initiative).get(node__title="Guided tour")
    assert (tour.state, tour.project, tour.story_points, tour.horizon) == ("idea", "Onboarding", 5, None)
    assert tour.node.external_id == "TN-1"


def test_the_same_backlog_again_changes_nothing_and_undo_takes_it_back(alice: Member) -> None:
    first = _import(alice, SHEET.encode())
    again = _import(alice, SHEET.encode())
    assert (again.created, again.unchanged) == (0, 2)

    assert first.run_id
    undo_run(actor=alice, run_id=first.run_id)

    assert not list_records(alice, Initiative).exists()


def test_a_dry_run_says_the_same_and_writes_nothing(alice: Member) -> None:
    report = _import(alice, SHEET.encode(), dry_run=True)

    assert (report.created, report.rejected, report.run_id) == (2, 2, None)
    assert not Initiative.objects.exists()


@pytest.fixture
def oracle(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "data/oracles.json").read_text())["backlog_jira_story_points"]
    return found


@pytest.mark.one_database("whether real files are read whole; small ones send the same statements")
def test_a_real_backlog_comes_in_whole_and_once(alice: Member, shared: Path, oracle: dict[str, Any]) -> None:
    content = gzip.decompress((shared / "data/backlog_jira_story_points.csv.gz").read_bytes())

    report = _import(alice, content)
    again = _import(alice, content)

    assert (report.created, report.rejected) == (oracle["rows"], 0)
    assert (again.created, again.unchanged) == (0, oracle["rows"])
    found = list(list_records(alice, Initiative).values_list("project", "story_points"))
    points = [each for _, each in found if each is not None]
    assert sum(points) == oracle["points_sum"]
    assert statistics.fmean(points) == pytest.approx(oracle["points_mean"])
    assert statistics.median(points) == oracle["points_median"]
    assert np.percentile(points, 90) == oracle["points_p90"]
    largest, rows, total = oracle["top5_projects_by_rows"][0]
    of_largest = [each for project, each in found if project == largest and each is not None]
    assert (len(of_largest), sum(of_largest)) == (rows, total)
