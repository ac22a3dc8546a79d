import pytest
from conftest import ClientOf

from truenorth.domains.engineering.models import Component
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.rules import ExperimentState
from truenorth.domains.graph.kinds import AttentionAnswered, AttentionAsked, Reason
from truenorth.domains.graph.services import add_comment, archive_nodes, create_record, revise_record, trash_nodes
from truenorth.domains.home.models import InboxItem
from truenorth.domains.home.rules import describe
from truenorth.domains.kit import facts
from truenorth.domains.strategy.models import KeyResult, Objective
from truenorth.domains.strategy.services import check_in
from truenorth.domains.workspace.models import Member


def _component(actor: Member, title: str = "Files", **values: object) -> Component:
    return create_record(Component, actor=actor, values={"title": title, **values})


def _inbox(member: Member, state: str = "open") -> list[tuple[str, str]]:
    answer = ClientOf(member).get(f"/api/home/inbox?state={state}").json()
    assert answer["total"] == len(answer["items"])
    return [(item["sentence"], item["node"]["title"]) for item in answer["items"]]


def _open_id(member: Member) -> str:
    return str(ClientOf(member).get("/api/home/inbox").json()["items"][0]["id"])


def test_a_mention_and_an_assignment_arrive(alice: Member, bob: Member) -> None:
    component = _component(alice, owner_id=bob.id)
    add_comment(actor=alice, node=component.node, body=f"@[Bob]({bob.id}) look")

    assert _inbox(bob) == [("Alice mentioned you.", "Files"), ("Alice made it yours.", "Files")]
    assert _inbox(alice) == []


def test_what_one_gives_oneself_does_not_arrive(alice: Member) -> None:
    _component(alice, owner_id=alice.id)

    assert _inbox(alice) == []


def test_a_trigger_asks_without_a_person(alice: Member) -> None:
    component = _component(alice)
    facts.announce(
        AttentionAsked(
            node_id=component.id, member_id=alice.id, actor_id=None, reason=Reason.TRIGGER_FIRED, note="Sign-ups fell."
        )
    )

    assert _inbox(alice) == [("It is time to look at it again. Sign-ups fell.", "Files")]


def test_asking_twice_is_one_item_and_answering_closes_it(alice: Member, bob: Member) -> None:
    component = _component(alice)
    ask = AttentionAsked(node_id=component.id, member_id=bob.id, actor_id=alice.id, reason=Reason.ASKED_TO_SCORE)
    facts.announce(ask)
    facts.announce(ask)
    assert _inbox(bob) == [("Alice asks you to score.", "Files")]

    facts.announce(AttentionAnswered(node_id=component.id, member_id=bob.id, reason=Reason.ASKED_TO_SCORE))

    assert _inbox(bob) == []
    assert _inbox(bob, "done") == [("Alice asks you to score.", "Files")]


def test_done_and_undo(alice: Member, bob: Member) -> None:
    _component(alice, owner_id=bob.id)
    item, client = _open_id(bob), ClientOf(bob)

    assert client.post(f"/api/home/inbox/{item}/done").json()["done_at"]
    assert (_inbox(bob), len(_inbox(bob, "done"))) == ([], 1)
    assert client.post(f"/api/home/inbox/{item}/undo").json()["done_at"] is None
    assert (len(_inbox(bob)), _inbox(bob, "done")) == (1, [])


def test_undo_of_what_was_asked_anew_leaves_one_item(alice: Member, bob: Member) -> None:
    component = _component(alice, owner_id=bob.id)
    item, client = _open_id(bob), ClientOf(bob)
    client.post(f"/api/home/inbox/{item}/done")
    taken = revise_record(component, actor=alice, version=1, changes={"owner_id": None})
    revise_record(taken, actor=alice, version=2, changes={"owner_id": bob.id})

    assert client.post(f"/api/home/inbox/{item}/undo").status_code == 200
    assert len(_inbox(bob)) == 1


def test_nobody_closes_the_item_of_another(alice: Member, bob: Member, charlie: Member) -> None:
    _component(alice, owner_id=bob.id)
    item = _open_id(bob)

    for other in (alice, charlie):
        assert ClientOf(other).post(f"/api/home/inbox/{item}/done").status_code == 404
    assert InboxItem.objects.get().done_at is None


def test_what_lies_in_the_trash_asks_for_nothing(alice: Member, bob: Member) -> None:
    component = _component(alice, owner_id=bob.id)
    trash_nodes(actor=alice, ids=[component.id])

    assert _inbox(bob) == []


@pytest.mark.parametrize(
    ("reason", "by", "sentence"),
    [
        (Reason.MENTIONED, "Bob", "Bob mentioned you."),
        (Reason.MENTIONED, None, "You are mentioned."),
    ],
)
def test_every_reason_is_a_sentence(reason: Reason, by: str | None, sentence: str) -> None:
    assert describe(reason, by=by) == sentence


def test_the_overview_shows_what_is_behind_running_and_new(alice: Member, bob: Member) -> None:
    objective = create_record(Objective, actor=alice, values={"title": "People stay"})
    for title, value in (("Retention", 0.31), ("Activation", 0.75)):
        key_result = create_record(
            KeyResult,
            actor=alice,
            values={"title": title, "objective_id": objective.id, "baseline": 0.3, "target": 0.8, "current": 0.3},
        )
        check_in(actor=alice, key_result_id=key_result.id, value=value, confidence=0.2 if value < 0.5 else 0.9)
    create_record(Experiment, actor=alice, values={"title": "The tour", "state": ExperimentState.RUNNING})
    archived = _component(alice, "Old")
    archive_nodes(actor=alice, ids=[archived.id])
    _component(bob, "By Bob")

    overview = ClientOf(bob).get("/api/home/overview").json()

    assert overview["counts"] == {"objective": 1, "key_result": 2, "experiment": 1, "component": 1}
    assert [(each["node"]["title"], each["status"]) for each in overview["at_risk"]] == [("Retention", "off_track")]
    assert [each["title"] for each in overview["running"]] == ["The tour"]
    changed = [(each["node"]["title"], each["action"]) for each in overview["changes"]]
    assert ("Old", "archive") in changed
    assert "By Bob" not in dict(changed)
    assert overview["inbox_open"] == 0


def test_home_asks_few_questions(alice: Member, bob: Member, django_assert_max_num_queries: object) -> None:
    for number in range(15):
        _component(alice, f"Part {number}", owner_id=bob.id)
    client = ClientOf(bob)
    for path, most in (("inbox", 8), ("overview", 16)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]  # pytest-django's own type is private
            assert client.get(f"/api/home/{path}").status_code == 200
