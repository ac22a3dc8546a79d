from datetime import date, timedelta

import pytest
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.graph.errors import LinkClosesCircle
from truenorth.domains.graph.models import Link
from truenorth.domains.graph.services import archive_nodes
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.roadmap.errors import DatesReversed, NoSuchInitiative
from truenorth.domains.roadmap.factories import bring_to, make_initiative
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import State
from truenorth.domains.roadmap.selectors import list_dependencies
from truenorth.domains.roadmap.services import add_dependency
from truenorth.domains.workspace.models import Member

MONDAY = date(2026, 3, 2)
PATH = "/api/roadmap/dependencies"


def _block(actor: Member, blocker: Initiative, blocked: Initiative) -> Link:
    return add_dependency(actor=actor, blocker_id=blocker.id, blocked_id=blocked.id)


def test_a_dependency_is_a_link_that_says_when_it_is_violated(alice: Member) -> None:
    tour = make_initiative(alice, "Tour", starts_on=MONDAY, target_on=MONDAY + timedelta(days=10))
    export = make_initiative(alice, "Export", starts_on=MONDAY + timedelta(days=7))
    client = ClientOf(alice)

    made = client.post(PATH, {"blocker_id": tour.id, "blocked_id": export.id}, content_type="application/json").json()

    assert (made["blocker"]["title"], made["blocked"]["title"]) == ("Tour", "Export")
    assert (made["is_violated"], made["violated_days"]) == (True, 3)
    assert client.get(f"{PATH}?of={export.id}").json() == [made]
    client.delete(f"{PATH}/{made['id']}")
    assert client.get(PATH).json() == []


def test_what_is_shipped_keeps_nobody_waiting(alice: Member) -> None:
    tour = make_initiative(alice, "Tour", starts_on=MONDAY, target_on=MONDAY + timedelta(days=10))
    export = make_initiative(alice, "Export", starts_on=MONDAY)
    _block(alice, tour, export)
    assert list_dependencies(alice)[0].is_violated

    bring_to(alice, tour, State.SHIPPED)

    assert not list_dependencies(alice)[0].is_violated


def test_a_circle_is_refused_and_named(alice: Member) -> None:
    first, second, third = (make_initiative(alice, name) for name in ("Tour", "Import", "Export"))
    _block(alice, first, second)
    _block(alice, second, third)

    with pytest.raises(LinkClosesCircle, match=r"It would go Export → Tour → Import → Export\."):
        _block(alice, third, first)

    assert Link.objects.filter(kind="blocks", removed_at=None).count() == 2


def test_something_else_than_an_initiative_blocks_none(alice: Member, charlie: Member) -> None:
    tour, foreign = make_initiative(alice, "Tour"), make_initiative(charlie, "Elsewhere")

    with pytest.raises(NoSuchInitiative) as refusal:
        _block(alice, foreign, tour)

    assert set(refusal.value.fields) == {"blocker_id"}
    assert not Link.objects.exists()


def test_a_viewer_adds_no_dependency(alice: Member, vera: Member) -> None:
    one, other = make_initiative(alice, "Tour"), make_initiative(alice, "Export")

    with pytest.raises(Forbidden):
        _block(vera, one, other)

    assert not Link.objects.exists()


def test_what_is_archived_is_out_of_sight_with_its_dependencies(alice: Member) -> None:
    one, other = make_initiative(alice, "Tour"), make_initiative(alice, "Export")
    _block(alice, one, other)

    archive_nodes(actor=alice, ids=[one.id])

    assert list_dependencies(alice) == []


def test_a_deadline_before_the_start_is_refused_by_its_name(alice: Member) -> None:
    with pytest.raises(DatesReversed) as refusal:
        make_initiative(alice, starts_on=MONDAY, deadline_on=MONDAY - timedelta(days=1))

    assert refusal.value.fields == {"deadline_on": "The deadline lies before the start, 2026-03-02."}
    assert not Initiative.objects.exists()


@pytest.mark.parametrize("field", ["effort_weeks", "story_points"])
def test_a_negative_duration_is_refused_by_its_name(alice: Member, field: str) -> None:
    answer = ClientOf(alice).post(
        "/api/roadmap/initiatives", {"title": "Tour", field: -1}, content_type="application/json"
    )

    assert (answer.status_code, set(answer.json()["fields"])) == (422, {field})


def test_dependencies_are_listed_in_a_fixed_number_of_queries(alice: Member) -> None:
    first, *rest = (make_initiative(alice, f"Work {number}") for number in range(6))
    _block(alice, first, rest[0])
    with CaptureQueriesContext(connection) as few:
        list_dependencies(alice)
    for other in rest[1:]:
        _block(alice, first, other)

    with CaptureQueriesContext(connection) as many:
        assert len(list_dependencies(alice)) == 5

    assert len(many) == len(few) == 2
