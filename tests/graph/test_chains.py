"""The chain strip over real kinds."""

from uuid import UUID

from conftest import ClientOf

from truenorth.domains.experiments.models import Experiment
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_chain, list_chains
from truenorth.domains.graph.services import create_link, create_record, create_records
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.strategy.models import KeyResult, Objective
from truenorth.domains.workspace.models import Member


def _initiative(actor: Member, title: str, **values: object) -> Node:
    return create_record(Initiative, actor=actor, values={"title": title, **values}).node


def _steps(viewer: Member, node: Node) -> dict[str, tuple[str, str]]:
    return {view.step.value: (view.state.value, view.label) for view in get_chain(viewer, node.id)}


def test_an_initiative_shows_its_own_place_and_not_that_of_its_successor(alice: Member) -> None:
    first = _initiative(alice, "Tour", horizon="now")
    second = _initiative(alice, "Targeting", horizon="later")
    experiment = create_record(Experiment, actor=alice, values={"title": "The test"}).node
    create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=experiment, target=first)
    create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=second, target=experiment)

    assert _steps(alice, first)["roadmap"] == ("filled", "Now")
    assert _steps(alice, second)["roadmap"] == ("filled", "Later")
    assert _steps(alice, first)["initiative"][0] == "here"
    assert _steps(alice, first)["initiative"][1] != "2"
    assert _steps(alice, experiment)["roadmap"] == ("filled", "2")


def test_mini_chains_say_the_same_as_the_strip(alice: Member) -> None:
    objective = create_record(Objective, actor=alice, values={"title": "People stay"})
    values = {"title": "Retention", "objective_id": objective.id, "baseline": 0, "target": 1, "current": 0}
    key_result = create_record(KeyResult, actor=alice, values=values).node
    initiative = _initiative(alice, "Tour")
    create_link(actor=alice, kind=LinkKind.CONTRIBUTES_TO, source=initiative, target=key_result)

    ids = [initiative.id, key_result.id]
    minis = list_chains(alice, ids)

    assert minis == {each: [view.state for view in get_chain(alice, each)] for each in ids}


def test_a_hub_with_thousands_of_links_is_walked(alice: Member) -> None:
    hub = _initiative(alice, "Hub")
    rows = [{"title": f"Part {number}"} for number in range(300)]
    for part in create_records(Initiative, actor=alice, rows=rows):
        create_link(actor=alice, kind=LinkKind.SUPPORTS, source=part.node, target=hub)

    answer = ClientOf(alice).get(f"/api/graph/{hub.id}/why").json()

    assert len(answer["upstream"]) == 300


def test_the_chain_of_nothing_is_not_found(alice: Member) -> None:
    assert ClientOf(alice).get(f"/api/graph/nodes/{UUID(int=0)}/chain").status_code == 404
