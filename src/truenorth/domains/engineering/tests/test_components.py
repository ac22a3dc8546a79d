import pytest

from truenorth.domains.engineering.errors import DependencyMissing, DependsOnItself, PartOfItself
from truenorth.domains.engineering.factories import make_component, make_constraint, make_debt
from truenorth.domains.engineering.models import Component, ComponentDependency, Slice
from truenorth.domains.engineering.rules import DependencySort, RiskSeverity
from truenorth.domains.engineering.selectors import get_map
from truenorth.domains.engineering.services import add_dependency, remove_dependency, revise_component
from truenorth.domains.graph.errors import RecordArchived, StaleVersion
from truenorth.domains.graph.services import archive_nodes, create_record, restore_nodes, revise_record, trash_nodes
from truenorth.domains.kit.errors import Forbidden, Invalid
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.domains.workspace.services import create_team


def _depend(actor: Member, source: Component, target: Component) -> ComponentDependency:
    return add_dependency(actor=actor, source=source, sort=DependencySort.DEPENDS_ON, target=target)


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


def test_the_map_shows_what_needs_what_and_what_is_on_record(alice: Member) -> None:
    web, api = make_component(alice, "Web"), make_component(alice, "API")
    _depend(alice, web, api)
    make_constraint(alice, component_id=api.id, used=590)
    make_debt(alice, component_id=api.id)

    drawn = get_map(alice)

    nodes = {node.component.title: node for node in drawn.nodes}
    assert (nodes["Web"].needs, nodes["Web"].needed_by) == (1, 0)
    assert (nodes["API"].needs, nodes["API"].needed_by) == (0, 1)
    assert (nodes["API"].constraints, nodes["API"].severity) == (1, RiskSeverity.WARNING)
    assert (nodes["API"].debts, nodes["API"].interest_hours, nodes["Web"].severity) == (1, 12, None)
    assert [(each.source_id, each.target_id) for each in drawn.dependencies] == [(web.id, api.id)]


def test_a_circle_is_kept_and_named(alice: Member) -> None:
    web, api, mail = (make_component(alice, title) for title in ("Web", "API", "Mail"))
    for source, target in ((web, api), (api, mail), (mail, web)):
        _depend(alice, source, target)

    [circle] = get_map(alice).circles

    assert circle.members == [web.id, api.id, mail.id]
    assert circle.words in ("Web → API → Mail → Web", "API → Mail → Web → API", "Mail → Web → API → Mail")


def test_who_provides_does_not_need(alice: Member) -> None:
    service, api = make_component(alice, "Billing"), make_component(alice, "Billing API", sort="api")
    add_dependency(actor=alice, source=service, sort=DependencySort.PROVIDES, target=api)
    add_dependency(actor=alice, source=api, sort=DependencySort.DEPENDS_ON, target=service)

    assert get_map(alice).circles == []


def test_the_map_of_a_team_has_its_neighbours_and_no_more(alice: Member, olga: Member) -> None:
    team = create_team(actor=olga, name="Growth")
    own, near, far = make_component(alice, "Own", team_id=team.id), make_component(alice, "Near"), make_component(alice)
    _depend(alice, own, near)
    _depend(alice, near, far)

    drawn = get_map(alice, team_id=team.id)

    assert {node.component.title for node in drawn.nodes} == {"Own", "Near"}
    assert len(drawn.dependencies) == 1


def test_the_same_dependency_again_is_the_same(alice: Member) -> None:
    web, api = make_component(alice, "Web"), make_component(alice, "API")

    assert _depend(alice, web, api).id == _depend(alice, web, api).id
    assert AuditRow.objects.filter(action="depend").count() == 2
    assert AuditRow.objects.filter(action="depend", target_id=api.id).get().changes == {
        "dependency": [None, "CMP-1 depends_on CMP-2"]
    }


def test_nothing_depends_on_itself(alice: Member) -> None:
    web = make_component(alice, "Web")

    with pytest.raises(DependsOnItself):
        _depend(alice, web, web)

    assert not ComponentDependency.objects.exists()


def test_a_contributor_draws_no_dependency(alice: Member, connie: Member) -> None:
    web, api = make_component(alice, "Web"), make_component(alice, "API")

    with pytest.raises(Forbidden):
        _depend(connie, web, api)

    assert not ComponentDependency.objects.exists()


def test_a_dependency_is_removed_and_both_ends_tell_of_it(alice: Member) -> None:
    made = _depend(alice, make_component(alice, "Web"), make_component(alice, "API"))

    remove_dependency(actor=alice, dependency_id=made.id)

    assert get_map(alice).dependencies == []
    assert AuditRow.objects.filter(action="undepend").count() == 2
    with pytest.raises(DependencyMissing):
        remove_dependency(actor=alice, dependency_id=made.id)


def test_a_dependency_goes_into_the_trash_and_comes_back_with_its_ends(alice: Member) -> None:
    made = _depend(alice, make_component(alice, "Web"), make_component(alice, "API"))
    trash_nodes(actor=alice, ids=[made.target_id])
    assert get_map(alice).dependencies == []

    restore_nodes(actor=alice, ids=[made.target_id])

    assert get_map(alice).dependencies == [made]


def test_a_stranger_sees_no_map_and_removes_nothing(alice: Member, charlie: Member) -> None:
    made = _depend(alice, make_component(alice, "Web"), make_component(alice, "API"))

    assert get_map(charlie).nodes == []
    with pytest.raises(DependencyMissing):
        remove_dependency(actor=charlie, dependency_id=made.id)


def test_nothing_is_a_part_of_itself(alice: Member) -> None:
    whole = make_component(alice, "Money", sort="domain")
    part = make_component(alice, "Billing", sort="system", part_of_id=whole.id)

    with pytest.raises(PartOfItself):
        revise_component(whole, actor=alice, version=1, changes={"part_of_id": part.id})

    assert Component.objects.get(pk=whole.id).part_of_id is None
