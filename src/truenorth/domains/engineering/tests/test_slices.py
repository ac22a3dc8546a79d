import pytest

from truenorth.domains.engineering.models import Component, Slice
from truenorth.domains.engineering.rules import Share, headroom, overfull_columns
from truenorth.domains.graph.errors import RecordArchived, StaleVersion
from truenorth.domains.graph.services import archive_nodes, create_record, revise_record
from truenorth.domains.kit.errors import Forbidden, Invalid
from truenorth.domains.workspace.models import AuditRow, Member


def test_slices_may_fill_the_whole_but_not_more() -> None:
    assert overfull_columns([Share(80, 20), Share(20, 80)]) == {}

    assert overfull_columns([Share(80, 20), Share(30, 20)]) == {"value_percent": 110}


def test_headroom_is_unknown_where_nobody_measured() -> None:
    assert headroom(limit=600, used=None) is None
    assert headroom(limit=600, used=450) == 0.25
    assert headroom(limit=600, used=900) == 0


def test_a_record_is_numbered_and_leaves_an_audit_row(alice: Member) -> None:
    first = create_record(Component, actor=alice, values={"title": "Files"})
    second = create_record(Component, actor=alice, values={"title": "Mail", "owner_id": alice.id})

    assert [first.key, second.key] == ["CMP-1", "CMP-2"]
    row = AuditRow.objects.get(target_id=second.id)
    assert (row.action, row.actor, row.changes["title"]) == ("create", alice, [None, "Mail"])


def test_a_viewer_creates_nothing(vera: Member) -> None:
    with pytest.raises(Forbidden):
        create_record(Component, actor=vera, values={"title": "Files"})

    assert not Component.objects.exists()


def test_a_stale_change_is_refused_and_nothing_is_lost(alice: Member, bob: Member) -> None:
    component = create_record(Component, actor=alice, values={"title": "Files"})
    revise_record(component, actor=bob, version=1, changes={"title": "File service"})

    with pytest.raises(StaleVersion):
        revise_record(component, actor=alice, version=1, changes={"title": "Documents"})

    assert Component.objects.get().title == "File service"


def test_an_archived_record_is_not_changed(alice: Member) -> None:
    component = create_record(Component, actor=alice, values={"title": "Files"})
    archive_nodes(actor=alice, ids=[component.id])

    with pytest.raises(RecordArchived):
        revise_record(component, actor=alice, version=2, changes={"title": "Mail"})


def test_a_field_that_names_a_stranger_is_refused(alice: Member, charlie: Member) -> None:
    with pytest.raises(Invalid) as refusal:
        create_record(Component, actor=alice, values={"title": "Files", "owner_id": charlie.id})

    assert list(refusal.value.fields) == ["owner_id"]
    assert not Slice.objects.exists()
