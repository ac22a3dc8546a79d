from datetime import timedelta

import pytest

from truenorth.domains.graph.errors import NodeMissing
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import list_linked_nodes, summarize
from truenorth.domains.graph.services import archive_nodes
from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Forbidden, Invalid
from truenorth.domains.kit.readings import Point, find_readings
from truenorth.domains.strategy.errors import (
    CheckInAhead,
    CycleEndsBeforeStart,
    KeyResultArchived,
    TargetEqualsBaseline,
)
from truenorth.domains.strategy.factories import make_cycle, make_key_result, make_objective
from truenorth.domains.strategy.models import CheckIn, Cycle, KeyResult
from truenorth.domains.strategy.rules import Status
from truenorth.domains.strategy.selectors import get_key_result, list_check_ins
from truenorth.domains.strategy.services import check_in, create_cycle, create_key_result, revise_key_result
from truenorth.domains.workspace.models import AuditRow, Member


def test_a_key_result_starts_at_its_baseline_and_derives_from_its_objective(alice: Member) -> None:
    key_result = make_key_result(alice)

    assert (key_result.key, key_result.current, key_result.progress) == ("KR-1", 36.0, 0.0)
    [(_, objective)] = list_linked_nodes(alice, [key_result.id], kind=LinkKind.DERIVES_FROM)
    assert objective.id == key_result.objective_id


def test_a_target_that_equals_the_baseline_is_refused(alice: Member) -> None:
    with pytest.raises(TargetEqualsBaseline) as refusal:
        make_key_result(alice, baseline=5, target=5)

    assert list(refusal.value.fields) == ["target"]
    assert not KeyResult.objects.exists()


def test_a_revision_cannot_make_the_target_equal_the_baseline(alice: Member) -> None:
    key_result = make_key_result(alice)

    with pytest.raises(TargetEqualsBaseline):
        revise_key_result(key_result, actor=alice, version=1, changes={"target": 36.0})

    assert get_key_result(alice, key_result.id).target == 48.0


def test_a_check_in_moves_the_value_and_leaves_an_audit_row(alice: Member, connie: Member) -> None:
    key_result = make_key_result(alice)

    check_in(key_result.id, actor=connie, value=40.7, confidence=0.6, note="The tour helps.")

    moved = get_key_result(alice, key_result.id)
    assert (moved.current, moved.confidence) == (40.7, 0.6)
    assert moved.progress == pytest.approx(4.7 / 12)
    assert moved.status == Status.AT_RISK
    row = AuditRow.objects.get(target_id=key_result.id, action="check_in")
    assert (row.actor, row.changes["value"]) == (connie, [36.0, 40.7])


def test_a_viewer_checks_nothing_in(alice: Member, vera: Member) -> None:
    key_result = make_key_result(alice)

    with pytest.raises(Forbidden):
        check_in(key_result.id, actor=vera, value=40)

    assert not CheckIn.objects.exists()
    assert get_key_result(alice, key_result.id).current == 36.0


def test_a_stranger_finds_no_key_result_to_check_in_on(alice: Member, charlie: Member) -> None:
    key_result = make_key_result(alice)

    with pytest.raises(NodeMissing):
        check_in(key_result.id, actor=charlie, value=40)

    assert not CheckIn.objects.exists()


def test_a_late_entry_of_an_older_value_leaves_the_current_one(alice: Member) -> None:
    key_result = make_key_result(alice)
    check_in(key_result.id, actor=alice, value=41)

    check_in(key_result.id, actor=alice, value=38, at=clock.now() - timedelta(days=7))

    assert get_key_result(alice, key_result.id).current == 41
    assert [row.value for row in list_check_ins(alice, key_result_ids=[key_result.id])] == [38, 41]


def test_a_check_in_without_confidence_keeps_the_last_one(alice: Member) -> None:
    key_result = make_key_result(alice)
    check_in(key_result.id, actor=alice, value=38, confidence=0.8)

    check_in(key_result.id, actor=alice, value=39)

    assert get_key_result(alice, key_result.id).confidence == 0.8


def test_a_check_in_ahead_of_time_or_out_of_range_is_refused(alice: Member) -> None:
    key_result = make_key_result(alice)

    with pytest.raises(CheckInAhead):
        check_in(key_result.id, actor=alice, value=40, at=clock.now() + timedelta(hours=1))
    with pytest.raises(Invalid) as refusal:
        check_in(key_result.id, actor=alice, value=40, confidence=1.2)

    assert list(refusal.value.fields) == ["confidence"]
    assert not CheckIn.objects.exists()


def test_an_archived_key_result_takes_no_check_in(alice: Member) -> None:
    key_result = make_key_result(alice)
    archive_nodes(actor=alice, ids=[key_result.id])

    with pytest.raises(KeyResultArchived):
        check_in(key_result.id, actor=alice, value=40)

    assert not CheckIn.objects.exists()


def test_a_value_known_at_the_start_is_the_first_check_in(alice: Member) -> None:
    objective = make_objective(alice)
    values = {"title": "Calls a week", "objective_id": objective.id, "baseline": 0, "target": 5, "current": 2.0}

    key_result = create_key_result(actor=alice, values=values)

    assert key_result.current == 2.0
    assert CheckIn.objects.get().value == 2.0


def test_moving_a_key_result_moves_its_link(alice: Member) -> None:
    key_result = make_key_result(alice)
    other = make_objective(alice, title="Trust")

    revise_key_result(key_result, actor=alice, version=1, changes={"objective_id": other.id})

    [(_, objective)] = list_linked_nodes(alice, [key_result.id], kind=LinkKind.DERIVES_FROM)
    assert objective.id == other.id


def test_a_cycle_ends_after_it_starts(alice: Member) -> None:
    today = alice.workspace.today()

    with pytest.raises(CycleEndsBeforeStart):
        create_cycle(actor=alice, values={"title": "Q", "starts_on": today, "ends_on": today})

    assert not Cycle.objects.exists()


def test_a_key_result_can_be_read_and_named_from_below(alice: Member) -> None:
    key_result = make_key_result(alice)
    check_in(key_result.id, actor=alice, value=46.5, confidence=0.9)

    readings = find_readings(alice.workspace_id, "key_result", "value", [Point(key_result.id)])
    assert readings[Point(key_result.id)].value == 46.5
    assert summarize([key_result.node])[key_result.id].state == "on track"


def test_an_objective_may_stand_outside_a_cycle(alice: Member) -> None:
    make_cycle(alice)

    assert make_key_result(alice).expected_progress == pytest.approx(0.5, abs=0.02)
