"""What is written for a tracker reads back as what it was."""

import csv
import io
from collections.abc import Sequence
from datetime import date

import pytest
from conftest import ClientOf

from truenorth.domains.graph.selectors import list_records
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import FieldKind
from truenorth.domains.roadmap.selectors import list_dependencies, list_initiatives
from truenorth.domains.roadmap.services import create_field, create_initiative
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.tests.trackers.exports import FILES
from truenorth.edges.imports.tests.trackers.tables import write_table
from truenorth.edges.imports.tests.trackers.test_trackers import bring
from truenorth.edges.imports.trackers import TRACKERS
from truenorth.edges.imports.trackers.exporting import get_tracker, write_export

SOURCES = [tracker.source for tracker in TRACKERS]


def _export(viewer: Member, source: str, query: str = "") -> str:
    answer = ClientOf(viewer).get(f"/api/exports/{source}.csv{query}")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return answer.content.decode()


def _tell(viewer: Member, carried: Sequence[str]) -> set[tuple[object, ...]]:
    names = ("node__title", "node__body", "state", "outcome", *carried)
    return set(list_records(viewer, Initiative).values_list(*names))


@pytest.mark.parametrize("source", SOURCES)
def test_what_came_from_a_tracker_goes_back_and_comes_again_as_it_was(
    source: str, alice: Member, charlie: Member
) -> None:
    bring(alice, *FILES[source])
    create_initiative(
        actor=alice, values={"title": "'+1 seats", "body": "=A & <B>", "starts_on": date(2026, 3, 2), "story_points": 3}
    )

    content = write_export(alice, get_tracker(source), list(list_initiatives(alice))).encode()
    report = bring(charlie, source, content)

    assert [(each.row, each.message) for each in report.errors] == []
    named = ("project", "story_points", "starts_on", "target_on")
    carried: list[str] = [name for name in named if name in report.mapping]
    carried += ["shipped_on"] if "completed" in report.mapping else []
    assert len(carried) >= 3
    assert _tell(charlie, carried) == _tell(alice, carried)
    assert bring(alice, source, content, dry_run=True).unchanged == 4


def test_links_and_fields_of_ones_own_go_along_in_columns_that_repeat(alice: Member, charlie: Member) -> None:
    create_field(actor=alice, key="labels", label="Labels", kind=FieldKind.TEXT)
    bring(alice, "jira", write_table("jira"))

    content = _export(alice, "jira")
    bring(charlie, "jira", content.encode())

    headings = next(csv.reader(io.StringIO(content)))
    assert (headings.count("Labels"), headings.count("Inward issue link (Blocks)")) == (2, 1)
    [link] = list_dependencies(charlie)
    assert (link.blocker.title, link.blocked.title) == ("Guided tour", "CRM button")


def test_only_what_the_list_shows_is_written(alice: Member) -> None:
    bring(alice, "linear", write_table("linear"))

    rows = list(csv.DictReader(io.StringIO(_export(alice, "linear", "?state=shipped&state=building&sort=title"))))

    assert [(row["Title"], row["Status"], row["Blocked by"]) for row in rows] == [
        ("CRM button", "In Progress", "TN-1"),
        ("Guided tour", "Done", ""),
    ]


def test_nothing_is_a_file_with_headings_and_an_unknown_tracker_is_named(alice: Member) -> None:
    assert _export(alice, "asana").startswith("Name,")
    answer = ClientOf(alice).get("/api/exports/horoscopes.csv")
    assert (answer.status_code, answer.json()["code"]) == (404, "imports.source_unknown")
