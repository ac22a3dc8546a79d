"""What an export's cells become, what is refused by its row, and what files no tracker wrote."""

import json
from collections.abc import Mapping
from datetime import date

import pytest

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import FieldKind
from truenorth.domains.roadmap.selectors import list_dependencies
from truenorth.domains.roadmap.services import create_field, create_initiative
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import create_team
from truenorth.edges.imports.running import undo_run
from truenorth.edges.imports.tests.trackers.exports import BOARD, FILES, ISSUES
from truenorth.edges.imports.tests.trackers.tables import write_table
from truenorth.edges.imports.tests.trackers.test_trackers import bring

LINEAR = "ID,Title,Status,Due Date,Blocked by\n"
FOREVER = "[" * 200_000


def _get(viewer: Member, title: str) -> Initiative:
    return list_records(viewer, Initiative).get(node__title=title)


def test_cells_of_columns_that_repeat_are_gathered_in_fields_of_ones_own(alice: Member) -> None:
    for key, label, kind in (
        ("labels", "Tags", FieldKind.TEXT),
        ("weeks", "Sprint", FieldKind.TEXT),
        ("since", "Created", FieldKind.DATE),
    ):
        create_field(actor=alice, key=key, label=label, kind=kind)

    bring(alice, "jira", write_table("jira"))

    assert _get(alice, "CRM button").custom_fields == {"labels": "crm, big"}
    tour = _get(alice, "Guided tour").custom_fields
    assert tour == {"labels": "first-run", "weeks": "S1, S2", "since": "2025-07-01"}


def test_a_value_that_does_not_fit_its_field_is_refused_by_row_and_field(alice: Member) -> None:
    create_field(actor=alice, key="tier", label="Tier", kind=FieldKind.SELECT, options=["gold", "silver"])
    create_field(actor=alice, key="lead", label="Lead", kind=FieldKind.PERSON)
    sheet = b"Title,Tier,Lead\nTour,GOLD,alice@example.com\nTheme,lead,\nImport,,Nobody\n"

    report = bring(alice, "initiatives", sheet)

    assert [(each.row, each.field) for each in report.errors] == [(3, "field.tier"), (4, "field.lead")]
    assert _get(alice, "Tour").custom_fields == {"tier": "gold", "lead": str(alice.id)}


def test_what_has_no_place_is_kept_under_the_description_where_somebody_asks(alice: Member) -> None:
    bring(alice, "github", json.dumps(ISSUES).encode(), options={"keep": "labels, url"})

    assert _get(alice, "CRM button").body == (
        "Two\nlines, “quoted”\n\n- Labels: crm, big\n- Address: https://github.com/oak/tour/issues/2"
    )


def test_a_cards_checklists_and_comments_come_under_its_description_and_its_fields_into_fields(alice: Member) -> None:
    create_field(actor=alice, key="tier", label="Tier", kind=FieldKind.SELECT, options=["gold", "silver"])
    create_field(actor=alice, key="seats", label="Seats", kind=FieldKind.NUMBER)

    bring(alice, "trello", json.dumps(BOARD).encode())

    assert _get(alice, "CRM button").body == (
        "Two\nlines, “quoted”\n\n## Steps\n- [x] Draw it\n- [ ] Ask sales\n\n"
        "## Comments\n\n**Bob, 2025-07-05:** Later, please"
    )
    assert _get(alice, "CRM button").custom_fields == {"tier": "gold", "seats": 8}


def test_the_months_and_horizons_of_a_view_place_its_features(alice: Member) -> None:
    create_initiative(actor=alice, values={"title": "First", "horizon": "now"})

    bring(alice, "productboard", write_table("productboard"))

    button, wish = _get(alice, "CRM button"), _get(alice, "Notes import")
    assert (button.horizon, button.position, button.starts_on, button.target_on) == (
        ("now", 1, date(2025, 7, 1), date(2025, 8, 31))
    )
    assert (wish.horizon, wish.position) == ("next", 0)
    assert _get(alice, "Guided tour").horizon is None


def test_a_team_is_known_by_its_name_and_words_mean_what_somebody_says(alice: Member, olga: Member) -> None:
    team = create_team(actor=olga, name="Core")
    sheet = b"ID,Team,Title,Status\n1,core,Tour,QA lane\n2,Nowhere,Theme,Parked\n"

    bring(alice, "linear", sheet, options={"states": "QA Lane=building; parked = dropped"})

    tour, theme = _get(alice, "Tour"), _get(alice, "Theme")
    assert (tour.team, tour.project, tour.state) == (team, "", "building")
    assert (theme.team, theme.project, theme.state) == (None, "Nowhere", "closed")


@pytest.mark.parametrize(
    ("days", "options", "read"),
    [
        (("3/4/2025", "21/6/2025 16:14"), {}, date(2025, 4, 3)),
        (("3/4/2025", "6/21/2025 16:14"), {}, date(2025, 3, 4)),
        (("3/4/2025", ""), {"dates": "day-first"}, date(2025, 4, 3)),
        (("2 days ago", ""), {"as_of": "2026-03-01"}, date(2026, 2, 27)),
        (("in 3 weeks", "yesterday"), {"as_of": "2026-03-01"}, date(2026, 3, 22)),
    ],
)
def test_days_are_read_in_the_order_of_their_file_or_from_a_day_that_is_said(
    days: tuple[str, str], options: Mapping[str, str], read: date, alice: Member
) -> None:
    sheet = f"{LINEAR}1,Tour,,{days[0]},\n2,Theme,,{days[1]},\n"

    report = bring(alice, "linear", sheet.encode(), options=options)

    assert (report.created, _get(alice, "Tour").target_on) == (2, read)


def test_bad_rows_are_named_and_lose_no_others(alice: Member) -> None:
    rows = ("1,,,,", "2,Tour,Done,3/4/2025,", "3,Theme,Done,31/31/2025,", f"4,{'x' * 301},,,", "5,Import,,,", "5,A,,,")

    report = bring(alice, "linear", (LINEAR + "\n".join(rows)).encode())

    assert [(each.row, each.field) for each in report.errors] == [
        (2, "title"),
        (3, "target_on"),
        (4, "target_on"),
        (5, "title"),
        (7, "external_id"),
    ]
    assert "2025-04-03 or 2025-03-04" in report.errors[1].message
    assert (report.created, report.rejected) == (1, 5)


def test_a_circle_is_named_by_its_row_and_the_row_comes_in_without_it(alice: Member) -> None:
    sheet = f"{LINEAR}1,Tour,,,3\n2,Export,,,1\n3,Theme,,,2\n4,Self,,,4\n".encode()

    tried = bring(alice, "linear", sheet, dry_run=True)
    report = bring(alice, "linear", sheet)

    assert [(each.row, each.field, each.message) for each in report.errors] == [
        (4, "blocked_by", "It would go Export → Theme → Tour → Export."),
        (5, "blocked_by", "It would go Self → Self."),
    ]
    assert tried.errors == report.errors
    assert (report.created, report.rejected, report.detail["dependencies in a circle, refused"]) == (4, 0, 2)
    assert len(list_dependencies(alice)) == 2


def test_what_was_here_already_is_joined_to_what_is_new_and_left_alone_otherwise(alice: Member) -> None:
    bring(alice, "linear", f"{LINEAR}1,Tour,,,\n2,Theme,,,\n".encode())

    report = bring(alice, "linear", f"{LINEAR}1,Tour,,,3\n2,Theme,,,1\n3,Export,,,\n".encode())

    assert [(each.blocker.title, each.blocked.title) for each in list_dependencies(alice)] == [("Export", "Tour")]
    assert report.detail["dependencies of what was here already, left alone"] == 1
    assert report.run_id
    undo_run(actor=alice, run_id=report.run_id)
    assert list_dependencies(alice) == []
    assert sorted(each.title for each in list_records(alice, Initiative)) == ["Theme", "Tour"]


def test_a_parent_waits_for_its_parts_only_where_somebody_says_so(alice: Member) -> None:
    report = bring(alice, "jira", write_table("jira"), dry_run=True, options={"parents": "dependencies"})

    assert report.errors[0].message.startswith("It would go CRM button → Guided tour")
    assert report.detail["dependencies"] == 2


@pytest.mark.parametrize(
    ("source", "name", "value"),
    [
        ("linear", "dates", "american"),
        ("linear", "as_of", "soon"),
        ("linear", "states", "QA"),
        ("linear", "states", "QA=nearly"),
        ("linear", "keep", "votes"),
        ("linear", "parents", "yes"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused_by_its_name(
    source: str, name: str, value: str, alice: Member
) -> None:
    with pytest.raises(Invalid) as refusal:
        bring(alice, source, FILES[source][1], options={name: value})

    assert list(refusal.value.fields) == [name]
    assert not Node.objects.exists()


@pytest.mark.parametrize("source", ["trello", "github"])
@pytest.mark.parametrize(
    "content",
    [
        FOREVER,
        '{"a":' * 200_000,
        "[",
        "{}",
        "[]",
        "[1, null, true]",
        '{"cards": NaN}',
        '[{"title": Infinity}]',
        '{"cards": [], "lists": 3} x',
        '{"cards": "none"}',
        '{"items": {"title": []}}',
        '[{"\\ud800": "x", "title": "y"}]',
        json.dumps([{f"k{each}": ""} for each in range(2_001)]),
    ],
    ids=lambda text: text[:20],
)
def test_no_document_is_so_strange_that_it_is_not_refused_in_words(source: str, content: str, alice: Member) -> None:
    with pytest.raises(Invalid) as refusal:
        bring(alice, source, content.encode())

    assert refusal.value.fields
    assert not Node.objects.exists()


STRANGE = [
    '{"title": "Tour", "number": %s, "labels": [[["a"]], {"name": 7}, null], "assignees": {"login": []}}'
    % ("9" * 5_000),
    r'{"title": "Lone \ud800", "number": 2}',
    r'{"title": "NUL \u0000", "number": 3}',
    '{"title": {"name": "Named"}, "number": "4", "state": {"x": 1}, "closed_at": 17}',
    '{"title": "Many", "number": "5", "estimate": 1e400}',
    '{"title": ["A", "B"], "number": 6, "milestone": {"due_on": true}, "estimate": "-3"}',
    '{"title": "Fine", "number": 7, "Title": "Finer", "state": false}',
    "7",
]


def test_items_of_wrong_types_are_read_as_far_as_they_go_and_else_named(alice: Member) -> None:
    report = bring(alice, "github", f"[{','.join(STRANGE)}]".encode())

    assert [(each.row, each.field) for each in report.errors] == [
        (1, "external_id"),
        (2, "title"),
        (3, "title"),
        (4, "completed"),
        (5, "story_points"),
        (6, "target_on"),
        (8, "title"),
    ]
    assert (report.created, _get(alice, "Fine Finer").state) == (1, "idea")
