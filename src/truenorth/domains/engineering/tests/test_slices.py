from typing import Any

import pytest

from truenorth.domains.engineering.errors import (
    NotAnInitiative,
    RangeRefused,
    SlicesChanged,
    SlicesExceedWhole,
    SlicesWaitInCircle,
    TooManySlices,
)
from truenorth.domains.engineering.factories import make_component, make_initiative_node, make_slice
from truenorth.domains.engineering.models import Slice
from truenorth.domains.engineering.selectors import get_plan, list_slices
from truenorth.domains.engineering.services import order_slices, revise_slice
from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import create_link, trash_nodes
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.prioritization.factories import VALUES
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.services import (
    add_candidates,
    create_round,
    move_round,
    save_scores,
    settle_round,
)
from truenorth.domains.workspace.models import AuditRow, Member


@pytest.fixture
def tour(alice: Member) -> Node:
    return make_initiative_node(alice)


def _titles(viewer: Member, initiative: Node) -> list[str]:
    return [each.title for each in list_slices(viewer, initiative_id=initiative.id)]


def test_a_slice_derives_from_its_initiative_and_from_nothing_else(alice: Member, tour: Node) -> None:
    made = make_slice(alice, tour)

    assert Link.objects.get(source=made.node).target == tour
    with pytest.raises(NotAnInitiative):
        make_slice(alice, make_component(alice).node)


def test_slices_of_more_than_the_whole_are_refused_and_leave_nothing(alice: Member, tour: Node) -> None:
    make_slice(alice, tour, value_percent=80, effort_percent=20)

    with pytest.raises(SlicesExceedWhole) as refusal:
        make_slice(alice, tour, value_percent=30, effort_percent=20)

    assert list(refusal.value.fields) == ["value_percent"]
    assert Slice.objects.count() == 1


def test_an_initiative_is_not_cut_into_crumbs(alice: Member, tour: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truenorth.domains.engineering.services.slices.SLICES_AT_MOST", 1)
    make_slice(alice, tour)

    with pytest.raises(TooManySlices):
        make_slice(alice, tour, "A second")

    assert Slice.objects.count() == 1


@pytest.mark.parametrize(
    ("efforts", "field"),
    [
        ({"effort_low_weeks": 3, "effort_weeks": 2, "effort_high_weeks": 4}, "effort_low_weeks"),
        ({"effort_low_weeks": 1, "effort_weeks": 2, "effort_high_weeks": 1}, "effort_high_weeks"),
        ({"effort_low_weeks": 1, "effort_high_weeks": 4}, "effort_weeks"),
    ],
)
def test_a_range_in_the_wrong_order_is_refused(alice: Member, tour: Node, efforts: dict[str, Any], field: str) -> None:
    with pytest.raises(RangeRefused) as refusal:
        make_slice(alice, tour, **efforts)

    assert list(refusal.value.fields) == [field]
    assert not Slice.objects.exists()


def test_slices_are_put_in_a_new_order_as_they_were_read(alice: Member, tour: Node) -> None:
    first, second = make_slice(alice, tour, "First"), make_slice(alice, tour, "Second", position=2)

    ordered = order_slices(tour.id, actor=alice, versions={second.id: 1, first.id: 1})

    assert [(each.title, each.position) for each in ordered] == [("Second", 1), ("First", 2)]
    assert AuditRow.objects.filter(action="move").count() == 2


def test_an_order_that_misses_a_slice_or_a_change_is_refused(alice: Member, bob: Member, tour: Node) -> None:
    first, second = make_slice(alice, tour, "First"), make_slice(alice, tour, "Second", position=2)
    revise_slice(second, actor=bob, version=1, changes={"value_percent": 5})

    for versions in ({second.id: 1, first.id: 1}, {first.id: 1}, {}):
        with pytest.raises(SlicesChanged) as refusal:
            order_slices(tour.id, actor=alice, versions=versions)
        assert refusal.value.extra["current"][1] == {"id": str(second.id), "version": 2}

    assert _titles(alice, tour) == ["First", "Second"]


def test_a_viewer_orders_nothing(alice: Member, vera: Member, tour: Node) -> None:
    made = make_slice(alice, tour)

    with pytest.raises(Forbidden):
        order_slices(tour.id, actor=vera, versions={made.id: 1})


def test_the_plan_shows_the_slice_that_is_most_of_the_value(alice: Member, tour: Node) -> None:
    make_slice(alice, tour, "Everything else", value_percent=20, effort_percent=80)
    core = make_slice(alice, tour, "Core", value_percent=80, effort_percent=20, position=2)

    plan = get_plan(alice, tour.id)

    assert [each.slice.title for each in plan.slices] == ["Core", "Everything else"]
    assert (plan.knee, plan.slices[0].slice.id, plan.is_in_this_order) == (1, core.id, False)
    assert plan.next_past_knee == plan.slices[1].slice.id
    assert plan.words.startswith("The first slice brings 80 % of the value for 20 % of the effort.")
    assert (plan.value_percent, plan.effort_percent, plan.base_score) == (100, 100, None)


def test_each_slice_has_its_share_of_the_initiatives_score(alice: Member, tour: Node) -> None:
    scoring_round = create_round(actor=alice, values={"title": "This quarter"})
    [candidate] = add_candidates(scoring_round, actor=alice, ids=[tour.id])
    values = dict(zip(VALUES, (8, 5, 2, 3), strict=True))
    save_scores(scoring_round, actor=alice, candidate_id=candidate.id, values=values)
    make_slice(alice, tour, value_percent=80, effort_percent=20)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    settle_round(scoring_round.pk)

    plan = get_plan(alice, tour.id)

    assert plan.base_score == 5.0
    assert plan.slices[0].score == 20.0
    assert "User value" in plan.formula


def test_a_slice_in_the_trash_is_in_no_plan(alice: Member, tour: Node) -> None:
    trash_nodes(actor=alice, ids=[make_slice(alice, tour).id])

    assert get_plan(alice, tour.id).slices == []


def test_a_slice_comes_after_what_blocks_it(alice: Member, tour: Node) -> None:
    first = make_slice(alice, tour, "Schema", value_percent=0, effort_percent=10)
    second = make_slice(alice, tour, "Import", value_percent=80, effort_percent=20)
    create_link(actor=alice, kind=LinkKind.BLOCKS, source=first.node, target=second.node)

    plan = get_plan(alice, tour.id)

    assert [each.slice.title for each in plan.slices] == ["Schema", "Import"]
    assert plan.slices[1].after == [first.node]


def test_slices_that_block_one_another_have_no_plan(alice: Member, tour: Node) -> None:
    first, second = make_slice(alice, tour, "One"), make_slice(alice, tour, "Two")
    for source, target in ((first, second), (second, first)):
        Link.objects.create(
            workspace=alice.workspace, kind=LinkKind.BLOCKS, source=source.node, target=target.node, created_by=alice
        )

    with pytest.raises(SlicesWaitInCircle):
        get_plan(alice, tour.id)
