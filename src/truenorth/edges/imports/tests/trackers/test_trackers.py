"""Every tracker's export becomes the same initiatives, once, and leaves as a unit."""

import io
from collections.abc import Mapping
from datetime import date

import pytest

from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.selectors import list_dependencies
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.running import run_import, undo_run
from truenorth.edges.imports.tests.trackers.exports import FILES
from truenorth.edges.imports.tests.trackers.tables import ROWS, write_table

STATES = {"Guided tour": "shipped", "CRM button": "building", "Old theme": "closed", "Notes import": "idea"}
JOINED = ("jira", "linear", "asana")
LEFT_OUT = {
    "shortcut": {"archived stories, left out": 1},
    "trello": {"archived cards, left out": 2},
    "github by the API": {"pull requests, left out": 1},
    "github by pages": {"pull requests, left out": 1},
    "github project": {"pull requests, left out": 1},
}


def bring(
    actor: Member, source: str, content: bytes, *, dry_run: bool = False, options: Mapping[str, str] | None = None
) -> Report:
    return run_import(
        actor=actor,
        source=source,
        file=io.BytesIO(content),
        file_name="export",
        dry_run=dry_run,
        options=options or {},
    )


def _states(viewer: Member) -> dict[str, str]:
    return {each.title: each.state for each in list_records(viewer, Initiative)}


@pytest.mark.parametrize("name", FILES)
def test_an_export_becomes_initiatives_in_the_state_that_it_tells(name: str, alice: Member, bob: Member) -> None:
    source, content = FILES[name]

    report = bring(alice, source, content)

    assert [(each.row, each.message) for each in report.errors] == []
    assert _states(alice) == STATES
    assert report.detail["unknown words, taken as ideas"] == "Wish list (1)"
    assert "assignees who are no members here" in report.detail
    assert LEFT_OUT.get(name, {}).items() <= report.detail.items()
    button, tour, theme = (
        list_records(alice, Initiative).get(node__title=title) for title in ("CRM button", "Guided tour", "Old theme")
    )
    assert button.owner == alice
    assert button.story_points == (None if source == "trello" else 8)
    assert (theme.outcome, theme.horizon) == ("dropped", None)
    assert "Won't" in theme.close_reason or "not_planned" in theme.close_reason or "Declined" in theme.close_reason
    assert [each["to"] for each in (*button.overrides, *tour.overrides)] == ["building", "shipped"]
    assert tour.node.external_id.startswith(f"{source}:")


@pytest.mark.parametrize("name", sorted(set(FILES) - {"github", "github project", "trello", "productboard"}))
def test_what_is_done_is_shipped_on_its_day(name: str, alice: Member) -> None:
    bring(alice, *FILES[name])

    assert list_records(alice, Initiative).get(node__title="Guided tour").shipped_on == date(2025, 7, 14)


@pytest.mark.parametrize("name", sorted(set(FILES) - {"github by command", "github project"}))
def test_a_due_date_and_a_long_text_come_whole(name: str, alice: Member) -> None:
    source, content = FILES[name]

    bring(alice, source, content)

    button = list_records(alice, Initiative).get(node__title="CRM button")
    assert button.target_on == date(2025, 8, 31)
    assert name == "github" or button.body.replace("\n\n", "\n").startswith("Two\nlines, “quoted”")


@pytest.mark.parametrize("name", FILES)
def test_the_same_export_again_creates_nothing_and_undo_leaves_nothing(name: str, alice: Member) -> None:
    source, content = FILES[name]
    tried = bring(alice, source, content, dry_run=True)
    assert not Node.objects.exists()

    first = bring(alice, source, content)
    again = bring(alice, source, content)

    assert (
        (tried.created, tried.detail, tried.sample) == (first.created, first.detail, first.sample) == (4, *_told(first))
    )
    assert (again.created, again.unchanged, again.rejected) == (0, 4, 0)
    assert Link.objects.count() == (1 if source in JOINED else 0)
    assert first.run_id
    undo_run(actor=alice, run_id=first.run_id)
    assert (_states(alice), list_dependencies(alice)) == ({}, [])
    assert bring(alice, source, content).created == 4


def _told(report: Report) -> tuple[object, object]:
    return report.detail, report.sample


@pytest.mark.parametrize("source", ROWS)
def test_neither_encoding_nor_order_nor_more_columns_matter(source: str, alice: Member) -> None:
    bring(alice, source, write_table(source))

    others = [
        write_table(source, encoding="utf-16"),
        b"\xfe\xff" + write_table(source, encoding="utf-16-be", separator="\t"),
        write_table(source, encoding="utf-8-sig", separator=";", backwards=True),
    ]

    reports = [bring(alice, source, each, dry_run=True) for each in others]
    assert [(each.created, each.unchanged, each.rejected) for each in reports] == [(0, 4, 0)] * 3


@pytest.mark.parametrize("source", JOINED)
def test_what_waits_for_what_comes_along_and_what_is_not_here_is_counted(source: str, alice: Member) -> None:
    report = bring(alice, source, write_table(source))

    [link] = list_dependencies(alice)
    assert (link.blocker.title, link.blocked.title) == ("Guided tour", "CRM button")
    assert (report.detail["dependencies"], report.detail["dependencies on what is not here"]) == (1, 1)
